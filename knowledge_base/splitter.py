"""Documents into passages of a size to read at a glance, cut at the ends of lines and sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge_base.document import Document, Section

SIZE = 320
MOST_OVERLAP = 40
_SEPARATORS = ["\n", "。", "！", "？", "；", "，", "、", " ", ""]
_TINY_SHARE = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A passage before it has an identity: `document.text[start:end]`, never empty, no space at its ends."""

    heading_path: tuple[str, ...]
    page: int | None
    start: int
    end: int


def split(document: Document, size: int = SIZE, overlap: int = 0) -> list[Span]:
    """Spans in order, at most about `size` characters each, that leave out nothing but headings.

    Sections are cut apart; what is then shorter than a fifth of `size` joins a neighbour of the same
    section or under the same parent heading, when both together stay within 1.2 times `size`. `overlap`
    (0 to 40 characters) repeats the end of a passage in the next one of the same section. A document
    without sections is taken as one.
    """
    if not (size > MOST_OVERLAP >= overlap >= 0):
        raise ValueError(f"size must be above {MOST_OVERLAP} and overlap from 0 to {MOST_OVERLAP}")
    splitter = RecursiveCharacterTextSplitter(
        separators=_SEPARATORS,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=overlap,
        add_start_index=True,
    )
    sections = document.sections or (Section((), 0, len(document.text)),)
    pieces = (piece for section in sections for piece in _cut(document.text, section, splitter))
    return list(_merged(pieces, document.text, size))


def _cut(text: str, section: Section, splitter: RecursiveCharacterTextSplitter) -> Iterator[Span]:
    for chunk in splitter.create_documents([text[section.start : section.end]]):
        start = section.start + int(chunk.metadata["start_index"])
        yield Span(section.heading_path, section.page, start, start + len(chunk.page_content))


def _merged(pieces: Iterator[Span], text: str, size: int) -> Iterator[Span]:
    tiny = size // _TINY_SHARE
    held: Span | None = None
    for piece in pieces:
        joined = held and _joined(held, piece, text, tiny, size + tiny)
        if held and not joined:
            yield held
        held = joined or piece
    if held:
        yield held


def _joined(first: Span, second: Span, text: str, tiny: int, most: int) -> Span | None:
    """Both as one under the path they share, or None where they must stay apart."""
    path = _shared_path(first, second)
    if path is None or min(_length(first), _length(second)) >= tiny:
        return None
    start = _with_headings(text, first.start, first.heading_path[len(path) :])
    if second.end - start > most:
        return None
    return replace(first, heading_path=path, start=start, end=second.end)


def _shared_path(first: Span, second: Span) -> tuple[str, ...] | None:
    """The parent's path of siblings; the path of the longer one of parent and child; None for strangers."""
    one, two = first.heading_path, second.heading_path
    if one == two or one == two[:-1] or two == one[:-1]:
        return one if _length(first) >= _length(second) else two
    return one[:-1] if one[:-1] == two[:-1] else None


def _length(span: Span) -> int:
    return span.end - span.start


def _with_headings(text: str, start: int, dropped: tuple[str, ...]) -> int:
    """Where a passage begins when the headings that its path loses are taken into it."""
    for label in reversed(dropped):
        before = text[:start].rstrip()
        if before.endswith(label):
            start = len(before) - len(label)
    return start
