"""PDF: the text layer of each page, without running headers and page numbers."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence

from pypdf import PasswordType, PdfReader

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.lines import Line, join_lines

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


def read_pdf(data: bytes) -> Reading:
    """Paragraphs with their page; raises DocumentUnreadable for what is encrypted, scanned or broken."""
    try:
        pages = _pages(data)
    except DocumentUnreadable:
        raise
    except Exception as exc:  # pypdf lets many kinds of error through on damaged files
        raise DocumentUnreadable("is a damaged PDF. Open it, print it to a new PDF, and add that.") from exc
    lines = [Line(text, number) for number, page in enumerate(_without_furniture(pages), 1) for text in page]
    if not lines:
        raise DocumentUnreadable(
            "is a PDF of pictures (a scan) without text. Recognise its text (OCR) and add the result."
        )
    return Reading(tuple(Block(_LOOSE_SPACE.sub("", p.text), 0, p.page) for p in join_lines(lines)))


def _pages(data: bytes) -> list[list[str]]:
    """The lines of every page, cleaned and without empty ones."""
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _opens_without_password(reader):
        raise DocumentUnreadable("is a PDF locked by a password. Save a copy without one and add that.")
    return [[line for line in clean(page.extract_text()).split("\n") if line] for page in reader.pages]


def _opens_without_password(reader: PdfReader) -> bool:
    """Whether only printing or copying is restricted; what cannot be decrypted counts as locked."""
    try:
        return reader.decrypt("") != PasswordType.NOT_DECRYPTED
    except Exception:  # an unknown cipher, or one whose package is not installed
        return False


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
