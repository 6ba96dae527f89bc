"""The table of figures in the READMEs: made of what the suite measured last, kept beside as `figures.json`."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from eval.errors import EvalError

Language = Literal["en", "zh"]
HEADS: dict[Language, str] = {
    "en": "| what | goal | measured (95% interval) | simpler systems | on |",
    "zh": "| 项目 | 目标 | 实测（95% 区间） | 简单的做法 | 样本 |",
}
_MADE: dict[Language, str] = {
    "en": "Made by `make benchmark`: {runs}.",
    "zh": "由 `make benchmark` 生成：{runs}。",
}
_BETWEEN = re.compile(r"(<!-- figures -->\n).*?(<!-- /figures -->)", re.S)
_HERE = Path(__file__).parent
STORED = _HERE / "figures.json"


class _Row(BaseModel):
    """One row: where its figures come from and what it is called."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    run: str
    figures: list[str]
    en: str
    zh: str
    goal: str = ""
    unit: Literal["", "s", "ms", "MB", "n"] = ""
    simpler: dict[str, list[str]] = {}


def read_rows() -> list[_Row]:
    """The rows in the table's order."""
    described = tomllib.loads((_HERE / "figure_table.toml").read_text(encoding="utf-8"))
    return [_Row.model_validate(row) for row in described["row"]]


def summarized(result: Mapping[str, Any], run: str) -> dict[str, Any]:
    """What the table needs of a run's result; raises EvalError where a figure is not in it."""
    names = [name for row in read_rows() if row.run == run for name in _names(row)]
    values = dict(_flat(result))
    if missing := [name for name in names if name not in values]:
        raise EvalError(
            "The run {run} has no figure called {figure}: mend figure_table.toml.", run=run, figure=missing[0]
        )
    made = result["run"]
    return {
        "commit": made["commit"],
        "started": made["started"],
        "processor": made["machine"]["processor"],
        "cores": made["machine"]["cores"],
        "n": result["n"],
        "skipped": len(result["skipped"]),
        "values": {name: values[name] for name in names},
        "intervals": {name: ends for name, ends in result["intervals"].items() if name in names},
    }


def table(stored: Mapping[str, Any], language: Language) -> str:
    """The table in Markdown, rows of runs that were never made left out, then what it was made with."""
    rows = [row for row in read_rows() if row.run in stored]
    lines = [_line(row, stored[row.run], language) for row in rows]
    runs = [f"{name} {run['started'][:10]} {run['commit'][:7]}" for name, run in sorted(stored.items())]
    machines = sorted({f"{run['processor']} × {run['cores']}" for run in stored.values()})
    made = _MADE[language].format(runs="; ".join([*runs, *machines]))
    return "\n".join([HEADS[language], "|---|---|---|---|---|", *lines, "", made]) + "\n"


def write_tables(readmes: Mapping[Language, Path], stored: Mapping[str, Any]) -> None:
    """Puts the table between the marks of each README, and what it is made of beside this module."""
    STORED.write_text(json.dumps(stored, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for language, path in readmes.items():
        text = path.read_text(encoding="utf-8")
        if not _BETWEEN.search(text):
            raise EvalError(
                "{name} has no <!-- figures --> and <!-- /figures --> to put the table between.", name=path.name
            )
        new = _BETWEEN.sub(lambda found: f"{found[1]}\n{table(stored, language)}\n{found[2]}", text)  # noqa: B023
        path.write_text(new, encoding="utf-8")


def read_stored_figures() -> dict[str, Any]:
    """What was measured last, by run; empty before the first time."""
    stored: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8")) if STORED.is_file() else {}
    return stored


def shown_table(readme: str) -> str:
    """The table as it stands in a README."""
    found = _BETWEEN.search(readme)
    return found[0].removeprefix("<!-- figures -->").removesuffix("<!-- /figures -->").strip() if found else ""


def _line(row: _Row, run: Mapping[str, Any], language: Language) -> str:
    simpler = "; ".join(f"{name} {_joined(run, figures, row.unit)}" for name, figures in row.simpler.items())
    what = row.en if language == "en" else row.zh
    skipped = f" (−{run['skipped']})" if run["skipped"] else ""
    measured = " / ".join(_measured(run, name, row.unit) for name in row.figures)
    unit = f" {row.unit}" if row.unit in ("s", "ms", "MB") else ""
    return f"| {what} | {row.goal} | {measured}{unit} | {simpler} | {run['n']}{skipped} |"


def _measured(run: Mapping[str, Any], name: str, unit: str) -> str:
    value, ends = run["values"][name], run["intervals"].get(name)
    if not ends or unit in ("MB", "n"):
        return _written(value, unit)
    return f"{_written(value, unit)} ({_written(ends[0], unit)}–{_written(ends[1], unit)})"


def _joined(run: Mapping[str, Any], names: list[str], unit: str) -> str:
    return " / ".join(_written(run["values"][name], unit) for name in names)


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return "–"
    places = {"": 3, "s": 2}.get(unit, 0)
    return f"{value:.{places}f}"


def _names(row: _Row) -> list[str]:
    return [*row.figures, *(name for figures in row.simpler.values() for name in figures)]


def _flat(result: Mapping[str, Any]) -> list[tuple[str, float | None]]:
    from eval.runs.result import flat

    left_out = {"intervals", "measures", "skipped", "samples", "run"}
    return list(flat({name: value for name, value in result.items() if name not in left_out}))
