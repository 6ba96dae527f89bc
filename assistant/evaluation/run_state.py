"""How a benchmark run stands, as screens show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Standing = Literal["running", "finished", "interrupted", "failed"]
Verdict = Literal["better", "worse", "same", "lost", "new"]

PROBLEM = "problem.json"
"""The file of a run's folder in which a failed one says why, so that it can be told in any language."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with its 95% interval, None where it has none."""

    name: str
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class RunState:
    """`title` is the benchmark's name, `started` ISO 8601; `done` of `total` items of the `stage` are measured.

    `seconds_left` of the stage is None while unknown; `problem` is said of failed runs; only an `ours`, a run
    that the panel started, can be stopped and gone on with here. `options` are names and values of what was asked for
    besides the ordinary.
    """

    name: str
    title: str
    dataset: str
    started: str
    state: Standing
    ours: bool
    options: tuple[tuple[str, str], ...] = ()
    stage: str = ""
    done: int = 0
    total: int = 0
    seconds_left: float | None = None
    problem: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of two runs; `difference` is b − a on what both measured, with its 95% interval."""

    name: str
    a: float | None
    b: float | None
    difference: float | None
    low: float | None
    high: float | None
    verdict: Verdict
