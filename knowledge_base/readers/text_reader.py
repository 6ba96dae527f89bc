"""Plain text: its bytes decoded, its paragraphs found."""

from __future__ import annotations

import codecs
import re

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading
from knowledge_base.readers.lines import Line, join_lines

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ENCODINGS = ("utf-8-sig", "gb18030")


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030, each strictly; raises DocumentUnreadable for anything else."""
    for encoding in ("utf-16",) if data.startswith(_UTF16_MARKS) else _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(_CONTROLS.findall(text)) * 1000 <= len(text):
            return text
    raise DocumentUnreadable("is not text in UTF-8 or GB18030. Save it as UTF-8 and add it again.")


def read_text(data: bytes) -> Reading:
    """Paragraphs of lines; lines broken at a fixed width are joined again."""
    lines = [Line(line.strip()) for line in decode(data).splitlines()]
    return Reading(tuple(Block(paragraph.text) for paragraph in join_lines(lines)))
