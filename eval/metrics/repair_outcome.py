"""Whether the repairs of a final were right: each alone, by whether it leaves fewer wrong characters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from asr.transcript import FinalTranscript
from eval.metrics.character_error_rate import character_error_rate

NUMBER = "number"
_NUMERAL = re.compile("[0-9零〇一二两三四五六七八九十百千万亿幺]")


@dataclass(frozen=True, slots=True)
class RepairOutcome:
    """How many repairs by sound lowered the error, raised it or left it, and how many of them touched a numeral."""

    right: int
    wrong: int
    idle: int
    numerals: int


def repair_outcome(said: str, finals: Sequence[FinalTranscript]) -> RepairOutcome:
    """Of the mended finals of one speaker in order; figures written for spoken numbers are no repairs by sound."""
    whole = _edits(said, [final.text for final in finals])
    right = wrong = idle = numerals = 0
    for place, final in enumerate(finals):
        for repair in final.repairs:
            if repair.reason == NUMBER:
                continue
            texts = [one.text for one in finals]
            texts[place] = final.text[: repair.start] + repair.heard + final.text[repair.end :]
            without = _edits(said, texts)
            right, wrong, idle = right + (without > whole), wrong + (without < whole), idle + (without == whole)
            numerals += bool(_NUMERAL.search(repair.heard + final.text[repair.start : repair.end]))
    return RepairOutcome(right, wrong, idle, numerals)


def in_own_words(final: FinalTranscript) -> str:
    """What the engine wrote."""
    return final.raw or final.text


def _edits(said: str, heard: Sequence[str]) -> int:
    return character_error_rate([said], [" ".join(heard)]).edits[0]
