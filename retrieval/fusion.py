"""How much each channel counts, which depends on whether the query was heard or typed.

A channel's scores are divided by its best, so that the weights compare channels and not their units; cosines are taken
above a floor, below which e5 finds everything alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge_base.document import Passage
from retrieval.hit import SearchChannel

COSINE_FLOOR = 0.75
ABOUT = 0.45
PER_DOCUMENT = 2
"""Passages of one document among the hits: the operator sees more than one possibility."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the channels, adding up to 1."""

    dense: float
    words: float
    sound: float

    def of(self, channel: SearchChannel) -> float:
        """The share of one channel."""
        return {"dense": self.dense, "words": self.words, "sound": self.sound}[channel]


TYPED = Weights(dense=0.28, words=0.36, sound=0.36)
HEARD = Weights(dense=0.25, words=0.15, sound=0.60)


def fuse(
    scores: Mapping[SearchChannel, Mapping[int, float]],
    passages: Mapping[int, Passage],
    weights: Weights,
    about: Mapping[str, float],
) -> dict[int, float]:
    """Passage id to fused score, 0..1; `scores` are BM25 for words and sound, cosines for dense.

    `about` maps documents to how much the conversation is on them, 0..1.
    """
    fused = {i: ABOUT * about.get(passages[i].doc_id, 0.0) for found in scores.values() for i in found}
    for channel, found in scores.items():
        best = max(found.values(), default=0.0)
        for i, score in found.items():
            share = max(0.0, score - COSINE_FLOOR) / (1 - COSINE_FLOOR) if channel == "dense" else score / best
            fused[i] += weights.of(channel) * share
    return {i: min(1.0, score / (1 + ABOUT)) for i, score in fused.items()}


def best_of(fused: Mapping[int, float], passages: Mapping[int, Passage], limit: int) -> list[int]:
    """The `limit` best, at most PER_DOCUMENT of one document as long as other documents are there."""
    chosen: list[int] = []
    spare: list[int] = []
    taken: dict[str, int] = {}
    for i in sorted(fused, key=lambda i: fused[i], reverse=True):
        document = passages[i].doc_id
        taken[document] = taken.get(document, 0) + 1
        (chosen if taken[document] <= PER_DOCUMENT else spare).append(i)
    return (chosen + spare)[:limit]
