"""Learns the ranking from questions, and how much better than the one in use it is on questions that it never saw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from sklearn.model_selection import KFold
from tqdm import tqdm

from asr.recognizer import Recognizer
from assistant.transcripts.mender import Mender
from eval.benchmarks.benchmark_base import Base
from eval.benchmarks.retrieval_benchmark import Way
from eval.benchmarks.silence_benchmark import measures, shown
from eval.benchmarks.wording import Wording, wordings
from eval.data.question_set import Question
from eval.data.selection import Selection
from eval.errors import EvalError
from eval.metrics.ranking import ranking_figures
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from eval.tuning.lesson import Lesson, learn
from eval.tuning.merit import Asked
from knowledge_base.document import Document
from retrieval.ranking import Ranking
from retrieval.searcher import Searcher

FOLDS = 5
IN_USE = "in_use"
_FIGURES = ("hit@1", "hit@5")
_SEED = 1


@dataclass(frozen=True, slots=True)
class TuningBench:
    """The knowledge base, the ranking that it is searched by now, and the recogniser (None: nothing is heard)."""

    base: Base
    ranking: Ranking
    recognizer: Recognizer | None
    mender: Mender | None = None


def benchmark_tuning(
    documents: Selection[Document], questions: Selection[Question], bench: TuningBench, run: Run
) -> tuple[Result, Ranking]:
    """The ranking learnt from all questions, and figures of rankings each learnt without a fifth of them, on that.

    `hit@1` and `hit@5` are of what is shown, so that silence counts as a miss; `kept` and `silent` as in the silence
    benchmark. The ranking in use stands beside them as `in_use`: if it learnt from these questions, it has seen them.
    Without recordings the ranking of what is heard stays as it is.
    """
    samples: list[Sample] = []
    ranking = bench.ranking
    for way, asked in wordings(questions.items, bench.recognizer, bench.mender, run).items():
        lessons = _lessons(bench.base, asked, way)
        ranking = replace(ranking, **{way: learn(list(lessons.values()))})
        searchers = _held_out(bench, lessons, way)
        known = [wording for wording in asked if wording.key in searchers]
        samples += run.measure(way.capitalize(), known, lambda one: one.key, partial(_sample, bench, searchers))
    counts = {"n": len(samples)}
    skipped = run.skipped(*documents.skipped, *questions.skipped)
    return Result(tuple(measures(samples)), samples, counts, skipped), ranking


def _lessons(base: Base, asked: Sequence[Wording], way: Way) -> dict[str, Lesson]:
    """By question; those that are no question, or for which nothing at all comes into question, teach nothing."""
    lessons = {}
    for wording in tqdm(asked, f"Considering what was {way}", unit="question"):
        doc_id = wording.question.doc_id
        own = frozenset(passage.passage_id for passage in base.library.passages_of(doc_id))
        found = base.searcher.consider(wording.text, wording.heard)
        without = base.searcher.consider(wording.text, wording.heard, own)
        if found and found.ids and without:
            lessons[wording.key] = Lesson(Asked(found, doc_id), without)
    return lessons


def _held_out(bench: TuningBench, lessons: Mapping[str, Lesson], way: Way) -> dict[str, Searcher]:
    """By question a search whose ranking was learnt from other questions."""
    names, searchers = list(lessons), dict[str, Searcher]()
    if len(names) < FOLDS:
        raise EvalError(f"There are {len(names)} questions {way}: give at least {FOLDS}, better some hundreds.")
    for known, unknown in KFold(FOLDS, shuffle=True, random_state=_SEED).split(names):
        model = learn([lessons[names[place]] for place in known])
        searcher = bench.base.ranked_by(Ranking(model, model))
        searchers |= {names[place]: searcher for place in unknown}
    return searchers


def _sample(bench: TuningBench, searchers: Mapping[str, Searcher], wording: Wording) -> Sample:
    learnt, used = _outcome(searchers[wording.key], bench, wording), _outcome(bench.base.searcher, bench, wording)
    observed = {f"{wording.way} {name}": [[value, 1]] for name, value in learnt.items()}
    observed |= {f"{IN_USE} {wording.way} {name}": [[value, 1]] for name, value in used.items()}
    unit = wording.key
    return {"id": unit, "unit": unit, "way": wording.way, "query": wording.text, **learnt, "observed": observed}


def _outcome(searcher: Searcher, bench: TuningBench, wording: Wording) -> dict[str, float]:
    found, still = shown(searcher, bench.base, wording)
    figures = ranking_figures([doc_id == wording.question.doc_id for doc_id in found])
    return {name: figures[name] for name in _FIGURES} | {"kept": float(bool(found)), "silent": float(not still)}
