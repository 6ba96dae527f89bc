"""Sound in place of packets that were lost: the last pitch period said again, ever softer.

After ITU-T G.711, Appendix I, with one pitch period throughout and no delay: the sound before a gap stays as it was.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from asr.audio import Samples

SHORTEST, LONGEST = 40, 120
"""Samples of a pitch period at 8 kHz: voices of 200 down to 66 Hz; of higher ones, two periods or three."""

_WINDOW = 160
"""Samples that are compared with those a period earlier."""

_FULL, _SILENT = 80, 480
"""Samples of a gap that are as loud as before it, and those after which nothing is left."""

_BLEND = 32
"""Samples over which the sound after a gap takes over."""


class LossConcealer:
    """One stream at 8 kHz; every sample of it passes through `heard` or is made by `fill`, in order."""

    def __init__(self) -> None:
        self._past = np.zeros(_WINDOW + LONGEST, np.float32)
        self._tail = np.zeros(0, np.float32)

    def heard(self, samples: Samples) -> Samples:
        """The same samples; after a gap their beginning is blended with the end of what filled it."""
        blended = min(len(self._tail), len(samples))
        if blended:
            rise = np.linspace(0, 1, blended, dtype=np.float32)
            samples = samples.copy()
            samples[:blended] = samples[:blended] * rise + self._tail[:blended] * (1 - rise)
            self._tail = self._tail[:0]
        self._remember(samples)
        return samples

    def fill(self, count: int) -> Samples:
        """`count` samples in place of lost ones."""
        wanted = min(count, _SILENT) + _BLEND
        loudness = np.interp(np.arange(wanted), [_FULL, _SILENT], [1, 0]).astype(np.float32)
        made = np.resize(self._period(), wanted) * loudness
        filled = np.zeros(count, np.float32)
        filled[: wanted - _BLEND] = made[: wanted - _BLEND]
        self._tail = made[-_BLEND:]
        self._remember(filled)
        return filled

    def _period(self) -> Samples:
        """The last pitch period: the distance at which the last sound is most like what came before it."""
        latest = self._past[-_WINDOW:]
        earlier = sliding_window_view(self._past[:-SHORTEST], _WINDOW)
        energy = np.sqrt((earlier**2).sum(axis=1)) + 1e-6
        return self._past[int(np.argmax(earlier @ latest / energy)) - LONGEST :]

    def _remember(self, samples: Samples) -> None:
        self._past = np.concatenate([self._past, samples[-len(self._past) :]])[-len(self._past) :]
