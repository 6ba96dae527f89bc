"""What speaks for each passage that a search considers: numbers that compare across queries and collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.embedder import Vectors
from retrieval.hit import SearchChannel
from retrieval.query import Query
from retrieval.search_index import SearchIndex

FEATURES = (
    *("words", "sound", "dense", "dense_gap", "words_share", "sound_share", "document_words", "document_sound"),
    "about",
)
"""BM25 of words and of sounds as shares of the query's best, the cosine and how far it is from the best one, BM25 as
shares of what a passage could get at most, BM25 of the whole document as shares of the query's best, and how much the
conversation is on the document."""

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
    vector: Vectors,
    index: SearchIndex,
    found: Mapping[SearchChannel, Scores],
    documents: Mapping[int, str],
    firsts: Mapping[str, int],
    about: Mapping[str, float],
) -> Evidence:
    """Of the passages that there are among those found; `firsts` are the first passages of their documents."""
    ids = list(documents)
    wanted = [firsts[documents[number]] for number in ids]
    tokens = {"words": query.words, "sound": query.sound}
    texts = {field: index.passages.scores(field, tokens[field], ids) for field in tokens}
    wholes = {field: index.documents.scores(field, tokens[field], set(wanted)) for field in tokens}
    cosines = index.cosines(vector, ids)
    columns = [
        *(_shares(texts[field], ids) for field in tokens),
        cosines,
        cosines - cosines.max(initial=0.0),
        *(_shares(texts[field], ids, index.passages.most(field, tokens[field])) for field in tokens),
        *(_shares(wholes[field], wanted) for field in tokens),
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
    return column / most if most > 0 else column
