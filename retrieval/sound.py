"""Text as it sounds: toneless pinyin with near sounds merged, and the n-grams that the sound channel indexes.

What a recogniser gets wrong is mostly characters that sound alike, so two texts that sound alike must be
equal here. Near sounds merged: zh/z, ch/c, sh/s, initial l/n, final -ng/-n.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pypinyin import lazy_pinyin

_TOKEN = re.compile(r"[〇㐀-鿿]+|[0-9]+|[a-z]+")
_DIGITS = str.maketrans("0123456789幺", "零一二三四五六七八九一")
_RETROFLEX = re.compile(r"^([zcs])h")
GRAM_SIZES = (2, 3)


def syllables(text: str) -> list[str]:
    """Normalised syllables in order: one per Chinese character and digit, one token per Latin word."""
    heard: list[str] = []
    for token in _TOKEN.findall(text.lower().translate(_WIDE)):
        token = token.translate(_DIGITS)
        heard.extend(_merge(s) for s in lazy_pinyin(token)) if not token.isascii() else heard.append(token)
    return heard


def sound_grams(text: str) -> str:
    """The 2- and 3-grams of a text's syllables as space-separated index tokens."""
    return grams(syllables(text))


def grams(heard: Sequence[str]) -> str:
    """The same of syllables (joined by "0"): all 2-grams in order, then all 3-grams."""
    return " ".join("0".join(heard[i : i + n]) for n in GRAM_SIZES for i in range(len(heard) - n + 1))


_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@lru_cache(maxsize=4096)
def _merge(syllable: str) -> str:
    """One syllable with near sounds merged: "zhang" and "zan" are the same."""
    merged = _RETROFLEX.sub(r"\1", syllable.lower())
    if merged.startswith("l"):
        merged = "n" + merged[1:]
    return merged[:-1] if merged.endswith("ng") else merged
