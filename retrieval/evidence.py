"""What speaks for each passage that a search considers: numbers that compare across queries and collections."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.coverage import coverage
from retrieval.hit import SearchChannel
from retrieval.query import Query
from retrieval.search_index import SearchIndex

FEATURES = ("words", "sound", "dense", "dense_gap", "words_share", "sound_share", "document_sound", "about")
"""BM25 of words and of sounds as shares of the query's best, the cosine and how far it is from the best one, BM25 as
shares of what a passage could get at most, BM25 of the whole document's sounds as a share of the query's best, and how
much the conversation is on the document. A channel that did not find a passage gives it no BM25, or the lowest cosine
found: looking up what it would have given took longer than all searches, and ranked no better."""

WHOLES = 100
"""Documents whose own BM25 counts."""

Scores = Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of the passages considered: the document of each, the ranks of each channel's own finds, ids in the order of the
    features, float [n, FEATURES]; and COVERAGE of the question by a passage, which is worked out when it is asked for.
    """

    documents: Mapping[int, str]
    ranks: Mapping[SearchChannel, Mapping[int, int]]
    ids: Sequence[int]
    features: NDArray[np.float64]
    coverage: Callable[[int], Sequence[float]]


@dataclass(frozen=True, slots=True)
class Background:
    """What does not depend on the passages found: BM25 of the best whole documents by their first passages, and what a
    passage could get at most in each text channel.
    """

    wholes: Scores
    most_words: float
    most_sound: float


def read_background(query: Query, index: SearchIndex) -> Background:
    """Of a query; can be read before the passages are found."""
    return Background(
        dict(index.documents.search("sound", query.sound, WHOLES)),
        index.passages.most("words", query.words),
        index.passages.most("sound", query.sound),
    )


def evidence(
    query: Query,
    index: SearchIndex,
    found: Mapping[SearchChannel, Scores],
    documents: Mapping[int, str],
    firsts: Mapping[str, int],
    about: Mapping[str, float],
    background: Background,
) -> Evidence:
    """Of the passages found, each with its document; `firsts` are the first passages of these documents."""
    ids = list(documents)
    features = _features(found, ids, [firsts[documents[number]] for number in ids], background)
    on_subject = np.array([about.get(documents[number], 0.0) for number in ids])
    ranks = {
        channel: {number: rank for rank, number in enumerate((i for i in scores if i in documents), 1)}
        for channel, scores in found.items()
    }
    return Evidence(
        documents,
        ranks,
        ids,
        np.stack([*features, on_subject], axis=1),
        lambda number: coverage(query, index, number, firsts[documents[number]]),
    )


def _features(
    found: Mapping[SearchChannel, Scores], ids: Sequence[int], firsts: Sequence[int], background: Background
) -> list[NDArray[np.float64]]:
    """A column for each of FEATURES but the last."""
    words, sound = _column(found["words"], ids), _column(found["sound"], ids)
    dense = _column(found["dense"], ids, min(found["dense"].values(), default=0.0))
    wholes = _column(background.wholes, firsts)
    return [
        _shares(words, words.max(initial=0.0)),
        _shares(sound, sound.max(initial=0.0)),
        dense,
        dense - dense.max(initial=0.0),
        _shares(words, background.most_words),
        _shares(sound, background.most_sound),
        _shares(wholes, wholes.max(initial=0.0)),
    ]


def _column(scores: Scores, ids: Sequence[int], missing: float = 0.0) -> NDArray[np.float64]:
    return np.array([scores.get(number, missing) for number in ids], np.float64)


def _shares(column: NDArray[np.float64], whole: float) -> NDArray[np.float64]:
    return np.minimum(column / whole, 1.0) if whole > 0 else np.zeros_like(column)
