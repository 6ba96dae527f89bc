"""The last half minute of one channel, by the call's clock."""

from __future__ import annotations

import numpy as np
import soxr

from asr.audio import RATE, Samples

HISTORY_RATE = 8000
"""Hertz at which sound is kept: all that a telephone carries."""

HISTORY_S = 30
_KEPT = HISTORY_S * HISTORY_RATE


class ChannelHistory:
    """Places are samples at HISTORY_RATE since the call's start; what was not heard, or is too old, is silence."""

    def __init__(self) -> None:
        self._sound = np.zeros(2 * _KEPT, np.float32)
        self._used = 0
        self.end = 0
        self._halve = _halver()

    @property
    def start(self) -> int:
        """The place of the oldest sample kept."""
        return self.end - min(self._used, _KEPT)

    def join(self, start_ms: int) -> None:
        """What is heard from now on begins at `start_ms`: later than the last sound, a gap; earlier, all is new."""
        self._append(self._halve.resample_chunk(np.zeros(0, np.float32), last=True))
        self._halve = _halver()
        place = start_ms * HISTORY_RATE // 1000
        if 0 <= place - self.end <= _KEPT:
            self._append(np.zeros(place - self.end, np.float32))
        else:
            self.end, self._used = place, 0

    def hear(self, samples: Samples) -> None:
        """The next mono samples at 16 kHz."""
        self._append(self._halve.resample_chunk(np.asarray(samples, np.float32)))

    def between(self, first: int, last: int) -> Samples:
        """A copy of the sound from one place to another."""
        out = np.zeros(last - first, np.float32)
        begin, end = max(first, self.start), min(last, self.end)
        if begin < end:
            offset = self._used - self.end
            out[begin - first : end - first] = self._sound[begin + offset : end + offset]
        return out

    def _append(self, sound: Samples) -> None:
        """Adds sound; the older half of the buffer goes when it is full, so that each sample moves but once."""
        self.end += len(sound)
        sound = sound[-_KEPT:]
        if self._used + len(sound) > len(self._sound):
            kept = min(self._used, _KEPT)
            self._sound[:kept] = self._sound[self._used - kept : self._used]
            self._used = kept
        self._sound[self._used : self._used + len(sound)] = sound
        self._used += len(sound)


def _halver() -> soxr.ResampleStream:
    return soxr.ResampleStream(RATE, HISTORY_RATE, 1, dtype="float32", quality="LQ")
