"""Syllable error rate: as the character error rate, but homophones are equal."""

from __future__ import annotations

from collections.abc import Sequence

import jiwer
from pypinyin import lazy_pinyin

from eval.metrics.error_rate import ErrorRate, count_edits
from eval.metrics.text_normalizer import normalize


def syllable_error_rate(said: Sequence[str], heard: Sequence[str]) -> ErrorRate:
    """Compares toneless pinyin, near sounds kept apart; a run of Latin letters is one syllable."""
    aligned = jiwer.process_words([syllables(text) for text in said], [syllables(text) for text in heard])
    return ErrorRate(
        tuple(count_edits(alignment) for alignment in aligned.alignments),
        tuple(len(reference) for reference in aligned.references),
    )


def syllables(text: str) -> str:
    """The toneless pinyin of the normalised text, a space between syllables."""
    return " ".join(lazy_pinyin(normalize(text)))
