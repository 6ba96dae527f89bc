"""Ruled tables as blocks whose rows can be read alone, those that go on over pages with the names of their columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import zip_longest
from math import inf

from knowledge_base.readers.blocks import Block, clean, table_text
from knowledge_base.readers.lines import joined
from knowledge_base.readers.ruled_table import Table
from knowledge_base.readers.sheet import header_at

_SAME_COLUMN = 3.0
_FEWEST_COLUMNS = 3
_NUMBER = re.compile(r"\d+")


PagedTable = tuple[int, Table]


def table_blocks(tables: Iterable[PagedTable]) -> Iterator[Block]:
    """A block for each of these tables, which follow each other with nothing between, and their pages."""
    whole: list[PagedTable] = []
    for table in tables:
        if whole and not _goes_on(whole[-1], table):
            yield from _blocks(whole)
            whole = []
        whole.append(table)
    yield from _blocks(whole)


def _goes_on(before: PagedTable, after: PagedTable) -> bool:
    """Whether the second is the first one's next page: it has its columns in their places."""
    pairs = zip_longest(before[1].columns, after[1].columns, fillvalue=inf)
    return after[0] == before[0] + 1 and all(abs(one - other) <= _SAME_COLUMN for one, other in pairs)


def _blocks(tables: Sequence[PagedTable]) -> Iterator[Block]:
    """One table, given by what stands on each of its pages.

    The columns are named by the first row that fills two of them, where there are three columns or more, it fills
    all and looks like names.
    """
    pages = [(page, [[_one_line(cell) for cell in row] for row in table.rows]) for page, table in tables]
    names = _names([row for _, rows in pages for row in rows])
    titles = True
    for page, rows in pages:
        lines: list[str] = []
        if names and titles:
            above = rows.index(names) if names in rows else len(rows)
            lines += map(_unnamed, rows[:above])
            rows, titles = rows[above:], names not in rows
        below = [row for row in rows if row != names]
        if below:
            lines.append(table_text([names, *below], header=True) if names else "\n".join(map(_unnamed, below)))
        yield Block("\n".join(line for line in lines if line), 0, page)


def _names(rows: Sequence[list[str]]) -> list[str]:
    """The row that names the columns; empty where there is none, as where it is like the one below but for numbers."""
    at = next((number for number, row in enumerate(rows) if sum(map(bool, row)) > 1), len(rows))
    named = at < len(rows) and len(rows[at]) >= _FEWEST_COLUMNS and all(rows[at]) and header_at(rows) == at
    return rows[at] if named and not _alike(rows[at], rows[at + 1]) else []


def _alike(row: Sequence[str], below: Sequence[str]) -> bool:
    return any(_NUMBER.sub("0", one) == _NUMBER.sub("0", other) for one, other in zip(row, below, strict=True))


def _unnamed(row: Sequence[str]) -> str:
    """Of two columns the first names the second; two cells of more, as in a form to be filled in, say nothing."""
    return table_text([row], header=False) if len(row) < _FEWEST_COLUMNS else "；".join(filter(None, row))


def _one_line(cell: str) -> str:
    """The lines of a cell are broken by its width alone."""
    return reduce(joined, clean(cell).split("\n"))
