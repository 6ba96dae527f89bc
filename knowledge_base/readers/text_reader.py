"""Plain text: its bytes decoded, its paragraphs found."""

from __future__ import annotations

from knowledge_base.readers.blocks import Block, Reading
from knowledge_base.readers.encoding import decode
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.lines import Line, join_lines


def read_text(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Paragraphs of lines; lines broken at a fixed width are joined again."""
    decoded = decode(data)
    limits.check_characters(len(decoded.text))
    lines = [Line(line.strip()) for line in decoded.text.splitlines()]
    return Reading(tuple(Block(paragraph.text) for paragraph in join_lines(lines)), notes=decoded.notes)
