"""Tables of a page told by the lines drawn around their cells; text without such lines is never taken for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

_NEAR = 3.0
_MOST_RULINGS = 400
_MOST_COLUMNS, _MOST_ROWS = 50, 300


@dataclass(frozen=True, slots=True)
class Ruling:
    """A level line at a height from left to right, or an upright one at a distance from bottom to top.

    All in points (1/72 inch) from the lower left of the page, as PDF counts.
    """

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the page, in the same points."""

    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of one table: distances of its columns from left to right, heights of its rows from top to bottom."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]
    level: tuple[Ruling, ...]
    upright: tuple[Ruling, ...]

    @property
    def box(self) -> Box:
        """All of it."""
        return Box(self.columns[0], self.rows[-1], self.columns[-1], self.rows[0])


@dataclass(frozen=True, slots=True)
class Table:
    """Texts by row and column, each row as long as the others; `columns` as in the grid.

    A cell over several rows stands in each of them, one over several columns in the first of these.
    """

    columns: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]


def grids(level: Sequence[Ruling], upright: Sequence[Ruling]) -> list[Grid]:
    """What has two columns and two rows at least, from the top down; none where lines are too many to be tables."""
    level, upright = _merged(level), _merged(upright)
    if max(len(level), len(upright)) > _MOST_RULINGS:
        return []
    found = [_grid(across, down) for across, down in _crossing(level, upright)]
    fit = [grid for grid in found if 2 < len(grid.columns) <= _MOST_COLUMNS and 2 < len(grid.rows) <= _MOST_ROWS]
    return sorted(fit, key=lambda grid: -grid.rows[0])


def table_of(grid: Grid, text_in: Callable[[Box], str]) -> Table | None:
    """The grid with its texts; None where fewer than two rows fill two cells, as in boxes around prose."""
    texts = [[""] * (len(grid.columns) - 1) for _ in grid.rows[1:]]
    for top, bottom, left, right in _cells(grid):
        text = text_in(Box(grid.columns[left], grid.rows[bottom], grid.columns[right], grid.rows[top]))
        for row in range(top, bottom):
            texts[row][left] = text
    filled = [sum(bool(cell.strip()) for cell in row) for row in texts]
    return Table(grid.columns, tuple(map(tuple, texts))) if sum(count > 1 for count in filled) > 1 else None


def _merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Lines that go on in each other, or are drawn twice, as one."""
    at_one: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda one: one.at):
        if at_one and ruling.at - at_one[-1][0].at <= _NEAR:
            at_one[-1].append(ruling)
        else:
            at_one.append([ruling])
    return [one for group in at_one for one in _joined(group)]


def _joined(group: Sequence[Ruling]) -> Iterator[Ruling]:
    at, (start, end) = group[0].at, min((one.start, one.end) for one in group)
    for ruling in sorted(group, key=lambda one: one.start):
        if ruling.start > end + _NEAR:
            yield Ruling(at, start, end)
            start, end = ruling.start, ruling.end
        end = max(end, ruling.end)
    yield Ruling(at, start, end)


def _crossing(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Lines that touch each other, directly or by way of others."""
    levels, uprights = list(level), list(upright)
    while levels:
        reached = across = [levels.pop()]
        down: list[Ruling] = []
        while reached:
            crossed = [one for one in uprights if any(_touch(other, one) for other in reached)]
            uprights = [one for one in uprights if one not in crossed]
            reached = [one for one in levels if any(_touch(one, other) for other in crossed)]
            levels = [one for one in levels if one not in reached]
            across, down = across + reached, down + crossed
        yield across, down


def _touch(across: Ruling, down: Ruling) -> bool:
    return _reaches(across, down.at) and _reaches(down, across.at)


def _reaches(ruling: Ruling, at: float) -> bool:
    return ruling.start - _NEAR <= at <= ruling.end + _NEAR


def _grid(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Grid:
    columns = tuple(sorted({one.at for one in upright}))
    rows = tuple(sorted({one.at for one in level}, reverse=True))
    return Grid(columns, rows, tuple(level), tuple(upright))


def _cells(grid: Grid) -> Iterator[tuple[int, int, int, int]]:
    """Top, bottom, left and right of each by the numbers of the lines around it; what no line parts is one cell."""
    taken: set[tuple[int, int]] = set()
    for top in range(len(grid.rows) - 1):
        for left in range(len(grid.columns) - 1):
            if (top, left) in taken:
                continue
            right, bottom = left + 1, top + 1
            while right < len(grid.columns) - 1 and not _parted(grid.upright, grid.columns[right], grid.rows, top):
                right += 1
            while bottom < len(grid.rows) - 1 and not _parted(grid.level, grid.rows[bottom], grid.columns, left):
                bottom += 1
            taken |= {(row, column) for row in range(top, bottom) for column in range(left, right)}
            yield top, bottom, left, right


def _parted(rulings: Sequence[Ruling], at: float, steps: Sequence[float], number: int) -> bool:
    """Whether a line at that place runs beside the middle of a step."""
    middle = (steps[number] + steps[number + 1]) / 2
    return any(one.at == at and one.start <= middle <= one.end for one in rulings)
