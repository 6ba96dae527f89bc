"""How well and how fast the document that answers a question is found, typed and spoken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Protocol

import numpy as np
from tqdm import tqdm

from asr.recognizer import Recognizer
from eval.benchmarks.hearing import hear
from eval.data.question_set import Question
from eval.metrics.hit_rate import hit_rate
from eval.metrics.reciprocal_rank import reciprocal_rank
from eval.metrics.scores import Scores
from eval.runs.result import Figures, Result
from retrieval.hit import Hit

DEPTH = 10
"""How many passages of a search are looked at."""


class Searcher(Protocol):
    """What finds passages: the knowledge desk, or a scripted one."""

    def search(self, text: str, heard: bool = False, limit: int = 5) -> list[Hit]:
        """At most `limit` passages, best first; `heard` says that a recogniser wrote the text."""
        ...


@dataclass(frozen=True, slots=True)
class _Search:
    """One question as it was searched, and the documents of the passages found, best first."""

    question: Question
    query: str
    doc_ids: list[str]
    taken_ms: float


def benchmark_retrieval(questions: Sequence[Question], searcher: Searcher, recognizer: Recognizer | None) -> Result:
    """A hit is a passage of the right document; `latency_ms` is of the searches, not of the hearing.

    Questions with a recording are also searched as `recognizer` hears them, unless it is None.
    """
    searcher.search(questions[0].text)  # what is loaded at the first search is no search's latency
    typed = [
        _search(searcher, question, question.text, heard=False)
        for question in tqdm(questions, "Typed", unit="question")
    ]
    heard = _heard(questions, searcher, recognizer) if recognizer is not None else []
    scores = {way: _scores(found) for way, found in (("typed", typed), ("heard", heard)) if found}
    figures: Figures = {way: {name: of.mean for name, of in each.items()} for way, each in scores.items()}
    figures["latency_ms"] = _percentiles([search.taken_ms for search in (*typed, *heard)])
    figures["n"] = len(questions)
    if heard:
        figures["n_heard"] = len(heard)
    samples = [*_samples("typed", typed, scores["typed"]), *_samples("heard", heard, scores.get("heard", {}))]
    return Result(figures, samples)


def _heard(questions: Sequence[Question], searcher: Searcher, recognizer: Recognizer) -> list[_Search]:
    spoken = [(question, question.audio) for question in questions if question.audio is not None]
    return [
        _search(searcher, question, hear(recognizer, audio, question.row).text, heard=True)
        for question, audio in tqdm(spoken, "Heard", unit="question", disable=not spoken)
    ]


def _search(searcher: Searcher, question: Question, query: str, heard: bool) -> _Search:
    started = perf_counter()
    hits = searcher.search(query, heard=heard, limit=DEPTH)
    taken_ms = (perf_counter() - started) * 1000
    return _Search(question, query, [hit.passage.doc_id for hit in hits], taken_ms)


def _scores(found: Sequence[_Search]) -> dict[str, Scores]:
    rankings = [search.doc_ids for search in found]
    wanted = [search.question.doc_id for search in found]
    return {
        **{f"hit@{k}": hit_rate(rankings, wanted, k) for k in (1, 3, 5)},
        f"mrr@{DEPTH}": reciprocal_rank(rankings, wanted, DEPTH),
    }


def _percentiles(values: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": float(np.percentile(values, share)) for share in (50, 95)}


def _samples(way: str, found: Sequence[_Search], scores: dict[str, Scores]) -> list[dict[str, Any]]:
    return [
        {
            "id": search.question.question_id,
            "way": way,
            "query": search.query,
            "docid": search.question.doc_id,
            "found": search.doc_ids,
            **{name: of.samples[place] for name, of in scores.items()},
            "latency_ms": search.taken_ms,
        }
        for place, search in enumerate(found)
    ]
