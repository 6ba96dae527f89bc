"""What every reader makes of a file: headings and paragraphs in reading order, free of markup."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LOOKALIKE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
_SPACES = re.compile("[^\\S\n]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A heading (`level` 1 is the highest) or a paragraph (`level` 0), which may have several lines.

    `page` counts from 1 where the format has pages.
    """

    text: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All blocks of a file; `title` is the one that the file states itself, None where it states none.

    `notes` are sentences on what an admin should look at: a guessed encoding, pages without text, hidden sheets.
    """

    blocks: tuple[Block, ...]
    title: str | None = None
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Lines without invisible characters, runs of spaces or empty lines.

    Kangxi radicals and compatibility ideographs, which some PDF fonts give in place of the common
    characters, become those (Unicode NFKC of these blocks alone, so that punctuation keeps its width).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    text = _SURROGATE.sub("\ufffd", _INVISIBLE.sub("", text))
    text = _LOOKALIKE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


def table_text(rows: Sequence[Sequence[str]], header: bool) -> str:
    """One line a row that can be read alone: with a header "name：value；name：value", else "key：value".

    Cells repeated by a merge come as empty strings; rows without any text are left out.
    """
    flat = [[clean(cell).replace("\n", " ") for cell in row] for row in rows]
    names = flat[0] if header and len(flat) > 1 else []
    lines = (_row_text(row, names) for row in flat[1 if names else 0 :])
    return "\n".join(line for line in lines if line)


def _row_text(row: Sequence[str], names: Sequence[str]) -> str:
    filled = [(column, cell) for column, cell in enumerate(row) if cell]
    if len(filled) == 2 and not names:
        return f"{filled[0][1]}：{filled[1][1]}"
    if len(filled) < 2 or not names:
        return "；".join(cell for _, cell in filled)
    named = (f"{name}：" if (name := "".join(names[column : column + 1])) else "" for column, _ in filled)
    return "；".join(name + cell for name, (_, cell) in zip(named, filled, strict=True))
