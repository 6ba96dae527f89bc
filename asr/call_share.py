"""What each call takes of the machine, and whether there is room for one more."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Iterable

MEMORY_S = 30.0
"""How far back the use of the processor is averaged, as an exponential mean's time constant."""

USABLE = 0.85
"""Share of the cores that calls may take: the rest is for searching, for the pages, and for bursts of speech."""


class CallShare:
    """One call's use of the processor; `served_at` is when it last was given a reading, for fairness."""

    def __init__(self, now: float) -> None:
        self.served_at = 0.0
        self._began = self._at = now
        self._rate = 0.0
        self._lock = threading.Lock()

    def spend(self, seconds: float, now: float) -> None:
        """Takes in processor time."""
        with self._lock:
            self._rate = self._rate * math.exp((self._at - now) / MEMORY_S) + seconds / MEMORY_S
            self._at = now

    def cores(self, now: float) -> float | None:
        """The mean of the last half minute or so; None for a call too young to tell."""
        if now - self._began < MEMORY_S / 2:
            return None
        with self._lock:
            faded = self._rate * math.exp((self._at - now) / MEMORY_S)
        return faded / (1.0 - math.exp((self._began - now) / MEMORY_S))


class LoadMeter:
    """Whether the machine's `cores` can take one more call."""

    def __init__(self, cores: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._usable, self._clock = cores * USABLE, clock

    def room(self, shares: Iterable[CallShare], guess: float) -> bool:
        """Whether one more call can be kept up with; a first one always.

        A new or a young call is taken to need `guess` cores, or what the others need where that is more; a call that
        is quiet now is taken to speak again, and to need half of `guess`.
        """
        now = self._clock()
        found = [share.cores(now) for share in shares]
        known = [max(cores, guess / 2) for cores in found if cores is not None]
        typical = max(guess, sum(known) / len(known)) if known else guess
        young = len(found) - len(known)
        return not found or sum(known) + (young + 1) * typical <= self._usable
