"""What a benchmark gives: figures for the data set with their intervals, and what they rest on, sample by sample."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eval.data.selection import Skipped
from eval.runs.measure import Measure, observations

Sample = dict[str, Any]
"""One item's outcome: `unit` it belongs to, `observed` (series to observations), and whatever explains them."""

Figures = dict[str, Any]
"""Numbers (None: nothing to measure) under the names of the report; a group of numbers is a dictionary of its own."""


@dataclass(frozen=True, slots=True)
class Result:
    """Samples in the order of the data set; `counts` are plain numbers such as how many samples there are."""

    measures: tuple[Measure, ...]
    samples: Sequence[Sample]
    counts: Mapping[str, float]
    skipped: tuple[Skipped, ...] = ()
    values: Mapping[str, float | None] = field(init=False)
    intervals: Mapping[str, tuple[float, float]] = field(init=False)

    def __post_init__(self) -> None:
        """Works the figures out, once."""
        units = {measure.name: observations(self.samples, measure.series) for measure in self.measures}
        values = {measure.name: measure.value(units[measure.name]) for measure in self.measures}
        found = {measure.name: measure.interval(units[measure.name]) for measure in self.measures}
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "intervals", {name: each for name, each in found.items() if each})

    @property
    def figures(self) -> Figures:
        """Every value and count, nested by the groups in its name."""
        return nested({**self.values, **self.counts})


def nested(flat: Mapping[str, float | None]) -> Figures:
    """{"typed hit@1": 0.8} as {"typed": {"hit@1": 0.8}}."""
    figures: Figures = {}
    for name, value in flat.items():
        *groups, last = name.split(" ")
        place = figures
        for group in groups:
            place = place.setdefault(group, {})
        place[last] = value
    return figures


def flat(figures: Figures, group: str = "") -> Iterator[tuple[str, float | None]]:
    """The reverse of `nested`."""
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from flat(value, f"{group}{name} ")
        else:
            yield group + name, value
