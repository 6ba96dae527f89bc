"""Whether what was found is near enough to be offered: a wrong rule spoken aloud is worse than none.

BM25 of the sound channel, per n-gram of the query and divided by the log of the collection's size, says what share of
the query's sounds (the rare ones counting most) stands in the passage, whatever the query's length; the cosine says
whether it means alike. One of them must be clear, or both fair.
"""

from __future__ import annotations

import math
from collections.abc import Set as AbstractSet

CLEAR_SUPPORT = 0.13
CLEAR_COSINE = 0.88
FAIR_SUPPORT = 0.07
FAIR_COSINE = 0.868
TOPIC_SUPPORT = 0.12
"""Chosen between neighbours measured on 124 turns of recognised sample calls, which kept the passages of 28 to 30 of
38 questions and gave passages to 15 to 23 of 69 later turns that ask nothing; not yet calibrated on other data."""


def support(bm25: float, grams: int, passages: int) -> float:
    """BM25 as a share of what a passage that holds every gram of the query would get, about 0..1."""
    return bm25 / (grams * math.log(passages + 2)) if grams else 0.0


def coverage(query: AbstractSet[str], passage: AbstractSet[str]) -> float:
    """The share of the query's grams that stand in the passage, 0..1."""
    return len(query & passage) / len(query) if query else 0.0


def near_enough(share: float, cosine: float, about: float = 0.0) -> bool:
    """Whether a passage of that support and cosine is worth an operator's eye.

    `about` is how much the conversation is on its document, 0..1: a question need not say its subject again.
    """
    share += TOPIC_SUPPORT * about
    if share >= CLEAR_SUPPORT or cosine >= CLEAR_COSINE:
        return True
    return share >= FAIR_SUPPORT and cosine >= FAIR_COSINE
