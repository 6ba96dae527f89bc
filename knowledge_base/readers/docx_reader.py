"""DOCX (ECMA-376 WordprocessingML): headings by style or outline level, tables where they stand."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from docx import Document as open_docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, table_text
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.package import check_package
from knowledge_base.told import Told

_HEADING = re.compile(r"^(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_TITLE = re.compile(r"^(?:title|标题)$", re.IGNORECASE)
_CONTENTS = re.compile(r"^(?:toc|目录)\s*\d*", re.IGNORECASE)
_LEFT_OUT = {qn(name) for name in ("w:del", "w:moveFrom", "w:drawing", "w:pict", "w:object", "w:footnoteReference")}
_DAMAGED = Told(
    "is a damaged {program} file. Open it, save it again as {ending}, and add that.", program="Word", ending=".docx"
)
_BREAKS = {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " "}
_CONTAINERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins")}
_DEEPEST_STYLE = 10


def read_docx(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Blocks of the body; headers, footers, notes, pictures and deleted text are left out.

    Raises DocumentUnreadable for what is broken, locked, holds macros or goes beyond the limits.
    """
    check_package(data, "word/document.xml", "Word", ".docx", limits)
    try:
        body = open_docx(io.BytesIO(data))
        limits.check_rows(sum(1 for _ in body.element.body.iter(qn("w:tr"))))
        blocks = tuple(_blocks(body.element.body, body))
    except (DocumentUnreadable, MemoryError):
        raise
    except Exception as exc:  # python-docx and lxml let many kinds of error through on damaged files
        raise DocumentUnreadable(_DAMAGED) from exc
    if not any(block.level == 1 for block in blocks):
        blocks = tuple(replace(block, level=max(block.level - 1, 0)) for block in blocks)
    return Reading(blocks, next((block.text for block in blocks if block.level == 1), None))


def _blocks(container: Any, document: Any) -> Iterator[Block]:
    for child in container:
        if child.tag == qn("w:p"):
            yield from _paragraph(Paragraph(child, document))
        elif child.tag == qn("w:tbl"):
            yield Block(_table(Table(child, document)))
        elif child.tag in _CONTAINERS:
            yield from _blocks(child, document)


def _paragraph(paragraph: Paragraph) -> Iterator[Block]:
    style = paragraph.style
    name = (style.name if style is not None else "") or ""
    if not _CONTENTS.match(name):
        yield Block("".join(_words(paragraph._p)), _level(paragraph, name))


def _words(element: Any) -> Iterator[str]:
    """Text in order, with that of links, fields and insertions, without deletions and drawings."""
    for child in element:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _LEFT_OUT and isinstance(child.tag, str):
            yield from _words(child)


def _level(paragraph: Paragraph, name: str) -> int:
    """0 for text, 1 for what has the title style, 2 for the highest heading, and so on."""
    if _TITLE.match(name):
        return 1
    if found := _HEADING.match(name):
        return int(found[1]) + 1
    return _outline_level(paragraph)


def _outline_level(paragraph: Paragraph) -> int:
    """The outline level of the paragraph or of the styles it builds on (0 to 8 in the file), plus two."""
    holder, style = paragraph._p, paragraph.style
    for _ in range(_DEEPEST_STYLE):
        levels = holder.xpath("./w:pPr/w:outlineLvl/@w:val")
        if levels:
            return int(levels[0]) + 2 if levels[0] in "012345678" else 0
        if style is None:
            return 0
        holder, style = style.element, style.base_style
    return 0


def _table(table: Table) -> str:
    rows = []
    for row in table.rows:
        cells = [cell._tc for cell in row.cells]
        rows.append(["" if i and cells[i - 1] is tc else _cell(tc) for i, tc in enumerate(cells)])
    first = table.rows[0]._tr if rows else None
    marked = first is not None and bool(first.xpath("./w:trPr/w:tblHeader"))
    return table_text(rows, header=marked or (len(rows) > 2 and len(rows[0]) > 2))


def _cell(tc: Any) -> str:
    return " ".join("".join(_words(p)) for p in tc.iter(qn("w:p")))
