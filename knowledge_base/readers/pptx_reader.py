"""PPTX (ECMA-376 PresentationML): each slide a section with its number as the page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean, table_text
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.package import check_package
from knowledge_base.readers.page_numbers import page_list
from knowledge_base.told import Told

_DAMAGED = Told(
    "is a damaged {program} file. Open it, save it again as {ending}, and add that.",
    program="PowerPoint",
    ending=".pptx",
)
_DEEPEST_GROUP = 20


def read_pptx(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Title, text and tables of every slide that is shown, top to bottom, then its notes; pictures are left out.

    Raises DocumentUnreadable for what is broken, locked, holds macros or goes beyond the limits.
    """
    check_package(data, "ppt/presentation.xml", "PowerPoint", ".pptx", limits)
    try:
        slides = list(Presentation(io.BytesIO(data)).slides)
        limits.check_pages(len(slides), "slides")
        hidden = [number for number, slide in enumerate(slides, 1) if slide._element.get("show") == "0"]
        pages = [(n, list(_slide(slide, n))) for n, slide in enumerate(slides, 1) if n not in hidden]
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as exc:  # python-pptx and lxml let many kinds of error through on damaged files
        raise DocumentUnreadable(_DAMAGED) from exc
    blocks = [block for _, page in pages for block in page]
    notes: list[str] = [Told("Hidden slides were left out: {slides}.", slides=page_list(hidden))] if hidden else []
    if silent := [number for number, page in pages if not page]:
        notes.append(Told("Slides without text, perhaps pictures: {slides}.", slides=page_list(silent)))
    title = next((block.text for block in blocks if block.level), None)
    return Reading(tuple(blocks), title, tuple(notes))


def _slide(slide: Any, number: int) -> Iterator[Block]:
    title = slide.shapes.title
    if title is not None and (heading := clean(title.text_frame.text.replace("\v", " "))):
        yield Block(heading.replace("\n", " "), 2, number)
    shapes = [shape for shape in _shapes(slide.shapes, 0) if title is None or shape.shape_id != title.shape_id]
    for shape in shapes:
        if text := _text(shape):
            yield Block(text, 0, number)
    frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
    if frame is not None and (said := clean(frame.text.replace("\v", "\n"))):
        yield Block(f"备注：{said}", 0, number)


def _shapes(shapes: Any, depth: int) -> Iterator[Any]:
    """Shapes from top to bottom, with those inside groups in the place of the group."""
    for shape in sorted(shapes, key=lambda one: (one.top or 0, one.left or 0)):
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            if depth < _DEEPEST_GROUP:
                yield from _shapes(shape.shapes, depth + 1)
        else:
            yield shape


def _text(shape: Any) -> str:
    if shape.has_table:
        rows = [
            ["" if cell.is_spanned else cell.text.replace("\v", " ") for cell in row.cells] for row in shape.table.rows
        ]
        marked = shape.table.first_row and len(rows) > 1 and len(rows[0]) > 1
        return table_text(rows, header=marked)
    return clean(shape.text_frame.text.replace("\v", "\n")) if shape.has_text_frame else ""
