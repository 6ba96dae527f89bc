"""Markdown (CommonMark with tables) as plain blocks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge_base.readers.blocks import Block, Reading, clean, table_text
from knowledge_base.readers.encoding import decode
from knowledge_base.readers.html_reader import html_blocks
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.readers.lines import Line, join_lines

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_markdown(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Headings, paragraphs, list items with their marks, and tables with one line a row."""
    decoded = decode(data)
    limits.check_characters(len(decoded.text))
    source = _FRONT_MATTER.sub("", decoded.text.replace("\r\n", "\n"))
    blocks = tuple(_blocks(_PARSER.parse(source)))
    title = next((block.text for block in blocks if block.level == 1), None)
    return Reading(blocks, title, decoded.notes)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    marks: list[str] = []
    position = 0
    while position < len(tokens):
        token = tokens[position]
        if token.type == "table_open":
            end = next(i for i in range(position, len(tokens)) if tokens[i].type == "table_close")
            yield Block(table_text(_rows(tokens[position:end]), header=True))
            position = end
        elif token.type == "list_item_open":
            marks.append(f"{token.info}{token.markup} " if token.info else "- ")
        elif token.type == "inline":
            level = int(tokens[position - 1].tag[1]) if tokens[position - 1].type == "heading_open" else 0
            yield Block("".join(marks[-1:]) + _paragraph(_plain(token)), level)
            marks = [*marks[:-1], ""] if marks else marks
        elif token.type in ("fence", "code_block"):
            yield Block(token.content)
        elif token.type == "html_block":
            yield from html_blocks(token.content)
        elif token.type == "list_item_close":
            marks.pop()
        position += 1


def _rows(tokens: Sequence[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(token))
    return rows


def _plain(inline: Token) -> str:
    """The words of a run of text: links by their text, images by their description, no tags."""
    parts = []
    for child in inline.children or ():
        if child.type in ("softbreak", "hardbreak") or child.content.lower().startswith("<br"):
            parts.append("\n")
        elif child.type != "html_inline":
            parts.append(child.content)
    return "".join(parts)


def _paragraph(text: str) -> str:
    return "\n".join(line.text for line in join_lines([Line(line) for line in clean(text).split("\n")]))
