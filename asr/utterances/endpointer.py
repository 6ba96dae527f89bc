"""Where an utterance begins, pauses and ends, decided from voice probabilities alone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from asr.audio import RATE
from asr.utterances.silero import FRAME

FRAME_MS = FRAME * 1000 // RATE


class Boundary(Enum):
    """What a frame meant: speech began, a pause long enough to read ahead, it went on, or it is over."""

    NONE = "none"
    START = "start"
    PAUSE = "pause"
    END = "end"


@dataclass(frozen=True, slots=True)
class EndpointRules:
    """Thresholds of probability and lengths in milliseconds.

    Speech begins after `start_ms` above `on`; it pauses after `pause_ms` below `off` and ends after `end_ms`.
    Past `long_ms` a pause is enough to end it; at `max_ms` it ends wherever it is.
    """

    on: float = 0.5
    off: float = 0.35
    start_ms: int = 96
    pause_ms: int = 224
    end_ms: int = 512
    long_ms: int = 10_000
    max_ms: int = 14_000


class Endpointer:
    """Turns the probability of each 32 ms frame of one channel into boundaries."""

    def __init__(self, rules: EndpointRules = EndpointRules()) -> None:
        self.rules = rules
        self.speaking = False
        self.silent_ms = 0
        self._voiced_ms = 0
        self._length_ms = 0

    def step(self, probability: float) -> Boundary:
        """The boundary at this frame; START means the utterance began `voiced` frames ago."""
        return self._inside(probability) if self.speaking else self._outside(probability)

    def _outside(self, probability: float) -> Boundary:
        self._voiced_ms = self._voiced_ms + FRAME_MS if probability >= self.rules.on else 0
        if self._voiced_ms < self.rules.start_ms:
            return Boundary.NONE
        self.speaking, self._length_ms = True, self._voiced_ms
        self._voiced_ms = self.silent_ms = 0
        return Boundary.START

    def _inside(self, probability: float) -> Boundary:
        self._length_ms += FRAME_MS
        if probability >= self.rules.off:
            self.silent_ms = 0
        else:
            self.silent_ms += FRAME_MS
        long_enough = self._length_ms >= self.rules.long_ms and self.silent_ms >= self.rules.pause_ms
        if self.silent_ms >= self.rules.end_ms or long_enough or self._length_ms >= self.rules.max_ms:
            self.speaking = False
            return Boundary.END
        just_paused = self.rules.pause_ms <= self.silent_ms < self.rules.pause_ms + FRAME_MS
        return Boundary.PAUSE if just_paused else Boundary.NONE
