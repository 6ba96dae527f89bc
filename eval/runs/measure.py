"""A figure of a data set: a statistic over what was observed in each unit, with the interval that chance leaves it."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import DegenerateDataWarning, bootstrap

from eval.metrics.macro_f1 import macro_f1

Kind = Literal["ratio", "sum", "max", "p50", "p95", "p99", "macro_f1"]
"""What is observed: pairs of numerator and denominator for "ratio", of predicted and wanted label for "macro_f1",
else numbers. A ratio is over the sums, so that long units weigh more."""

Better = Literal["lower", "higher"]
Units = Mapping[str, Sequence[Any]]
"""The observations of one series by unit: what was drawn independently, such as a call or a question."""

Statistic = Callable[[NDArray[np.int64]], Any]

RESAMPLES = 1000
CONFIDENCE = 0.95
_SEED = 20


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure's name (groups before it, a space between), the series it rests on, and which way is better."""

    name: str
    kind: Kind
    better: Better
    series: str

    def value(self, units: Units) -> float | None:
        """The figure; None where nothing was observed."""
        if not units:
            return None
        value = float(self._statistic(units, sorted(units))(np.arange(len(units))))
        return None if np.isnan(value) else value

    def interval(self, units: Units) -> tuple[float, float] | None:
        """The 95% percentile bootstrap interval over units; None for fewer than two of them."""
        return _interval(self._statistic(units, sorted(units)), len(units))

    def difference(self, a: Units, b: Units) -> tuple[float, float, float] | None:
        """How much more `b` has than `a`, and the interval of that, on the units both have, drawn as pairs."""
        names = sorted(a.keys() & b.keys())
        if not names:
            return None
        of_a, of_b = self._statistic(a, names), self._statistic(b, names)

        def more(drawn: NDArray[np.int64]) -> Any:
            return of_b(drawn) - of_a(drawn)

        value, interval = float(more(np.arange(len(names)))), _interval(more, len(names))
        return None if np.isnan(value) or interval is None else (value, *interval)

    def _statistic(self, units: Units, names: Sequence[str]) -> Statistic:
        """The figure as a function of which units were drawn, by their place in `names`."""
        observed = [units[name] for name in names]
        if self.kind in ("ratio", "sum"):
            sums = np.array([np.sum(np.asarray(each, float), axis=0) for each in observed])
            return _ratio(sums) if self.kind == "ratio" else lambda drawn: sums[drawn].sum()
        if self.kind == "macro_f1":
            return _macro_f1(observed)
        return lambda drawn: _pooled(self.kind, [item for place in drawn for item in observed[place]])


def observations(samples: Sequence[Mapping[str, Any]], series: str) -> dict[str, list[Any]]:
    """One series of all samples by unit; units in which nothing was observed are left out."""
    units: dict[str, list[Any]] = {}
    for sample in samples:
        if seen := sample["observed"].get(series):
            units.setdefault(sample["unit"], []).extend(seen)
    return units


def _ratio(sums: NDArray[np.float64]) -> Statistic:
    def statistic(drawn: NDArray[np.int64]) -> Any:
        over, under = sums[drawn].sum(axis=0)
        return over / under if under else np.nan

    return statistic


def _macro_f1(observed: Sequence[Sequence[Any]]) -> Statistic:
    """Labels become numbers once, as numbers are counted faster."""
    labels = {label for pairs in observed for pair in pairs for label in pair}
    numbers = {label: number for number, label in enumerate(labels)}
    coded = [np.array([[numbers[label] for label in pair] for pair in pairs]) for pairs in observed]
    return lambda drawn: macro_f1(*np.concatenate([coded[place] for place in drawn]).T)


def _pooled(kind: Kind, values: Sequence[Any]) -> float:
    if kind == "max":
        return float(max(values))
    return float(np.percentile(values, int(kind.removeprefix("p"))))


def _interval(statistic: Statistic, units: int) -> tuple[float, float] | None:
    if units < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # draws without a value are left out below
        drawn = bootstrap(
            (np.arange(units),),
            lambda places: float(statistic(places)),
            vectorized=False,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        )
    seen = drawn.bootstrap_distribution[~np.isnan(drawn.bootstrap_distribution)]
    if not len(seen):
        return None
    tail = (1 - CONFIDENCE) / 2 * 100
    low, high = np.percentile(seen, [tail, 100 - tail])
    return float(low), float(high)
