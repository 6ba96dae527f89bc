"""How well and how fast the document that answers a question is found, typed and spoken, beside simpler searches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Any, Protocol

from asr.recognizer import Recognizer
from assistant.transcripts.mender import Mender
from eval.benchmarks.hearing import hear
from eval.data.question_set import Question
from eval.data.selection import Selection
from eval.metrics.ranking import RANKING_FIGURES, ranking_figures
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from knowledge_base.document import Document
from retrieval.hit import Hit
from retrieval.ranking import Way

SILENCED = "silenced"
DEPTH = 10
"""How many passages of a search are looked at."""


class Searcher(Protocol):
    """What finds passages: the knowledge desk, or a scripted one."""

    def search(self, text: str, heard: bool = False, limit: int = 5) -> list[Hit]:
        """At most `limit` passages, best first; `heard` says that a recogniser wrote the text."""
        ...


class Baseline(Protocol):
    """Simpler searches over the same passages, which know no difference between typed and heard."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the rankings are called."""
        ...

    @property
    def timed(self) -> bool:
        """Whether how long it takes means something."""
        ...

    def doc_ids(self, query: str, limit: int) -> Mapping[str, list[str]]:
        """By name the documents of the best passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured: our search, never silent; the same as it shows and is silent; the baselines; and the recogniser
    (None: nothing is heard).
    """

    searcher: Searcher
    silenced: Searcher
    baselines: Sequence[Baseline]
    recognizer: Recognizer | None
    mender: Mender | None = None


def benchmark_retrieval(
    documents: Selection[Document], questions: Selection[Question], bench: Bench, run: Run
) -> Result:
    """A hit is a passage of the right document; `latency_ms` is of the searches, not of the hearing.

    Questions with a recording are also searched as the recogniser hears them. Each question has its document, so that
    every search is ranked; what is left when the search shows nothing where it is unsure stands beside it, `silenced`.
    """
    bench.searcher.search(questions.items[0].text)  # what is loaded at the first search is no search's latency
    samples = run.measure("Typed", questions.items, _key, partial(_typed, bench))
    spoken = [question for question in questions.items if question.audio and bench.recognizer]
    heard = run.measure("Heard", spoken, _key, partial(_heard, bench)) if spoken else []
    counts = {"n": len(samples), **({"n_heard": len(heard)} if heard else {})}
    measures = _measures(("typed", "heard") if heard else ("typed",), bench.baselines)
    return Result(tuple(measures), [*samples, *heard], counts, run.skipped(*documents.skipped, *questions.skipped))


def _key(question: Question) -> str:
    return question.question_id


def _typed(bench: Bench, question: Question) -> Sample:
    return _searched(bench, question, "typed", question.text)


def _heard(bench: Bench, question: Question) -> Sample:
    assert bench.recognizer and question.audio
    heard = hear(bench.recognizer, question.audio, question.row, bench.mender)
    return _searched(bench, question, "heard", heard.text)


def _searched(bench: Bench, question: Question, way: Way, query: str) -> Sample:
    started = perf_counter()
    hits = bench.searcher.search(query, heard=way == "heard", limit=DEPTH)
    latency_ms = (perf_counter() - started) * 1000
    found = [hit.passage.doc_id for hit in hits]
    figures = ranking_figures([doc_id in question.doc_ids for doc_id in found])
    observed: dict[str, list[Any]] = {f"{way} {name}": [[value, 1]] for name, value in figures.items()}
    observed["latency_ms"] = [latency_ms]
    shown = bench.silenced.search(query, heard=way == "heard", limit=DEPTH)
    left = ranking_figures([hit.passage.doc_id in question.doc_ids for hit in shown])
    observed |= {f"{SILENCED} {way} {name}": [[value, 1]] for name, value in left.items()}
    for baseline in bench.baselines:
        observed |= _by_baseline(baseline, question, way, query)
    return {
        "id": question.question_id,
        "unit": question.question_id,
        "way": way,
        "query": query,
        "docid": question.doc_id,
        "found": found,
        **figures,
        "latency_ms": latency_ms,
        "observed": observed,
    }


def _by_baseline(baseline: Baseline, question: Question, way: Way, query: str) -> dict[str, list[Any]]:
    observed: dict[str, list[Any]] = {}
    started = perf_counter()
    rankings = baseline.doc_ids(query, DEPTH)
    if baseline.timed:
        observed |= {f"{name} latency_ms": [(perf_counter() - started) * 1000] for name in baseline.names}
    for name, doc_ids in rankings.items():
        figures = ranking_figures([doc_id in question.doc_ids for doc_id in doc_ids])
        observed |= {f"{name} {way} {figure}": [[value, 1]] for figure, value in figures.items()}
    return observed


def _measures(ways: Sequence[Way], baselines: Sequence[Baseline]) -> list[Measure]:
    groups = {"": True, f"{SILENCED} ": False}
    groups |= {f"{name} ": baseline.timed for baseline in baselines for name in baseline.names}
    measures = []
    for group, timed in groups.items():
        figures = [f"{group}{way} {figure}" for way in ways for figure in RANKING_FIGURES]
        measures += [Measure(name, "ratio", "higher", name) for name in figures]
        if timed:
            series = f"{group}latency_ms"
            measures += [Measure(f"{series} {p}", p, "lower", series) for p in ("p50", "p95")]
    return measures
