"""Marks for a text that has none: from the pauses between its words, and from how its sentences end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from asr.transcript import Word
from asr.word_spans import word_spans
from assistant.transcripts.mended_text import Edit

COMMA_MS = 350
"""A pause between two words from which on a comma is heard."""

STOP_MS = 900
_MARK = re.compile("[,，.。?？!！;；:：、…]")
_ASKS = re.compile(
    "(?:吗|呢|么)$|什么|怎么|怎样|为何|多少|多久|多长|哪|谁|几[个点天号年月]|如何|能不能|可不可以|是不是|有没有|要不要|能否|是否"
)
_LATIN = re.compile("[A-Za-z0-9]")


def marks(text: str, words: Sequence[Word]) -> list[Edit]:
    """What to put in, in the place of a space where one stands; none where the text has marks, or words no times."""
    if not text or not words or _MARK.search(text):
        return []
    edits: list[Edit] = []
    begin = 0
    for at, pause_ms in _pauses(text, words):
        space = len(text) - at - len(text[at:].lstrip())
        within = _LATIN.match(text, at - 1) and _LATIN.match(text, at + space)
        if pause_ms >= COMMA_MS and at + space < len(text) and not within:
            stop = pause_ms >= STOP_MS
            edits.append(Edit(at, at + space, _end(text[begin:at]) if stop else "，"))
            begin = at + space if stop else begin
    return [*edits, Edit(len(text.rstrip()), len(text), _end(text[begin:].rstrip()))]


def _pauses(text: str, words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    """Where each word that stands in the text ends, and how long it is from there to the next word."""
    for (word, following), span in zip(pairwise(words), word_spans(text, words), strict=False):
        if span:
            yield span[1], following.start_ms - word.end_ms


def _end(sentence: str) -> str:
    return "？" if _ASKS.search(sentence) else "。"
