"""Blocks become the document's text and its sections, each with its heading path.

Headings come from the format. The structure of Chinese legal and official texts is read besides: 编, 章, 节
and 条 as the Legislation Law of the PRC names them, and the numbering 一、 and （一） of official documents
(GB/T 9704) where the format gave no headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge_base.document import Section
from knowledge_base.readers.blocks import Block, Reading, clean

_NUMBER = "[一二三四五六七八九十百千零〇0-9０-９]+"
_DIVISIONS = (
    (10, re.compile(f"^第{_NUMBER}(?:编|部分)(?=\\s|$)")),
    (11, re.compile(f"^第{_NUMBER}章(?=\\s|$)")),
    (12, re.compile(f"^第{_NUMBER}节(?=\\s|$)")),
)
_NUMBERED = (
    (13, re.compile("^[一二三四五六七八九十]+、")),
    (14, re.compile("^（[一二三四五六七八九十]+）")),
)
_ARTICLE = re.compile(f"^第{_NUMBER}条(?:之[一二三四五六七八九十]+)?(?![第款项规所和、及或至到的中之外，])")
_ARTICLE_LEVEL = 15
_SENTENCE_END = "。；，：！？;,:"
_LONGEST_HEADING = 120
_LONGEST_NUMBERED_HEADING = 40


def outline(reading: Reading) -> tuple[str, tuple[Section, ...]]:
    """The text with one block after another, and sections in order that cover all of it but headings.

    A heading with neither text nor headings below it is a section of its own. A section begins anew
    where a paragraph begins on another page.
    """
    blocks = [line for block in reading.blocks for line in _single_lines(block) if line.text]
    tops = [block for block in blocks if block.level == 1]
    return _Outliner([(block, len(tops) == 1 and block is tops[0]) for block in blocks]).run()


def _single_lines(block: Block) -> Iterator[Block]:
    text = clean(block.text)
    lines = [text.replace("\n", " ")] if block.level else text.split("\n")
    return (Block(line, block.level, block.page) for line in lines)


class _Outliner:
    """Takes blocks of one line each, with whether a block is the title, which is no part of any path."""

    def __init__(self, blocks: list[tuple[Block, bool]]) -> None:
        self._blocks = blocks
        self._numbered = not any(block.level and not title for block, title in blocks)
        self._parts: list[str] = []
        self._length = 0
        self._path: list[tuple[int, str]] = []
        self._sections: list[Section] = []
        self._open: Section | None = None
        self._childless: Section | None = None

    def run(self) -> tuple[str, tuple[Section, ...]]:
        for block, title in self._blocks:
            level = 1 if title else self._level(block)
            if 0 < level < _ARTICLE_LEVEL:
                self._heading(block, level, title)
            else:
                self._paragraph(block, level)
        self._close(next_level=0)
        return "".join(self._parts), tuple(self._sections)

    def _level(self, block: Block) -> int:
        if block.level and len(block.text) <= _LONGEST_HEADING:
            return block.level
        return division_level(block.text, self._numbered and self._path_level() < _ARTICLE_LEVEL)

    def _path_level(self) -> int:
        return self._path[-1][0] if self._path else 0

    def _heading(self, block: Block, level: int, title: bool) -> None:
        self._close(next_level=level)
        self._climb(level)
        start = self._append(block.text)
        self._childless = Section(self._labels(), start, self._length, block.page)
        if not title:
            self._path.append((level, block.text))

    def _paragraph(self, block: Block, level: int) -> None:
        if level == _ARTICLE_LEVEL:
            self._close(next_level=level)
            self._climb(level)
            self._path.append((level, article_label(block.text)))
        elif self._open and block.page != self._open.page:
            self._close(next_level=level)
        self._childless = None
        start = self._append(block.text)
        first = self._open or Section(self._labels(), start, start, block.page)
        self._open = Section(first.heading_path, first.start, self._length, first.page)

    def _close(self, next_level: int) -> None:
        """End the open section; a heading that nothing stands below becomes one."""
        if self._open:
            self._sections.append(self._open)
        elif self._childless and next_level <= self._path_level():
            self._sections.append(self._childless)
        self._open = self._childless = None

    def _climb(self, level: int) -> None:
        while self._path and self._path[-1][0] >= level:
            self._path.pop()

    def _append(self, text: str) -> int:
        if self._parts:
            self._parts.append("\n")
            self._length += 1
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        return start

    def _labels(self) -> tuple[str, ...]:
        return tuple(label for _, label in self._path)


def division_level(text: str, numbered: bool) -> int:
    """The level of a paragraph that is a heading or an article by its words, else 0.

    Levels are below those of format headings: 编 10, 章 11, 节 12, 一、 13, （一） 14, 条 15.
    """
    if _ARTICLE.match(text):
        return _ARTICLE_LEVEL
    if text[-1:] in _SENTENCE_END or len(text) > _LONGEST_NUMBERED_HEADING:
        return 0
    return _first_level(text, _DIVISIONS) or (_first_level(text, _NUMBERED) if numbered else 0)


def article_label(text: str) -> str:
    """The number an article begins with, as "第十二条"."""
    found = _ARTICLE.match(text)
    return found[0] if found else ""


def _first_level(text: str, patterns: Iterable[tuple[int, re.Pattern[str]]]) -> int:
    return next((level for level, pattern in patterns if pattern.match(text)), 0)
