"""The category tree, duty lists, labelled examples and names of a city, as read from JSON lines."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from assistant.errors import AssistantError


@dataclass(frozen=True, slots=True)
class Category:
    """One leaf of the tree; `department` is the short name of the one in charge."""

    l1: str
    l2: str
    l3: str
    department: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The path joined by "/"."""
        return f"{self.l1}/{self.l2}/{self.l3}"


@dataclass(frozen=True, slots=True)
class Department:
    """A department and what it is in charge of."""

    name: str
    short: str
    duties: tuple[str, ...] = ()
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A request as people word it and its category's label."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name of the city and what it names (a kind of `assistant.tickets.gazetteer`)."""

    name: str
    kind: str


Row = TypeVar("Row", Category, Department, Example, Name)


def read_categories(path: Path) -> tuple[Category, ...]:
    """The leaves in the file's order; raises AssistantError naming the file and the line that is wrong."""
    return _read(path, Category)


def read_departments(path: Path) -> tuple[Department, ...]:
    """The departments in the file's order; raises AssistantError like `read_categories`."""
    return _read(path, Department)


def read_examples(path: Path) -> tuple[Example, ...]:
    """The examples in the file's order; raises AssistantError like `read_categories`."""
    return _read(path, Example)


def read_names(path: Path) -> tuple[Name, ...]:
    """The city's names in the file's order; raises AssistantError like `read_categories`."""
    return _read(path, Name)


def _read(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    row = TypeAdapter(kind)
    rows: list[Row] = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise AssistantError("{path} cannot be read as UTF-8 text: name another file.", path=path) from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            rows.append(row.validate_json(line))
        except ValidationError as error:
            raise AssistantError(
                "{path} line {line} is no {kind}: {count} fields are wrong.",
                path=path,
                line=number,
                kind=kind.__name__.lower(),
                count=error.error_count(),
            ) from error
    return tuple(rows)
