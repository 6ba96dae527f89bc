"""Hit rate at k: whether what was wanted stands among the first k; for labels the same is accuracy at k."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.scores import Scores


def hit_rate(rankings: Sequence[Sequence[str]], wanted: Sequence[str], k: int) -> Scores:
    """Each ranking is best first; 1 where its first k hold the wanted one, else 0."""
    return Scores(tuple(float(want in ranked[:k]) for ranked, want in zip(rankings, wanted, strict=True)))
