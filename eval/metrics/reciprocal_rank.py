"""Reciprocal rank: one over the place of the first that was wanted; the mean is the MRR of TREC-8."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.scores import Scores


def reciprocal_rank(rankings: Sequence[Sequence[str]], wanted: Sequence[str], k: int) -> Scores:
    """Each ranking is best first, places count from 1; 0 where the first k do not hold the wanted one."""
    return Scores(tuple(_reciprocal(ranked[:k], want) for ranked, want in zip(rankings, wanted, strict=True)))


def _reciprocal(ranked: Sequence[str], want: str) -> float:
    return 1 / (list(ranked).index(want) + 1) if want in ranked else 0.0
