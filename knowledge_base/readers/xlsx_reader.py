"""XLSX (ECMA-376 SpreadsheetML): each visible sheet a section, each row a line that can be read alone."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.cell_text import cell_text
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.merged_cells import MergedCells
from knowledge_base.readers.package import check_package
from knowledge_base.readers.sheet import sheet_blocks
from knowledge_base.told import Told

_DAMAGED = Told(
    "is a damaged {program} file. Open it, save it again as {ending}, and add that.", program="Excel", ending=".xlsx"
)
_UNCOUNTED = re.compile(rb"</(?:\w+:)?f>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>|</(?:\w+:)?c>)")
_MOST_COLUMNS = 200


def read_xlsx(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Blocks of the visible sheets; formulas by the result stored with them; nothing is run or fetched.

    Raises DocumentUnreadable for what is broken, locked, holds macros or goes beyond the limits.
    """
    check_package(data, "xl/workbook.xml", "Excel", ".xlsx", limits)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what openpyxl leaves out: charts, validation, styles
            return _read(data, limits)
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as exc:  # openpyxl lets many kinds of error through on damaged files
        raise DocumentUnreadable(_DAMAGED) from exc


def _read(data: bytes, limits: Limits) -> Reading:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    blocks: list[Block] = []
    notes: list[str] = []
    rows_read = 0
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            notes.append(Told("The hidden sheet {sheet} was left out.", sheet=sheet.title))
            continue
        rows: list[list[str]] = []
        for row in _rows(sheet, notes):
            if any(row):
                rows.append(_trimmed(row))
                limits.check_rows(rows_read + len(rows))
        rows_read += len(rows)
        found = list(sheet_blocks(rows))
        blocks += [Block(sheet.title, 2), *found] if found else []
    return Reading(tuple(blocks), None, tuple(notes))


def _rows(sheet: Any, notes: list[str]) -> Iterator[list[str]]:
    """All rows; adds a note where results or columns are missing."""
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        source = part.read()
    merged = MergedCells(source)
    if uncounted := len(_UNCOUNTED.findall(source)):
        notes.append(
            Told(
                "Formulas without a stored result on sheet {sheet}: {count}. "
                "Open it in Excel, save it and add it again.",
                sheet=sheet.title,
                count=uncounted,
            )
        )
    del source
    sheet.reset_dimensions()
    wide = False
    for number, cells in enumerate(sheet.iter_rows(), 1):
        row = [_text(cell) for cell in cells[:_MOST_COLUMNS]]
        merged.fill(number, row)
        wide = wide or any(cell.value is not None for cell in cells[_MOST_COLUMNS:])
        yield row
    if wide:
        notes.append(
            Told(
                "Sheet {sheet} has more than {most} columns; those behind were left out.",
                sheet=sheet.title,
                most=_MOST_COLUMNS,
            )
        )


def _text(cell: Any) -> str:
    return "" if cell.value is None else clean(cell_text(cell.value, cell.number_format))


def _trimmed(row: list[str]) -> list[str]:
    return row[: max(column for column, cell in enumerate(row) if cell) + 1]
