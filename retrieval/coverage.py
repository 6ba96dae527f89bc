"""How much of a question stands in a passage and its document: what tells an answer from a text on the same subject."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

from retrieval.query import Query
from retrieval.search_index import SearchIndex
from retrieval.sound import GRAM_SIZES

COVERAGE = (
    "asked_words", "asked_sound",
    "passage_pairs", "passage_triples", "document_pairs", "document_triples",
    "length",
)  # fmt: skip
"""How much the question says, its words and sounds weighed by their rarity, in words and sounds that stand nowhere; its
syllables that no two, or three, in a row share with the passage, or with its document; their number, as ln(1 + n)."""


def coverage(query: Query, index: SearchIndex, passage: int, first: int) -> tuple[float, ...]:
    """One number for each of COVERAGE; `first` is the first passage of the passage's document."""
    asked = index.passages.rarity("words", query.words), index.passages.rarity("sound", query.sound)
    grams = query.sound.split()
    stands = index.passages.held("sound", grams, passage), index.documents.held("sound", grams, first)
    missing = (_uncovered(query, size, held) for held in stands for size in GRAM_SIZES)
    return (*asked, *missing, math.log1p(query.syllables))


def _uncovered(query: Query, size: int, held: Collection[str]) -> float:
    """Syllables that stand in none of the grams held of that size."""
    covered = set[int]()
    for place, gram in enumerate(_grams(query, size)):
        if gram in held:
            covered.update(range(place, place + size))
    return float(query.syllables - len(covered))


def _grams(query: Query, size: int) -> Sequence[str]:
    """Those of a size, in order, as `retrieval.sound` writes them: all of one size before those of the next."""
    counts = [max(0, query.syllables - each + 1) for each in GRAM_SIZES]
    start = sum(counts[: GRAM_SIZES.index(size)])
    return query.sound.split()[start : start + counts[GRAM_SIZES.index(size)]]
