"""Data sets as JSON lines: each row knows its file and line, so that what it lacks can be said."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from eval.data.selection import Selection, select
from eval.errors import EvalError
from knowledge_base.told import Told

T = TypeVar("T")


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
            raise self.wrong(Told('needs a text in "{field}"', field=field))
        if any("\ud800" <= character <= "\udfff" for character in value):
            raise self.wrong(Told('"{field}" holds half a character (a lone surrogate)', field=field))
        return value

    def path(self, field: str) -> Path:
        """A field that names a file below the data set's folder; raises EvalError where there is none."""
        relative = Path(self.text(field))
        if relative.is_absolute() or ".." in relative.parts:
            raise self.wrong(Told('"{field}" must be a path below the folder of the data set', field=field))
        path = self.file.parent / relative
        if not path.is_file():
            raise self.wrong(Told("there is no file {path}", path=relative))
        return path

    def wrong(self, what: Told) -> EvalError:
        """The error that says what is wrong with this row."""
        return EvalError(
            "{file}, line {line}: {what}. Mend the line or leave it out.",
            file=self.file.name,
            line=self.line,
            what=what,
        )


def read_rows(paths: Sequence[Path], convert: Callable[[Row], T], strict: bool) -> Selection[T]:
    """What `convert` makes of every row of UTF-8 files, empty lines left out.

    Rows that are no JSON object, or that `convert` raises EvalError for, are skipped, unless `strict`. A file
    that is missing or holds no rows is always an EvalError.
    """
    lines = [line for path in paths for line in _lines(path)]
    return select(lines, lambda line: convert(line.row()), lambda line: line.place, strict)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file, not yet read; `number` counts from 1."""

    file: Path
    number: int
    text: str

    @property
    def place(self) -> str:
        return f"{self.file.name}, line {self.number}"

    def row(self) -> Row:
        try:
            values = json.loads(self.text)
        except (ValueError, RecursionError) as exc:
            raise EvalError(
                "{file}, line {line}: this is not JSON. Write one object a line.", file=self.file.name, line=self.number
            ) from exc
        if not isinstance(values, dict):
            raise EvalError(
                "{file}, line {line}: this is not an object. Write one object a line.",
                file=self.file.name,
                line=self.number,
            )
        return Row(self.file, self.number, values)


def _lines(path: Path) -> list[_Line]:
    try:
        texts = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as exc:
        raise EvalError("{name} cannot be read as UTF-8 text: give a file of JSON lines.", name=path.name) from exc
    lines = [_Line(path, number, text) for number, text in enumerate(texts, start=1) if text.strip()]
    if not lines:
        raise EvalError("{name} holds no rows: give a file with one JSON object a line.", name=path.name)
    return lines
