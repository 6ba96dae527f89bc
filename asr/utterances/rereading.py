"""Shows an open utterance by reading it again and again; what two glances begin with alike is stable.

What is stable is not decoded a third time: the next glance goes on from there.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from asr.audio import Samples
from asr.scheduler import Job, Turns, Urgency
from asr.utterances.agreement import common_prefix
from asr.utterances.guard import GLANCE_CONFIDENCE, invented
from asr.utterances.reading import Reader, Reading

FIRST_GLANCE_FRAMES = 22
NEXT_GLANCE_FRAMES = 30
RETRY_FRAMES = 10


class Rereading:
    """At most one glance is asked for at a time; one that nobody had time for gives way to a longer one."""

    def __init__(self, reader: Reader, turns: Turns) -> None:
        self._reader, self._turns = reader, turns
        self._glance: Job[Reading] | None = None
        self._glanced = 0
        self.skipped = 0
        self._forget()

    def _forget(self) -> None:
        self._due = FIRST_GLANCE_FRAMES
        self._voiced_s = 0.0
        self._prefix: tuple[int, ...] = ()
        self._last: Reading | None = None
        self._news: tuple[str, int] | None = None

    def hear(self, frames: list[Samples], voiced_s: float) -> None:
        """Asks for a glance when enough was said since the last one."""
        self._voiced_s = voiced_s
        if len(frames) < self._due or (self._glance and not self._drop()):
            return
        self._glanced, self._due = len(frames), len(frames) + NEXT_GLANCE_FRAMES
        self._glance = self._turns.ask(
            Urgency.GLANCE, partial(self._reader.glance, np.concatenate(frames), self._prefix)
        )

    def read_ahead(self, reading: Reading, voiced_s: float) -> None:
        """The proper reading, stable throughout."""
        if reading is self._last or invented(reading, voiced_s):
            return
        if self._glance and self._drop():
            self.skipped -= 1
        self._last, self._prefix = reading, reading.tokens[:-1]  # the last token may be a full stop too early
        self._news = reading.text, len(reading.text)

    def news(self) -> tuple[str, int] | None:
        """What the last glance gave, once."""
        if self._glance and self._glance.done:
            glance, self._glance = self._glance, None
            if not glance.failed:  # the final is read anew
                self._take(glance.result())
        news, self._news = self._news, None
        return news

    def close(self) -> None:
        """A glance that is still being made is nobody's any more."""
        if self._glance:
            self._turns.drop(self._glance)
            self._glance = None
        self._forget()

    @property
    def idle(self) -> bool:
        """Whether no glance is being made."""
        return self._glance is None

    def _drop(self) -> bool:
        """Takes back a glance that was not begun."""
        assert self._glance is not None
        if not self._turns.drop(self._glance):
            return False
        self._glance = None
        self.skipped += 1
        return True

    def _take(self, reading: Reading) -> None:
        if invented(reading, self._voiced_s, GLANCE_CONFIDENCE):
            self._due = self._glanced + RETRY_FRAMES
            return
        agreed = common_prefix(reading.tokens, self._last.tokens) if self._last else ()
        stable = common_prefix(reading.text, self._last.text) if self._last else ""
        self._last, self._prefix = reading, tuple(agreed)
        self._news = reading.text, len(stable)
