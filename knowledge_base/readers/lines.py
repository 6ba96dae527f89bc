"""Lines as a page or an editor broke them, joined back into paragraphs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge_base.readers.outline import division_level

_ENDS = tuple("。！？；：…”」』!?;:")
_ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十0-9]+）|\(?\d{1,2}[)）.、．]|[-•●■◆*·]\s|问：|答：)"
)
_LABEL = re.compile(r"^[\u4e00-\u9fff ]{2,8}[：:]\s*\S")
_WORD_CHARACTER = re.compile(r"[A-Za-z0-9,.)]")
_NARROWEST, _WIDEST = 48, 140
_SLACK = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it stands on its page; pages count from 1, None where there are none."""

    text: str
    page: int | None = None


def join_lines(lines: Sequence[Line], of: Sequence[Line] = ()) -> list[Line]:
    """Paragraphs; each keeps the page of its first line. An empty line always ends a paragraph.

    A line goes on in the next one when it fills the width that the lines were set to and ends no
    sentence, and the next one begins no numbered item, article, heading or label. Width counts columns,
    two for a wide character (Unicode Standard Annex 11), and is that of all lines `of` the document if given.
    """
    full = _full_width(line.text for line in of or lines)
    paragraphs: list[Line] = []
    before = ""
    for line in lines:
        if line.text and before and _goes_on(before, line.text, full):
            last = paragraphs[-1]
            paragraphs[-1] = Line(joined(last.text, line.text), last.page)
        elif line.text:
            paragraphs.append(line)
        before = line.text
    return paragraphs


def _goes_on(before: str, after: str, full: int | None) -> bool:
    if full is None or _columns(before) < full or before.endswith(_ENDS):
        return False
    return not (division_level(after, numbered=True) or _ITEM.match(after) or _LABEL.match(after))


def _full_width(texts: Iterable[str]) -> int | None:
    """Columns from which a line counts as full; None where the lines were not set to a width."""
    widths = sorted(_columns(text) for text in texts if text)
    if not widths:
        return None
    usual = widths[len(widths) * 9 // 10]
    return usual - _SLACK if _NARROWEST <= usual <= _WIDEST else None


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def joined(left: str, right: str) -> str:
    """Two lines as one, with a space between where words of letters meet."""
    spaced = _WORD_CHARACTER.match(left[-1:]) and _WORD_CHARACTER.match(right[:1])
    return f"{left} {right}" if spaced else left + right
