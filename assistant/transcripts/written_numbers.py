"""Spoken numbers as figures where people write figures: telephone numbers, plates, dates, times, amounts, addresses.

What is no number stays (一下, 万一, 三心二意, 十分满意), and so does what counts roughly or in words (三四百, 两三天,
一个, 三分之一). Units stay as they were said: 三百二十块 is 320块.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.transcripts.mended_text import Edit
from assistant.transcripts.number_rules import RULES, SAYING


def written_numbers(text: str, names: re.Pattern[str] = SAYING) -> list[Edit]:
    """The edits that write its numbers as figures, in order; what is found of `names` keeps its numerals."""
    taken = [found.span() for pattern in (SAYING, names) for found in pattern.finditer(text)]
    edits: list[Edit] = []
    for rule in RULES:
        for found in rule.pattern.finditer(text):
            if any(found.start() < end and found.end() > start for start, end in taken):
                continue
            if written := rule.write(found):
                taken.append(found.span())
                edits += _differing(found.start(), found[0], written)
    return sorted(edits, key=lambda edit: edit.start)


def _differing(start: int, spoken: str, written: str) -> Iterator[Edit]:
    """Without what both begin and end with."""
    while spoken and written and spoken[0] == written[0]:
        start, spoken, written = start + 1, spoken[1:], written[1:]
    while spoken and written and spoken[-1] == written[-1]:
        spoken, written = spoken[:-1], written[:-1]
    if spoken:
        yield Edit(start, start + len(spoken), written, "number")
