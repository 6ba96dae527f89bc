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

FIRST_GUESS = 0.15
"""Cores that a call is taken to need before any was measured."""


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
    """Whether the machine's `cores` can take one more call; remembers what a call was last seen to cost."""

    def __init__(self, cores: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._usable, self._clock = cores * USABLE, clock
        self._typical = FIRST_GUESS

    def room(self, shares: Iterable[CallShare]) -> bool:
        """Whether one more call, taken to cost what the calls cost now, can be kept up with; a first one always."""
        now = self._clock()
        found = [share.cores(now) for share in shares]
        known = [cores for cores in found if cores is not None]
        if known:
            self._typical = sum(known) / len(known)
        young = len(found) - len(known)
        return not found or sum(known) + (young + 1) * self._typical <= self._usable
