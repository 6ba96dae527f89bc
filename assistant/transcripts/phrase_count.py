"""The phrases that many texts hold, one to four words of them, and how often."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import jieba

NUMERAL = re.compile("[0-9零〇一二两三四五六七八九十百千万亿幺]")
_RUN = re.compile("[㐀-鿿]+")
_MOST_WORDS = 4
_LONGEST = 8
_LEAST = 2

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseCount:
    """`counts` of every word, and of every longer phrase seen twice or more; `total` is the number of words counted.

    A phrase is Chinese characters without a numeral, in one run, at most eight.
    """

    counts: dict[str, int]
    total: int


def count_phrases(texts: Iterable[str]) -> PhraseCount:
    """Longer phrases are counted only where both of their parts were seen twice (a priori pruning)."""
    runs = [run for text in texts for run in _runs(text)]
    counts: dict[str, int] = {}
    parts: set[Words] = set()
    for length in range(1, _MOST_WORDS + 1):
        phrases = (run[start : start + length] for run in runs for start in range(len(run) - length + 1))
        seen = Counter(phrase for phrase in phrases if length == 1 or _grows(phrase, parts))
        parts = {phrase for phrase, count in seen.items() if count >= _LEAST}
        for phrase in seen if length == 1 else parts:
            written = "".join(phrase)
            if len(written) <= _LONGEST:
                counts[written] = max(seen[phrase], counts.get(written, 0))
    return PhraseCount(counts, sum(map(len, runs)))


def _grows(phrase: Words, parts: set[Words]) -> bool:
    return phrase[:-1] in parts and phrase[1:] in parts


def _runs(text: str) -> Iterable[Words]:
    """Stretches of words between anything that is no Chinese word or holds a numeral."""
    for found in _RUN.finditer(text):
        run: list[str] = []
        for word in jieba.cut(found[0]):
            if NUMERAL.search(word):
                yield tuple(run)
                run = []
            else:
                run.append(sys.intern(word))
        yield tuple(run)
