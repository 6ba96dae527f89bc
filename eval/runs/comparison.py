"""Two results against each other: which differences hold up, and whether any is a regression."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.errors import EvalError
from eval.runs.difference import Difference, between
from eval.runs.glossary import BASELINES, written
from eval.runs.measure import Measure, Units, observations

TOLERANCE = 0.01


class _StoredSample(BaseModel):
    unit: str
    observed: dict[str, list[Any]]


class _StoredResult(BaseModel):
    measures: list[Measure]
    samples: list[_StoredSample]
    run: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Stored:
    """A result as it was written: its measures by name, their observations, and what the run was made with."""

    measures: Mapping[str, Measure]
    samples: tuple[dict[str, Any], ...]
    run: Mapping[str, Any]

    @property
    def scored(self) -> Counter[str]:
        """How many samples each unit has."""
        return Counter(sample["unit"] for sample in self.samples)

    def units(self, name: str) -> Units:
        """The observations of a measure, none where there is no such measure."""
        measure = self.measures.get(name)
        return observations(self.samples, measure.series) if measure else {}


@dataclass(frozen=True, slots=True)
class Comparison:
    """`regressions` are the names of the figures that worsened by more than is tolerated."""

    rows: tuple[Difference, ...]
    regressions: tuple[str, ...]
    notes: tuple[str, ...]

    def record(self) -> dict[str, Any]:
        """As JSON."""
        rows = [asdict(row) for row in self.rows]
        return {"rows": rows, "regressions": list(self.regressions), "notes": list(self.notes)}


def read_stored(path: Path) -> Stored:
    """A run's folder or its result.json; raises EvalError where it is neither."""
    file = path / "result.json" if path.is_dir() else path
    try:
        result = _StoredResult.model_validate_json(file.read_bytes())
        samples = tuple(sample.model_dump() for sample in result.samples)
        stored = Stored({measure.name: measure for measure in result.measures}, samples, result.run)
        for name, measure in stored.measures.items():
            measure.value(stored.units(name))
    except OSError as exc:
        raise EvalError(
            "{file} cannot be read: give the folder of a finished run, or its result.json.", file=file
        ) from exc
    except (ValueError, TypeError, IndexError) as exc:
        raise EvalError(
            "{file} is no result that can be compared: measure again with `calldesk eval`.", file=file
        ) from exc
    return stored


def compare(a: Stored, b: Stored, tolerance: float, special: Mapping[str, float]) -> Comparison:
    """The change from `a` to `b`; `special` gives single figures, by name, a tolerance of their own.

    What a baseline does is shown, but is no regression of ours.
    """
    names = list(dict.fromkeys([*a.measures, *b.measures]))
    if unknown := [name for name in special if name not in names]:
        raise EvalError(
            "No figure is called {figure}: the names stand in the first column of the table.", figure=unknown[0]
        )
    if not a.scored & b.scored:
        raise EvalError("The two runs have no sample in common: compare runs of one data set.")
    fewer = (a.scored - b.scored).keys()
    rows, regressions = [], []
    for name in names:
        measure = a.measures.get(name) or b.measures[name]
        if b.measures.get(name, measure) != measure:
            raise EvalError(
                "The two runs work {name} out in different ways: measure both with the same sources.", name=name
            )
        of_a, of_b = a.units(name), b.units(name)
        row = between(measure, of_a, of_b, name not in b.measures or bool((of_a.keys() & fewer) - of_b.keys()))
        rows.append(row)
        ours = name.split(" ")[0] not in BASELINES
        if ours and row.worsens(measure, special.get(name, tolerance)):
            regressions.append(name)
    return Comparison(tuple(rows), tuple(regressions), tuple(_notes(a, b, rows)))


def print_comparison(comparison: Comparison, console: Console | None = None) -> None:
    """A line a figure, then what to know about them, then the regressions."""
    table = Table()
    table.add_column("figure")
    for column in ("A", "B", "B − A", "95% interval"):
        table.add_column(column, justify="right")
    table.add_column("verdict")
    for row in comparison.rows:
        interval = f"{written(row.low, row.name)} – {written(row.high, row.name)}" if row.low is not None else ""
        cells = (written(value, row.name) for value in (row.a, row.b, row.difference))
        table.add_row(escape(row.name), *cells, interval, row.verdict)
    out = console or Console()
    out.print(table)
    for note in comparison.notes:
        out.print(note, markup=False)
    for name in comparison.regressions:
        out.print(f"Regression: {name}", markup=False)


def _notes(a: Stored, b: Stored, rows: list[Difference]) -> list[str]:
    notes = []
    if a.run.get("inputs") != b.run.get("inputs"):
        notes.append("The data sets' files differ: only samples that both runs have are compared.")
    for what in ("options", "machine"):
        if a.run.get(what) != b.run.get(what):
            notes.append(f"The runs differ in their {what}.")
    judged = sum(row.low is not None for row in rows)
    notes.append(f"Of {judged} figures, {judged * 0.05:.1f} would seem to differ by chance alone.")
    if lost := [row.name for row in rows if row.verdict == "lost"]:
        notes.append(f"B lacks samples or figures that A has: {', '.join(lost)}.")
    return notes
