"""PDF: the text of each page, without running headers and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.lines import Line, join_lines
from knowledge_base.readers.page_numbers import page_list
from knowledge_base.readers.pdf_pages import Page, pdf_pages

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
_TO_RECOGNIZE = "Install calldesk[ocr] and add it again, or recognise its text (OCR) elsewhere and add the result."


def read_pdf(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Paragraphs with their page; a page without text is recognised where the extra for it is installed.

    Raises DocumentUnreadable for what is encrypted, broken, beyond the limits, or all pictures without text.
    """
    pages = pdf_pages(data, limits)
    texts = [[line for line in clean(page.text).split("\n") if line] for page in pages]
    lines = [Line(text, number) for number, page in enumerate(_without_furniture(texts), 1) for text in page]
    if not lines:
        raise DocumentUnreadable(f"is a PDF of pictures (a scan) without text. {_TO_RECOGNIZE}")
    blocks = tuple(Block(_LOOSE_SPACE.sub("", line.text), 0, line.page) for line in join_lines(lines))
    return Reading(blocks, notes=tuple(_notes(pages)))


def _notes(pages: Sequence[Page]) -> Iterator[str]:
    """What was not the file's own text."""
    if recognized := [number for number, page in enumerate(pages, 1) if page.seen == "recognized"]:
        yield f"Pages recognised from pictures: {page_list(recognized)}. Check them against the original."
    if unread := [number for number, page in enumerate(pages, 1) if page.seen == "picture"]:
        yield f"Pages that are pictures without text: {page_list(unread)}. {_TO_RECOGNIZE}"


def _without_furniture(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Pages without page numbers, and without lines that most pages carry at their edge."""
    numberless = [[line for line in page if not _at_edge_number(line, page)] for page in pages]
    repeats = Counter(shape for page in numberless for shape in {_shape(line) for line in _edges(page)})
    often = {s for s, n in repeats.items() if n >= _FEWEST_REPEATS and n * 2 > len(pages)}
    return [_trimmed(page, often) for page in numberless]


def _at_edge_number(line: str, page: Sequence[str]) -> bool:
    return bool(_PAGE_NUMBER.match(line)) and line in _edges(page)


def _edges(page: Sequence[str]) -> list[str]:
    return [*page[:_EDGE], *page[_EDGE:][-_EDGE:]]


def _trimmed(page: Sequence[str], furniture: set[str]) -> list[str]:
    edge = {*range(_EDGE), *range(len(page) - _EDGE, len(page))}
    return [line for index, line in enumerate(page) if index not in edge or _shape(line) not in furniture]


def _shape(line: str) -> str:
    """A line with its numbers blanked, unless little is left: "公报 第3期" and "公报 第4期" are the same."""
    blanked = _NUMBERS.sub("0", line)
    return blanked if len(blanked.replace("0", "").replace(" ", "")) >= _FEWEST_LETTERS else line
