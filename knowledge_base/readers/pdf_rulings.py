"""The straight lines drawn on a page of a PDF (ISO 32000-1, section 8.5), by PDFium."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import byref, c_float, c_int
from itertools import pairwise
from typing import Any

from pypdfium2 import raw

from knowledge_base.readers.ruled_table import Ruling

_THIN = 3.0
_MOST_SEGMENTS = 20_000
_STRAIGHT = 0.5

Point = tuple[float, float]


def rulings(page: Any) -> tuple[list[Ruling], list[Ruling]]:
    """Level and upright ones: sides of what is outlined, and filled shapes as thin as lines.

    None where there are so many that the page is a drawing.
    """
    level: list[Ruling] = []
    upright: list[Ruling] = []
    segments = 0
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        segments += raw.FPDFPath_CountSegments(drawn)
        if segments > _MOST_SEGMENTS:
            return [], []
        outlined = _is_outlined(drawn)
        for shape in _shapes(drawn):
            for start, end in pairwise(shape) if outlined else _thin(shape):
                across, up = abs(start[0] - end[0]), abs(start[1] - end[1])
                if up < _STRAIGHT < across:
                    level.append(Ruling(start[1], *sorted((start[0], end[0]))))
                elif across < _STRAIGHT < up:
                    upright.append(Ruling(start[0], *sorted((start[1], end[1]))))
    return level, upright


def _is_outlined(drawn: Any) -> bool:
    filled, outlined = c_int(), c_int()
    raw.FPDFPath_GetDrawMode(drawn, byref(filled), byref(outlined))
    return bool(outlined.value)


def _shapes(drawn: Any) -> Iterator[list[Point]]:
    """Corners of each shape of a path, in points of the page; a closed one ends where it began."""
    matrix = drawn.get_matrix()
    corners: list[Point] = []
    x, y = c_float(), c_float()
    for number in range(raw.FPDFPath_CountSegments(drawn)):
        segment = raw.FPDFPath_GetPathSegment(drawn, number)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            yield corners
            corners = []
        corners.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            corners.append(corners[0])
    yield corners


def _thin(shape: list[Point]) -> Iterator[tuple[Point, Point]]:
    """The one line that a filled shape looks like, if it does."""
    if not shape:
        return
    (left, right), (bottom, top) = ((min(side), max(side)) for side in zip(*shape, strict=True))
    if top - bottom <= _THIN < right - left:
        yield (left, (bottom + top) / 2), (right, (bottom + top) / 2)
    elif right - left <= _THIN < top - bottom:
        yield ((left + right) / 2, bottom), ((left + right) / 2, top)
