"""Chinese text as words, for the channel that trusts the characters."""

from __future__ import annotations

import logging
import re

import jieba

jieba.setLogLevel(logging.WARNING)
_WORD = re.compile(r"[0-9a-z㐀-鿿]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def words(text: str) -> list[str]:
    """Lower-cased words and their sub-words (long words also give the shorter ones inside), no punctuation."""
    cut = jieba.cut_for_search(text.lower().translate(_WIDE))
    return [word for word in cut if _WORD.search(word)]


def word_tokens(text: str) -> str:
    """The words as space-separated index tokens."""
    return " ".join(words(text))
