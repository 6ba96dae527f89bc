"""Tables of HTML (https://html.spec.whatwg.org/multipage/tables.html) as lines that can be read alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from knowledge_base.readers.blocks import clean, table_text
from knowledge_base.readers.limits import Limits

_STRUCTURE = ("h1", "h2", "h3", "h4", "h5", "h6", "table")
_MOST_COLUMNS = 50


def is_data_table(table: Any) -> bool:
    """Whether a table holds data; one with headings or tables inside only lays out the page."""
    return all(inside is table for inside in table.iter(*_STRUCTURE))


def table_lines(table: Any, limits: Limits) -> str:
    """The caption, then one line a row; the first row names the columns if marked so or if the table is large."""
    rows = [cells for row in table.iter("tr") if (cells := list(row.iterchildren("td", "th")))]
    limits.check_rows(len(rows))
    first = rows[0] if rows else []
    marked = bool(first) and next(first[0].iterancestors("thead", "table")).tag == "thead"
    named = marked or (bool(first) and all(cell.tag == "th" for cell in first))
    text = table_text(list(_grid(rows)), header=named or (len(rows) > 2 and len(first) > 2))
    caption = next(table.iter("caption"), None)
    return f"{clean(_words(caption))}\n{text}" if caption is not None else text


def _words(element: Any) -> str:
    return " ".join(element.itertext())


def _grid(rows: Iterable[Sequence[Any]]) -> Iterable[list[str]]:
    """Cells in their columns: a cell over several rows is repeated, one over several columns is not."""
    hanging: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _hang(line, hanging)
            text = _words(cell)
            rows_more = _span(cell, "rowspan") - 1
            if rows_more:
                hanging[len(line)] = (rows_more, text)
            line.extend([text] + [""] * (_span(cell, "colspan") - 1))
            if len(line) >= _MOST_COLUMNS:
                break
        _hang(line, hanging)
        yield line


def _hang(line: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    """Put in the cells that reach down from rows above, as long as they come next."""
    while len(line) in hanging:
        rows_more, text = hanging.pop(len(line))
        if rows_more > 1:
            hanging[len(line)] = (rows_more - 1, text)
        line.append(text)


def _span(cell: Any, name: str) -> int:
    value = str(cell.get(name, "1"))[:4]
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isascii() and value.isdigit() else 1
