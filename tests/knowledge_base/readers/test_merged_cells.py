"""Cells merged over rows."""

from knowledge_base.readers.merged_cells import MergedCells

SHEET = b'<worksheet><sheetData/><mergeCells><mergeCell ref="%s"/></mergeCells></worksheet>'


def filled(reference: bytes, *rows: list[str]) -> list[list[str]]:
    merged = MergedCells(SHEET % reference)
    for number, row in enumerate(rows, 1):
        merged.fill(number, row)
    return list(rows)


def test_a_text_reaches_down_to_the_last_row_and_no_further() -> None:
    assert filled(b"A1:A2", ["甲", "1"], ["", "2"], ["", "3"]) == [["甲", "1"], ["甲", "2"], ["", "3"]]


def test_short_rows_grow_and_empty_ones_stay_empty() -> None:
    assert filled(b"B1:B9", ["1", "甲"], [], ["2"]) == [["1", "甲"], [], ["2", "甲"]]


def test_cells_merged_over_columns_only_are_said_once() -> None:
    assert filled(b"A1:C1", ["甲", "", ""], ["", "", "1"]) == [["甲", "", ""], ["", "", "1"]]


def test_what_only_looks_like_a_merge_counts_nothing() -> None:
    merged = MergedCells(b'<c><v>&lt;<mergeCell ref="A1:A2"/></v></c><sheetData/>')
    row = ["", "1"]
    merged.fill(1, ["甲"])
    merged.fill(2, row)
    assert row == ["", "1"]
