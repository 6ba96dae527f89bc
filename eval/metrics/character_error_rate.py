"""Character error rate: Levenshtein distance over the reference's length, in characters."""

from __future__ import annotations

from collections.abc import Sequence

import jiwer

from eval.metrics.error_rate import ErrorRate, count_edits
from eval.metrics.text_normalizer import normalize


def character_error_rate(said: Sequence[str], heard: Sequence[str]) -> ErrorRate:
    """Normalises both sides; no text of `said` is nothing but punctuation."""
    aligned = jiwer.process_characters([normalize(text) for text in said], [normalize(text) for text in heard])
    return ErrorRate(
        tuple(count_edits(alignment) for alignment in aligned.alignments),
        tuple(len(reference) for reference in aligned.references),
    )
