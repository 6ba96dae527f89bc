"""Where an engine's words stand in the text it gave with them."""

from __future__ import annotations

from collections.abc import Sequence

from asr.transcript import Word

REACH = 8
"""Characters past which a word that is found again is taken for another."""


def word_spans(text: str, words: Sequence[Word]) -> list[tuple[int, int] | None]:
    """For each word, in order, the characters that are it; None where it does not stand there."""
    spans: list[tuple[int, int] | None] = []
    at = missed = 0
    for word in words:
        spelled = word.text.strip()
        start = text.find(spelled, at, at + missed + REACH + len(spelled)) if spelled else -1
        if start < 0:
            missed += len(spelled)
            spans.append(None)
        else:
            at, missed = start + len(spelled), 0
            spans.append((start, at))
    return spans
