"""A result for machines (`result.json`), for people (`report.md`, `report.html`), and as a table on the screen."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape
from rich.console import Console
from rich.table import Column, Table

from eval.errors import EvalError
from eval.runs.glossary import written
from eval.runs.report_page import ReportPage, report_page
from eval.runs.result import Result

_TEMPLATES = Path(__file__).parent
_MARKDOWN = str.maketrans({character: f"\\{character}" for character in "\\`*_{}[]<>#|&~"} | {"\n": " ", "\r": " "})


class Place(Protocol):
    """Where a run puts its JSON file besides its folder's."""

    @property
    def json_file(self) -> Path | None:
        """None for nowhere else."""
        ...


class Finished(Protocol):
    """The run that is reported."""

    @property
    def kind(self) -> str:
        """The benchmark's name."""
        ...

    folder: Path
    place: Any


def report(run: Finished, result: Result, record: dict[str, Any]) -> None:
    """Writes every form; the JSON comes last, as it says that the run is finished."""
    page = report_page(run.kind, result, record)
    for name, autoescape, plain in (("report.md", False, str(_TEMPLATES)), ("report.html", True, str(_TEMPLATES))):
        environment = Environment(loader=FileSystemLoader(plain), autoescape=autoescape, trim_blocks=True)
        environment.filters |= {"written": written, "cell": _cell, "said": _side(0), "heard": _side(1)}
        text = environment.get_template(f"{name}.j2").render(page=page, record=json.dumps(record, indent=1))
        _write(run.folder / name, text)
    write_json(run.folder / "result.json", result, record)
    if run.place.json_file is not None:
        write_json(run.place.json_file, result, record)
    print_tables(page)
    print(f"Report: {run.folder / 'report.html'}")


def write_json(path: Path, result: Result, record: dict[str, Any]) -> None:
    """The figures at the top level, then what they rest on; a file is whole or not there."""
    whole = {
        **result.figures,
        "intervals": result.intervals,
        "measures": [asdict(measure) for measure in result.measures],
        "skipped": [asdict(skipped) for skipped in result.skipped],
        "samples": list(result.samples),
        "run": record,
    }
    _write(path, json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def print_tables(page: ReportPage, console: Console | None = None) -> None:
    """The figures, one a line; then by telephone line, against baselines, and every sample that was not scored."""
    out = console or Console()
    table = Table("figure", title=page.title, title_justify="left")
    for column in ("value", "95% interval"):
        table.add_column(column, justify="right")
    for row in page.figures:
        table.add_row(row.name, row.value, row.interval)
    out.print(table)
    if page.conditions.rows:
        by_line = Table(Column("figure", overflow="fold", min_width=24), *page.conditions.conditions)
        for name, values in page.conditions.rows:
            by_line.add_row(name, *values)
        out.print(by_line)
    for against in page.baselines:
        theirs, ours = written(against.a, against.name), written(against.b, against.name)
        out.print(f"{against.name}: {theirs}, ours {ours}: {against.verdict}", markup=False)
    for skipped in page.skipped:
        out.print(f"skipped {skipped.where}: {skipped.why}", markup=False)


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(path.name + ".part")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as exc:
        raise EvalError(
            "The result cannot be written to {path}: {reason}. Choose another file.", path=path, reason=exc.strerror
        ) from exc


def _cell(text: object) -> str:
    """Text that Markdown shows as it is, on one line of a table."""
    return str(text).translate(_MARKDOWN)


def _side(side: int) -> Callable[[dict[str, Any]], Markup]:
    """What was said (0) or heard (1) of an example, the characters that differ marked."""

    def marked(example: dict[str, Any]) -> Markup:
        texts = (example["said"], example["heard"])
        pieces = []
        for kind, *ends in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
            piece = escape(texts[side][ends[2 * side] : ends[2 * side + 1]])
            pieces.append(piece if kind == "equal" else Markup("<mark>{}</mark>").format(piece))
        return Markup().join(pieces)

    return marked
