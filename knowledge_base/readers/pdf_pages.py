"""The pages of a PDF by PDFium, which may not be used by two threads at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal

import pypdfium2
from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.memory_bound import widen_memory
from knowledge_base.readers.page_parts import Part, page_parts
from knowledge_base.readers.pdf_rulings import rulings
from knowledge_base.readers.ruled_table import Box, Table, grids

if TYPE_CHECKING:
    from knowledge_base.readers.ocr import PageRecognizer

Seen = Literal["text", "recognized", "picture", "blank"]

_DAMAGED = "is a damaged PDF. Open it, print it to a new PDF, and add that."
_LOCKED = "is a PDF locked by a password. Save a copy without one and add that."
_LONGER_SIDE = 2000


@dataclass(frozen=True, slots=True)
class Page:
    """Text and tables, and whether they are the file's own, were recognised from a picture, or are missing from one."""

    parts: tuple[Part, ...]
    seen: Seen


def pdf_pages(data: bytes, limits: Limits) -> list[Page]:
    """All pages in order; raises DocumentUnreadable for what is locked, broken or beyond the limits."""
    try:
        return list(_pages(data, limits))
    except pypdfium2.PdfiumError as exc:
        locked = exc.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        raise (DocumentUnreadable(_LOCKED) if locked else DocumentUnreadable(_DAMAGED)) from exc


def _pages(data: bytes, limits: Limits) -> Iterator[Page]:
    recognizer: PageRecognizer | None = None
    rows = characters = 0
    with closing(pypdfium2.PdfDocument(data)) as document:
        limits.check_pages(len(document))
        for number in range(len(document)):
            with closing(document[number]) as page:
                found = _page(page)
                if found.seen == "picture" and (recognizer := recognizer or _recognizer()):
                    found = _recognized(page, recognizer)
            tables = [part for part in found.parts if isinstance(part, Table)]
            rows += sum(len(table.rows) for table in tables)
            characters += sum(len(cell) for table in tables for row in table.rows for cell in row)
            characters += sum(len(part) for part in found.parts if isinstance(part, str))
            limits.check_rows(rows)
            limits.check_characters(characters)
            yield found


def _page(page: Any) -> Page:
    with closing(page.get_textpage()) as letters:
        if page.get_rotation() and (turned := letters.get_text_range()).strip():
            return Page((turned,), "text")  # its box is the one shown, its letters and lines lie as before the turn
        text = letters.get_text_bounded()
        if text.strip():
            found = grids(*rulings(page))
            return Page(page_parts(Box(*page.get_bbox()), text, found, lambda box: _text_in(letters, box)), "text")
    return Page((), "blank" if next(page.get_objects(), None) is None else "picture")


def _text_in(letters: Any, box: Box) -> str:
    found: str = letters.get_text_bounded(box.left, box.bottom, box.right, box.top)
    return found


def _recognizer() -> PageRecognizer | None:
    """None where the extra is not installed."""
    if find_spec("rapidocr") is None:
        return None
    widen_memory()
    try:
        from knowledge_base.readers.ocr import PageRecognizer
    except ImportError:
        return None
    return PageRecognizer(max(1, min(2, os.cpu_count() or 1)))


def _recognized(page: Any, recognizer: PageRecognizer) -> Page:
    lines = recognizer.lines(page.render(scale=_LONGER_SIDE / max(page.get_size())).to_numpy())
    return Page(("\n".join(lines),), "recognized") if lines else Page((), "picture")
