"""Whether nothing is shown where there is no answer, and something where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from asr.recognizer import Recognizer
from assistant.transcripts.mender import Mender
from eval.benchmarks.answer_elsewhere import answered_elsewhere, own_passages
from eval.benchmarks.benchmark_base import Base
from eval.benchmarks.wording import Wording, wordings
from eval.data.question_set import Question
from eval.data.selection import Selection
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from knowledge_base.document import Document
from retrieval.ranking import Ranking


@dataclass(frozen=True, slots=True)
class SilenceBench:
    """The knowledge base, the ranking that it is searched by, and the recogniser (None: nothing is heard)."""

    base: Base
    ranking: Ranking
    recognizer: Recognizer | None
    mender: Mender | None = None


def benchmark_silence(
    documents: Selection[Document],
    questions: Selection[Question],
    elsewhere: Selection[Question] | None,
    bench: SilenceBench,
    run: Run,
) -> Result:
    """Shares, each typed and heard.

    `kept`: questions for which something is shown, right or wrong. `silent`: of the same questions, searched without
    the document that answers them, those for which nothing is shown; other documents of the same subject stay, often
    with nearly the same words. Questions whose answer stands in one of those too are left out of it and are the share
    `answered_elsewhere`; `all_silent` counts them as if they had no answer. `elsewhere_silent`: questions on other
    subjects for which nothing is shown, the easy ones: hardly a word of theirs stands in these documents.
    """
    samples: list[Sample] = []
    for way, asked in wordings(questions.items, bench.recognizer, bench.mender, run).items():
        samples += run.measure(way.capitalize(), asked, _key, partial(_held_out, bench))
    if elsewhere:
        for way, asked in wordings(elsewhere.items, bench.recognizer, bench.mender, run, "Hearing elsewhere").items():
            samples += run.measure(f"{way.capitalize()} elsewhere", asked, _key, partial(_foreign, bench.base))
    skipped = [*documents.skipped, *questions.skipped, *(elsewhere.skipped if elsewhere else ())]
    counts = {"n": sum("kept" in sample for sample in samples), "n_elsewhere": 0}
    counts["n_elsewhere"] = len(samples) - counts["n"]
    return Result(tuple(measures(samples)), samples, counts, run.skipped(*skipped))


def measures(samples: Sequence[Sample]) -> list[Measure]:
    """One share for each series observed, in the order in which they came."""
    names = dict.fromkeys(name for sample in samples for name in sample["observed"])
    return [Measure(name, "ratio", "higher", name) for name in names]


def _key(wording: Wording) -> str:
    return wording.key


def _held_out(bench: SilenceBench, wording: Wording) -> Sample:
    base, question = bench.base, wording.question
    own = own_passages(base, question)
    found = [hit.passage.doc_id for hit in base.searcher.search(wording.text, wording.heard)]
    silent = not base.searcher.search(wording.text, wording.heard, without=own)
    rest = base.searcher.consider(wording.text, wording.heard, own)
    stands = rest is not None and answered_elsewhere(base, bench.ranking, rest, wording.heard, question.answer)
    seen = {"kept": bool(found), "all_silent": silent, "answered_elsewhere": stands}
    if not stands:
        seen["silent"] = silent
    observed = {f"{wording.way} {name}": [[float(value), 1]] for name, value in seen.items()}
    return _sample(wording, observed) | {"found": found, **seen}


def _foreign(base: Base, wording: Wording) -> Sample:
    silent = not base.searcher.search(wording.text, wording.heard)
    return _sample(wording, {f"{wording.way} elsewhere_silent": [[float(silent), 1]]}) | {"silent": silent}


def _sample(wording: Wording, observed: dict[str, list[list[float]]]) -> Sample:
    unit = wording.key
    return {"id": unit, "unit": unit, "way": wording.way, "query": wording.text, "observed": observed}
