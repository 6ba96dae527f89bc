"""What speaks for each passage that a search considers: numbers that compare across queries and collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    features, float [n, FEATURES].
    """

    documents: Mapping[int, str]
    ranks: Mapping[SearchChannel, Mapping[int, int]]
    ids: Sequence[int]
    features: NDArray[np.float64]


def evidence(
    query: Query,
    index: SearchIndex,
    found: Mapping[SearchChannel, Scores],
    documents: Mapping[int, str],
    firsts: Mapping[str, int],
    about: Mapping[str, float],
) -> Evidence:
    """Of the passages found, each with its document; `firsts` are the first passages of these documents."""
    ids, cosines = list(documents), found["dense"]
    wholes = dict(index.documents.search("sound", query.sound, WHOLES))
    lowest = min(cosines.values(), default=0.0)
    dense = np.array([cosines.get(number, lowest) for number in ids])
    columns = [
        _shares(found["words"], ids),
        _shares(found["sound"], ids),
        dense,
        dense - dense.max(initial=0.0),
        _shares(found["words"], ids, index.passages.most("words", query.words)),
        _shares(found["sound"], ids, index.passages.most("sound", query.sound)),
        _shares(wholes, [firsts[documents[number]] for number in ids]),
        np.array([about.get(documents[number], 0.0) for number in ids]),
    ]
    ranks = {
        channel: {number: rank for rank, number in enumerate((i for i in scores if i in documents), 1)}
        for channel, scores in found.items()
    }
    return Evidence(documents, ranks, ids, np.stack(columns, axis=1))


def _shares(scores: Scores, ids: Sequence[int], whole: float | None = None) -> NDArray[np.float64]:
    """Scores as shares of a whole (the best one of them), in the order of ids."""
    column = np.array([scores.get(number, 0.0) for number in ids])
    most = column.max(initial=0.0) if whole is None else whole
    return np.minimum(column / most, 1.0) if most > 0 else np.zeros_like(column)
