"""A result as a file for machines and as a table for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from eval.errors import EvalError
from eval.runs.result import Figures, Result


def write_json(path: Path, result: Result, run: dict[str, Any]) -> None:
    """The figures at the top level, then `samples` and `run`; a file is whole or not there."""
    report = {**result.figures, "samples": result.samples, "run": run}
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        unfinished.replace(path)
    except OSError as exc:
        raise EvalError(f"The result cannot be written to {path}: {exc.strerror}. Choose another file.") from exc


def print_table(title: str, result: Result, console: Console | None = None) -> None:
    """The figures, one a line, on standard output."""
    table = Table(title=title, title_justify="left")
    table.add_column("figure")
    table.add_column("value", justify="right")
    for name, value in _lines(result.figures):
        table.add_row(name, value)
    (console or Console()).print(table)


def _lines(figures: Figures, group: str = "") -> Iterator[tuple[str, str]]:
    for name, value in figures.items():
        if isinstance(value, dict):
            yield from _lines(value, f"{name} ")
        else:
            yield group + name, str(value) if isinstance(value, int) else _rounded(value, group)


def _rounded(value: float, group: str) -> str:
    return f"{value:.1f}" if group == "latency_ms " else f"{value:.4f}"
