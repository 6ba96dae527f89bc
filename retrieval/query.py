"""A question made ready for every channel."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.sound import grams, syllables
from retrieval.words import word_tokens

MAX_QUERY = 400
MIN_HEARD = 3
"""Syllables below which what was heard is no question."""


@dataclass(frozen=True, slots=True)
class Query:
    """The text, cut to MAX_QUERY characters, its index tokens, parted by spaces, and how many syllables it has."""

    text: str
    words: str
    sound: str
    syllables: int


def read_query(text: str, heard: bool) -> Query | None:
    """None where there is nothing to search for."""
    cut = text.strip()[:MAX_QUERY]
    said = syllables(cut)
    if len(said) < (MIN_HEARD if heard else 1):
        return None
    return Query(cut, word_tokens(cut), grams(said), len(said))
