"""Merged cells of a sheet: what is merged over several rows is said in each of them."""

from __future__ import annotations

import re
from collections import defaultdict

from openpyxl.utils.cell import range_boundaries

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


class MergedCells:
    """Read from a sheet's XML, since a sheet that is read row by row does not say them; rows count from 1."""

    def __init__(self, source: bytes) -> None:
        self._starts: dict[int, list[tuple[int, int]]] = defaultdict(list)
        self._open: dict[int, tuple[int, str]] = {}
        for reference in _MERGED.findall(source, max(source.rfind(b"sheetData"), 0)):
            column, first_row, _, last_row = range_boundaries(reference.decode())
            if last_row > first_row:
                self._starts[first_row].append((column - 1, last_row))

    def fill(self, number: int, row: list[str]) -> None:
        """Puts into a row with any text what reaches down to it; to be called with all rows in order."""
        self._open = {column: held for column, held in self._open.items() if held[0] >= number}
        if any(row):
            for column, (_, text) in self._open.items():
                row.extend([""] * (column + 1 - len(row)))
                row[column] = row[column] or text
        for column, last_row in self._starts.pop(number, ()):
            if column < len(row):
                self._open[column] = (last_row, row[column])
