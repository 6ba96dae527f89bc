"""What calls played together went through: when their finals came, and which came elsewhere but not there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf

import numpy as np

CUT_S = 1.0
"""Finals that end so shortly before the shorter of two plays does may have been cut there: they are not compared."""


@dataclass(frozen=True, slots=True)
class CallLoad:
    """One call: from the end of each utterance to its final's arrival in seconds, and what it went without.

    `partials` counts partials that showed new words, `skipped_partials` those that the server left out to keep up.
    A call that the server `refused` for lack of room has no errors. `ends` are the seconds of the call at which what
    its finals say had been said, of both channels, `played_s` how much of the recording was played, over and over
    where that is longer. `lost` are the finals that came where the same was played at no more calls.
    """

    recording: str
    finals: int
    delays_s: tuple[float, ...]
    partials: int
    skipped_partials: int
    errors: tuple[str, ...]
    refused: bool = False
    ends: tuple[float, ...] = ()
    played_s: float = 0.0
    lost: int = 0

    def lost_of(self, plays: Sequence[CallLoad]) -> int:
        """How many finals fewer came than in the play of the same recording that brought most of them."""
        if self.refused:
            return 0
        same = [(play, self._whole_with(play)) for play in plays if play.recording == self.recording]
        return max([0, *(play._until(end_s) - self._until(end_s) for play, end_s in same)])

    def _whole_with(self, play: CallLoad) -> float:
        """Up to when the two can be compared."""
        return inf if play.played_s == self.played_s else min(play.played_s, self.played_s) - CUT_S

    def _until(self, end_s: float) -> int:
        return sum(end <= end_s for end in self.ends)


@dataclass(frozen=True, slots=True)
class LoadSample:
    """So many calls at a time: CPU of the server in cores, its highest resident memory in MB (10^6 bytes)."""

    simultaneous: int
    recognizer: str
    wall_s: float
    cpu_cores: float
    resident_mb: float
    calls: tuple[CallLoad, ...]
    errors: tuple[str, ...]

    def compared(self, others: Sequence[LoadSample] = ()) -> LoadSample:
        """With the finals that its calls lost, by what came in itself and in samples of fewer calls.

        A final that came in no play of its recording is not missed.
        """
        known = [self, *(other for other in others if other.simultaneous < self.simultaneous)]
        plays = [call for sample in known for call in sample.calls]
        return replace(self, calls=tuple(replace(call, lost=call.lost_of(plays)) for call in self.calls))

    def delay_s(self, percent: float) -> float | None:
        """That percentile of the delays of all calls; None where no final came."""
        delays = [delay for call in self.calls for delay in call.delays_s]
        return float(np.percentile(delays, percent)) if delays else None

    def holds(self, limit_s: float) -> bool:
        """Whether no call was refused or lost a final, finals came in time (95 % of them) and nothing went wrong."""
        delay = self.delay_s(95)
        failed = self.errors or any(call.errors or call.refused or call.lost for call in self.calls)
        return not failed and delay is not None and delay <= limit_s
