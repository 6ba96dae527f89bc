"""Whether nothing is shown where there is no answer, and something where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from asr.recognizer import Recognizer
from assistant.transcripts.mender import Mender
from eval.benchmarks.benchmark_base import Base
from eval.benchmarks.wording import Wording, wordings
from eval.data.question_set import Question
from eval.data.selection import Selection
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from knowledge_base.document import Document
from retrieval.searcher import Searcher


@dataclass(frozen=True, slots=True)
class SilenceBench:
    """The knowledge base with the ranking in use, and the recogniser (None: nothing is heard)."""

    base: Base
    recognizer: Recognizer | None
    mender: Mender | None = None


def benchmark_silence(
    documents: Selection[Document],
    questions: Selection[Question],
    elsewhere: Selection[Question] | None,
    bench: SilenceBench,
    run: Run,
) -> Result:
    """Three shares, each typed and heard.

    `kept`: questions for which something is shown, right or wrong. `silent`: of the same questions, searched without
    the document that answers them, those for which nothing is shown. This is the hard one: other documents of the
    same subject stay, often with nearly the same words, and some answer the question as well, so that the last few
    hundredths cannot be had. `elsewhere`: questions on other subjects for which nothing is shown, the easy one: hardly
    a word of theirs stands in these documents.
    """
    samples: list[Sample] = []
    for way, asked in wordings(questions.items, bench.recognizer, bench.mender, run).items():
        samples += run.measure(way.capitalize(), asked, _key, partial(_held_out, bench.base))
    if elsewhere:
        for way, asked in wordings(elsewhere.items, bench.recognizer, bench.mender, run, "Hearing elsewhere").items():
            samples += run.measure(f"{way.capitalize()} elsewhere", asked, _key, partial(_foreign, bench.base))
    skipped = [*documents.skipped, *questions.skipped, *(elsewhere.skipped if elsewhere else ())]
    counts = {"n": sum("kept" in sample for sample in samples), "n_elsewhere": 0}
    counts["n_elsewhere"] = len(samples) - counts["n"]
    return Result(tuple(measures(samples)), samples, counts, run.skipped(*skipped))


def shown(searcher: Searcher, base: Base, wording: Wording) -> tuple[list[str], bool]:
    """Documents of the passages shown, best first; and whether any are when the right document is held out."""
    own = frozenset(passage.passage_id for passage in base.library.passages_of(wording.question.doc_id))
    hits = searcher.search(wording.text, wording.heard)
    return [hit.passage.doc_id for hit in hits], bool(searcher.search(wording.text, wording.heard, without=own))


def measures(samples: Sequence[Sample]) -> list[Measure]:
    """One share for each series observed, in the order in which they came."""
    names = dict.fromkeys(name for sample in samples for name in sample["observed"])
    return [Measure(name, "ratio", "higher", name) for name in names]


def _key(wording: Wording) -> str:
    return wording.key


def _held_out(base: Base, wording: Wording) -> Sample:
    found, still = shown(base.searcher, base, wording)
    observed = {f"{wording.way} kept": [[float(bool(found)), 1]], f"{wording.way} silent": [[float(not still), 1]]}
    return _sample(wording, observed) | {"found": found, "kept": bool(found), "silent": not still}


def _foreign(base: Base, wording: Wording) -> Sample:
    silent = not base.searcher.search(wording.text, wording.heard)
    return _sample(wording, {f"{wording.way} elsewhere_silent": [[float(silent), 1]]}) | {"silent": silent}


def _sample(wording: Wording, observed: dict[str, list[list[float]]]) -> Sample:
    unit = wording.key
    return {"id": unit, "unit": unit, "way": wording.way, "query": wording.text, "observed": observed}
