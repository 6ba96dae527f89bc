"""Tables of HTML (https://html.spec.whatwg.org/multipage/tables.html) as lines that can be read alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bs4 import Tag

from knowledge_base.readers.blocks import clean, table_text

_STRUCTURE = ["h1", "h2", "h3", "h4", "h5", "h6", "table"]
_MOST_COLUMNS = 50


def is_data_table(table: Tag) -> bool:
    """Whether a table holds data; one with headings or tables inside only lays out the page."""
    return table.find(_STRUCTURE) is None


def table_lines(table: Tag) -> str:
    """The caption, then one line a row; the first row names the columns if marked so or if the table is large."""
    found = (row.find_all(["td", "th"], recursive=False) for row in table.find_all("tr"))
    rows = [list(row) for row in found if row]
    first = rows[0] if rows else []
    named = bool(first) and (first[0].find_parent("thead") or all(cell.name == "th" for cell in first))
    text = table_text(list(_grid(rows)), header=bool(named) or (len(rows) > 2 and len(first) > 2))
    caption = table.find("caption")
    return f"{clean(caption.get_text(' '))}\n{text}" if caption else text


def _grid(rows: Iterable[Sequence[Tag]]) -> Iterable[list[str]]:
    """Cells in their columns: a cell over several rows is repeated, one over several columns is not."""
    hanging: dict[int, tuple[int, str]] = {}
    for row in rows:
        line: list[str] = []
        for cell in row:
            _hang(line, hanging)
            text = cell.get_text(" ")
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


def _span(cell: Tag, name: str) -> int:
    value = str(cell.get(name, "1"))[:4]
    return min(max(int(value), 1), _MOST_COLUMNS) if value.isascii() and value.isdigit() else 1
