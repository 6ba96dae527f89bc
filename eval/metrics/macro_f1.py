"""Macro F1: the mean over categories of each one's F1, so that a rare category weighs as much as a common one."""

from __future__ import annotations

from collections.abc import Sequence

from sklearn.metrics import f1_score


def macro_f1(predicted: Sequence[str] | Sequence[int], wanted: Sequence[str] | Sequence[int]) -> float:
    """Over the categories of `wanted`; one that was never predicted counts 0."""
    labels = list(dict.fromkeys(wanted))
    return float(f1_score(wanted, predicted, labels=labels, average="macro", zero_division=0.0))
