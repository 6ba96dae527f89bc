"""What differs between two figures, and whether chance alone could have made it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from eval.runs.measure import Measure, Units

Verdict = Literal["better", "worse", "same", "lost", "new"]
"""The difference holds up for the better or the worse; it does not ("same"); only the first has the figure, or the
samples of it ("lost"); only the second has it ("new")."""


@dataclass(frozen=True, slots=True)
class Difference:
    """`difference` is second minus first on the units that both have, `low` and `high` its 95% interval.

    `a` and `b` are each one's own figure; what could not be worked out is None.
    """

    name: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict
    units: int

    def worsens(self, measure: Measure, tolerance: float) -> bool:
        """Whether it is for the worse, holds up, and is more than is tolerated (a share of `a` for waits and sizes)."""
        if self.verdict == "lost":
            return True
        allowed = tolerance * abs(self.a or 0.0) if relative(measure) else tolerance
        return self.verdict == "worse" and abs(self.difference or 0.0) > allowed


def relative(measure: Measure) -> bool:
    """Whether a change is judged by its share of the figure: waits and sizes have units, rates have none."""
    return measure.kind not in ("ratio", "macro_f1") or measure.name.endswith(("rtf", "cpu_cores"))


def between(measure: Measure, a: Units, b: Units, lost: bool = False) -> Difference:
    """The difference from `a` to `b`, paired by unit; `lost` says that `b` lacks samples, or the measure itself."""
    of_a, of_b = measure.value(a), measure.value(b)
    shared = len(a.keys() & b.keys())
    found = measure.difference(a, b)
    value, low, high = found or (None, None, None)
    verdict: Verdict = "lost" if lost else "new" if b and not a else _verdict(measure, low, high)
    return Difference(measure.name, of_a, of_b, value, low, high, verdict, shared)


def _verdict(measure: Measure, low: float | None, high: float | None) -> Verdict:
    """By whether the interval holds 0."""
    if low is None or high is None or low <= 0 <= high:
        return "same"
    return "better" if (low > 0) == (measure.better == "higher") else "worse"
