"""The words of a result of sherpa-onnx: how they are joined, and when each was said."""

from __future__ import annotations

import re
from collections.abc import Sequence

from asr.transcript import Word

LONGEST_TOKEN_MS = 320
"""The engine tells where a token begins; it ends where the next one does, or so much later."""

_BETWEEN_HAN = re.compile(r"(?<=[㐀-鿿]) (?=[㐀-鿿])")
_GOES_ON = re.compile(r"[a-z']+", re.I)
"""A token of letters without a space before it (sherpa-onnx gives SentencePiece's mark as a space)."""


def joined(text: str) -> str:
    """The engine's words without the spaces that Chinese does not have."""
    return _BETWEEN_HAN.sub("", text).strip()


def timed_words(
    text: str, tokens: Sequence[str], starts_ms: Sequence[int], sure: Sequence[float], last_ms: int
) -> tuple[Word, ...]:
    """The tokens as words that stand in the text in this order; none where times are missing or others stand there.

    A word is a character, or the pieces of what is written with letters. `sure` is 0..1 for each token, or empty
    where the engine does not say, which counts as sure.
    """
    if not tokens or len(starts_ms) != len(tokens):
        return ()
    words: list[Word] = []
    chances = sure if len(sure) == len(tokens) else [1.0] * len(tokens)
    for token, start, end, chance in zip(tokens, starts_ms, [*starts_ms[1:], last_ms], chances, strict=True):
        end = max(start, min(end, start + LONGEST_TOKEN_MS, last_ms))
        if words and _GOES_ON.fullmatch(token) and _GOES_ON.fullmatch(words[-1].text):
            begun = words.pop()
            token, start, chance = begun.text + token, begun.start_ms, min(begun.confidence, chance)
        words.append(Word(token.replace("▁", " ").strip(), start, end, chance))
    return tuple(words) if _stand_in(text, words) else ()


def _stand_in(text: str, words: Sequence[Word]) -> bool:
    """Whether the words stand in the text in their order."""
    at = 0
    for word in words:
        found = text.find(word.text, at)
        if found < 0:
            return False
        at = found + len(word.text)
    return True
