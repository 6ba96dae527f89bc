"""How much each channel counts, which depends on whether the query was heard or typed.

A channel's scores are divided by its best, so that the weights compare channels and not their units; cosines are taken
as they are above a floor, below which e5 finds everything alike. A passage gains from the next best of its document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.hit import SearchChannel

COSINE_FLOOR = 0.75


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the channels, adding up to 1, and of the document's other passages on top."""

    dense: float
    words: float
    sound: float
    document: float

    def of(self, channel: SearchChannel) -> float:
        """The share of one channel."""
        return {"dense": self.dense, "words": self.words, "sound": self.sound}[channel]


TYPED = Weights(dense=0.45, words=0.25, sound=0.30, document=0.15)
HEARD = Weights(dense=0.25, words=0.10, sound=0.65, document=0.15)


def fuse(
    scores: Mapping[SearchChannel, Mapping[int, float]], documents: Mapping[int, str], weights: Weights
) -> dict[int, float]:
    """Passage id to fused score, 0..1; `scores` are BM25 for words and sound, cosines for dense."""
    fused: dict[int, float] = {}
    for channel, found in scores.items():
        best = max(found.values(), default=0.0)
        for passage, score in found.items():
            share = max(0.0, score - COSINE_FLOOR) / (1 - COSINE_FLOOR) if channel == "dense" else score / best
            fused[passage] = fused.get(passage, 0.0) + weights.of(channel) * share
    return _with_documents(fused, documents, weights.document)


def _with_documents(fused: dict[int, float], documents: Mapping[int, str], share: float) -> dict[int, float]:
    """Adds to each passage its share of the best other passage of its document."""
    best: dict[str, list[float]] = {}
    for passage, score in fused.items():
        best.setdefault(documents[passage], []).append(score)
    top = {document: sorted(values, reverse=True)[:2] for document, values in best.items()}
    total = 1.0 + share
    result = {}
    for passage, score in fused.items():
        first, *rest = top[documents[passage]]
        other = (rest[0] if rest else 0.0) if score == first else first
        result[passage] = (score + share * other) / total
    return result
