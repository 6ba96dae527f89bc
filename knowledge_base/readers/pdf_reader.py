"""PDF: the text of each page, without running headers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.lines import Line, join_lines
from knowledge_base.readers.page_numbers import page_list
from knowledge_base.readers.page_parts import Part
from knowledge_base.readers.pdf_pages import Page, pdf_pages
from knowledge_base.readers.ruled_table import Table
from knowledge_base.readers.table_blocks import table_blocks
from knowledge_base.told import Told

_PAGE_NUMBER = re.compile(
    r"^[-—–－·\s]*(?:第?\s*[0-9０-９]{1,4}\s*页?(?:\s*[/，,]?\s*共?\s*[0-9]{1,4}\s*页?)?|page\s+\d+(?:\s+of\s+\d+)?)[-—–－·\s]*$",
    re.IGNORECASE,
)
_NUMBERS = re.compile("[0-9０-９一二三四五六七八九十]+")
_WIDE = "[\u2e80-\u9fff\uff00-\uffef“”‘’…—]"
_MARKS = "，。；：、！？《》（）“”〔〕【】"
_LOOSE_SPACE = re.compile(
    f"(?<=[{_MARKS}]) (?=\\S)|(?<=\\S) (?=[{_MARKS}])"
    f"|(?<=[0-9%％]) (?={_WIDE})|(?<=[\u4e00-\u9fff])(?<![章节条编]) (?=[0-9])"
)
_EDGE = 2
_FEWEST_REPEATS = 3
_FEWEST_LETTERS = 4
_TO_RECOGNIZE = Told(
    "Install calldesk[ocr] and add it again, or recognise its text (OCR) elsewhere and add the result."
)


def read_pdf(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Paragraphs with their page; a page without text is recognised where the extra for it is installed.

    Raises DocumentUnreadable for what is encrypted, broken, beyond the limits, or all pictures without text.
    """
    pages = pdf_pages(data, limits)
    entries = [[entry for part in page.parts for entry in _entries(part)] for page in pages]
    placed = [(number, entry) for number, page in enumerate(_without_furniture(entries), 1) for entry in page]
    if not placed:
        raise DocumentUnreadable("is a PDF of pictures (a scan) without text. {advice}", advice=_TO_RECOGNIZE)
    blocks = tuple(replace(block, text=_LOOSE_SPACE.sub("", block.text)) for block in _blocks(placed))
    return Reading(blocks, notes=tuple(_notes(pages)))


def _entries(part: Part) -> list[Part]:
    """The lines of a text, or the table."""
    return [part] if isinstance(part, Table) else [line for line in clean(part).split("\n") if line]


def _blocks(placed: Sequence[tuple[int, Part]]) -> Iterator[Block]:
    """Paragraphs and tables, from lines and tables with the numbers of their pages."""
    lines = [Line(entry, number) for number, entry in placed if isinstance(entry, str)]
    for _, run in groupby(placed, key=lambda one: isinstance(one[1], str)):
        here = list(run)
        yield from table_blocks((number, entry) for number, entry in here if isinstance(entry, Table))
        found = join_lines([Line(entry, number) for number, entry in here if isinstance(entry, str)], lines)
        yield from (Block(line.text, 0, line.page) for line in found)


def _notes(pages: Sequence[Page]) -> Iterator[str]:
    """What was not the file's own text."""
    if recognized := [number for number, page in enumerate(pages, 1) if page.seen == "recognized"]:
        yield Told(
            "Pages recognised from pictures: {pages}. Check them against the original.", pages=page_list(recognized)
        )
    if unread := [number for number, page in enumerate(pages, 1) if page.seen == "picture"]:
        yield Told(
            "Pages that are pictures without text: {pages}. {advice}", pages=page_list(unread), advice=_TO_RECOGNIZE
        )


def _without_furniture(pages: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """Pages without page numbers, and without lines that most pages carry at their edge."""
    numberless = [[line for line in page if not _at_edge_number(line, page)] for page in pages]
    repeats = Counter(shape for page in numberless for shape in {_shape(line) for line in _edges(page)})
    often = {s for s, n in repeats.items() if n >= _FEWEST_REPEATS and n * 2 > len(pages)}
    return [_trimmed(page, often) for page in numberless]


def _at_edge_number(line: Part, page: Sequence[Part]) -> bool:
    return isinstance(line, str) and bool(_PAGE_NUMBER.match(line)) and line in _edges(page)


def _edges(page: Sequence[Part]) -> list[Part]:
    return [*page[:_EDGE], *page[_EDGE:][-_EDGE:]]


def _trimmed(page: Sequence[Part], furniture: set[Part]) -> list[Part]:
    edge = {*range(_EDGE), *range(len(page) - _EDGE, len(page))}
    return [line for index, line in enumerate(page) if index not in edge or _shape(line) not in furniture]


def _shape(line: Part) -> Part:
    """A line with its numbers blanked, unless little is left: "公报 第3期" and "公报 第4期" are the same."""
    if isinstance(line, Table):
        return line
    blanked = _NUMBERS.sub("0", line)
    return blanked if len(blanked.replace("0", "").replace(" ", "")) >= _FEWEST_LETTERS else line
