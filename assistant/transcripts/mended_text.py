"""A text that is being mended, with what was put in the place of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from asr.transcript import Repair


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` for the characters `start` to `end`; without a `reason` it is no repair, such as a comma put in."""

    start: int
    end: int
    text: str
    reason: str = ""
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class MendedText:
    """`repairs` are in order and index into `text`."""

    text: str
    repairs: tuple[Repair, ...] = ()

    def edited(self, edits: Iterable[Edit]) -> MendedText:
        """With all edits made; they do not overlap each other, nor any repair made before."""
        mended = self
        for edit in sorted(edits, key=lambda one: one.start, reverse=True):
            mended = mended._with(edit)
        return mended

    def place(self, at: int) -> int | None:
        """Where a place in the text as it was before all repairs is now; None where it was inside of one."""
        for repair in self.repairs:
            if at <= repair.start:
                break
            at += repair.end - repair.start - len(repair.heard)
            if at < repair.end:
                return None
        return at

    def _with(self, edit: Edit) -> MendedText:
        heard = self.text[edit.start : edit.end]
        shift = len(edit.text) - len(heard)
        repairs = [
            replace(r, start=r.start + shift, end=r.end + shift) if r.start >= edit.end else r for r in self.repairs
        ]
        if edit.reason:
            repairs.append(Repair(edit.start, edit.start + len(edit.text), heard, edit.reason, edit.score))
        text = self.text[: edit.start] + edit.text + self.text[edit.end :]
        return MendedText(text, tuple(sorted(repairs, key=lambda one: one.start)))
