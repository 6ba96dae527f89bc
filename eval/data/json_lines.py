"""Data sets as JSON lines: each row knows its file and line, so that what it lacks can be said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.errors import EvalError


@dataclass(frozen=True, slots=True)
class Row:
    """One object of a file; `line` counts from 1."""

    file: Path
    line: int
    values: dict[str, object]

    def has(self, *fields: str) -> bool:
        """Whether every one of the fields is there and not null."""
        return all(self.values.get(field) is not None for field in fields)

    def text(self, field: str) -> str:
        """A field that must hold words; a whole number serves as an id. Raises EvalError."""
        value = self.values.get(field)
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(f'needs a text in "{field}"')
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.wrong(f'"{field}" holds half a character (a lone surrogate)')
        return value

    def path(self, field: str) -> Path:
        """A field that names a file below the data set's folder; raises EvalError where there is none."""
        relative = Path(self.text(field))
        if relative.is_absolute() or ".." in relative.parts:
            raise self.wrong(f'"{field}" must be a path below the folder of the data set')
        path = self.file.parent / relative
        if not path.is_file():
            raise self.wrong(f"there is no file {relative}")
        return path

    def wrong(self, what: str) -> EvalError:
        """The error that says what is wrong with this row."""
        return EvalError(f"{self.file.name}, line {self.line}: {what}. Mend the line or leave it out.")


def read_rows(path: Path) -> list[Row]:
    """Every row of a UTF-8 file, empty lines left out; raises EvalError when nothing can be scored."""
    rows = list(_rows(path))
    if not rows:
        raise EvalError(f"{path.name} holds no rows: give a file with one JSON object a line.")
    return rows


def _rows(path: Path) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise EvalError(f"{path.name} cannot be read as UTF-8 text: give a file of JSON lines.") from exc
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield Row(path, number, _values(path, number, line))


def _values(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise EvalError(f"{path.name}, line {number}: this is not JSON. Write one object a line.") from exc
    if not isinstance(values, dict):
        raise EvalError(f"{path.name}, line {number}: this is not an object. Write one object a line.")
    return values
