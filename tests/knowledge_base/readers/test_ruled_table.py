"""Lines that cross, told from lines that only stand on the same page."""

from __future__ import annotations

import pytest

from knowledge_base.readers.ruled_table import Box, Grid, Ruling, Table, grids, table_of

Lines = list[Ruling]


def level(*heights: float, start: float = 0, end: float = 300) -> Lines:
    return [Ruling(at, start, end) for at in heights]


def upright(*distances: float, start: float = 0, end: float = 90) -> Lines:
    return [Ruling(at, start, end) for at in distances]


def shape(grid: Grid) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return grid.columns, grid.rows


def numbered(box: Box) -> str:
    """A text that says where the cell stands, and how large it is."""
    return f"{box.left:.0f},{box.top:.0f} {box.right - box.left:.0f}x{box.top - box.bottom:.0f}"


def test_lines_that_cross_are_one_grid() -> None:
    (grid,) = grids(level(90, 60, 30, 0), upright(0, 100, 300))
    assert shape(grid) == ((0, 100, 300), (90, 60, 30, 0))
    assert grid.box == Box(0, 0, 300, 90)


def test_borders_drawn_cell_by_cell_and_twice_are_one_line() -> None:
    pieces = [Ruling(at + shift, x, x + 100) for at in (90, 45, 0) for shift in (0, 0.7) for x in (0, 100.5, 200)]
    (grid,) = grids(pieces, upright(0, 100, 300))
    assert [len(side) for side in shape(grid)] == [3, 3]


@pytest.mark.parametrize(
    ("across", "down"),
    [
        (level(90, 60, 30, 0), []),
        (level(90, 0), upright(0, 300)),
        (level(90, 0), upright(0, 100, 300)),
        (level(90, 60, 30, 0), upright(0, 300)),
        (level(90, 60, 0, end=100), upright(150, 200, 300)),
    ],
    ids=["only level", "one box", "one row", "one column", "apart"],
)
def test_what_is_no_table(across: Lines, down: Lines) -> None:
    assert grids(across, down) == []


def test_two_tables_on_a_page_come_from_the_top() -> None:
    lower = (level(90, 60, 0), upright(0, 100, 300))
    upper = (level(500, 450, 400, end=200), upright(0, 50, 200, start=400, end=500))
    found = grids(lower[0] + upper[0], lower[1] + upper[1])
    assert [shape(grid) for grid in found] == [((0, 50, 200), (500, 450, 400)), ((0, 100, 300), (90, 60, 0))]


def test_a_drawing_of_many_lines_is_no_table() -> None:
    assert grids(level(*range(0, 8000, 10)), upright(0, 100, 300, end=8000)) == []


def test_cells_over_rows_are_repeated_and_those_over_columns_are_not() -> None:
    across = [*level(90, 30, 0), Ruling(60, 100, 300)]
    down = [*upright(0, 300), Ruling(100, 30, 90), Ruling(200, 30, 90)]
    (grid,) = grids(across, down)
    table = table_of(grid, numbered)
    assert table == Table(
        (0, 100, 200, 300),
        (
            ("0,90 100x60", "100,90 100x30", "200,90 100x30"),
            ("0,90 100x60", "100,60 100x30", "200,60 100x30"),
            ("0,30 300x30", "", ""),
        ),
    )


def test_boxes_around_prose_are_no_table() -> None:
    (grid,) = grids(level(90, 60, 0), upright(0, 100, 300))
    assert table_of(grid, lambda box: "prose" if box.left == 0 else " ") is None
