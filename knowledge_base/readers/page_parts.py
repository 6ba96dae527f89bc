"""The text of a page with its ruled tables in their place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from knowledge_base.readers.ruled_table import Box, Grid, Table, table_of

_INSET = 0.5

Part = str | Table


def page_parts(page: Box, text: str, grids: Sequence[Grid], text_in: Callable[[Box], str]) -> tuple[Part, ...]:
    """Text and tables from top to bottom; the text alone where a letter would be lost or said twice.

    That happens where text stands beside a table or across its lines.
    """
    cut: list[str] = []

    def take(box: Box) -> str:
        cut.append(text_in(Box(box.left + _INSET, box.bottom + _INSET, box.right - _INSET, box.top - _INSET)))
        return cut[-1]

    parts: list[Part] = []
    top = page.top
    for grid in grids:
        before = len(cut)
        if (table := table_of(grid, take)) is None:
            del cut[before:]
            continue
        parts += [take(Box(page.left, grid.box.top, page.right, top)), table]
        top = grid.box.bottom
    if not parts:
        return (text,)
    parts.append(take(Box(page.left, page.bottom, page.right, top)))
    return tuple(parts) if _letters([text]) == _letters(cut) else (text,)


def _letters(texts: Sequence[str]) -> Counter[str]:
    return Counter(letter for text in texts for letter in text if not letter.isspace())
