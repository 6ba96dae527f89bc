"""What a metric gives: a score for each sample, and their mean."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean


@dataclass(frozen=True, slots=True)
class Scores:
    """One score a sample, in the order of the data set; never empty."""

    samples: tuple[float, ...]

    @property
    def mean(self) -> float:
        """The score of the data set."""
        return fmean(self.samples)
