"""The exact words of a final transcript that something rests on, with their place in the call's time."""

from __future__ import annotations

from dataclasses import dataclass

from asr.transcript import FinalTranscript
from assistant.ticket import Evidence
from assistant.transcripts.placed_words import placed_words

TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters `start` to `end` of a final's text."""

    final: FinalTranscript
    start: int
    end: int

    @property
    def text(self) -> str:
        """The words themselves."""
        return self.final.text[self.start : self.end]

    def evidence(self) -> Evidence:
        """Timed by the words they touch, or in proportion to the characters where words have no times.

        A final whose engine is "typed" was typed by the operator, not heard.
        """
        start_ms, end_ms = self._by_words() or self._by_proportion()
        channel = TYPED if self.final.engine == TYPED else self.final.channel
        return Evidence(channel, self.final.utterance, self.text, start_ms, end_ms)

    def _by_words(self) -> tuple[int, int] | None:
        touched = [one.word for one in placed_words(self.final) if one.start < self.end and one.end > self.start]
        return (touched[0].start_ms, touched[-1].end_ms) if touched else None

    def _by_proportion(self) -> tuple[int, int]:
        begin, length = self.final.start_ms, self.final.end_ms - self.final.start_ms
        total = max(1, len(self.final.text))
        return begin + length * self.start // total, begin + length * self.end // total
