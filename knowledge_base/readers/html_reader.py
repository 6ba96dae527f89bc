"""HTML as plain blocks: what a person came to read, without furniture; nothing is run or fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PreformattedString

from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.html_table import is_data_table, table_lines
from knowledge_base.readers.text_reader import decode

_PARSER = "lxml"
_FURNITURE = re.compile("head|script|style|nav|footer|aside|template|noscript|iframe|object|svg|button|select")
_FURNITURE_ROLES = ("navigation", "banner", "contentinfo")
_MAIN = ("main", "article")
_LISTS = ("ul", "ol")
_HEADING = re.compile("h[1-6]")
_BLOCK = re.compile(
    "p|div|ul|ol|li|dl|dt|dd|section|article|main|blockquote|pre|figure|figcaption|address|header|table|caption|"
    "tr|td|th|form|fieldset|legend|details|summary|center|hr"
)
_WIDE = "[\u2e80-\u9fff\uff00-\uffef]"
_SOURCE_BREAK = re.compile(r"[ \t\r]*\n\s*")
_WIDE_BREAK = re.compile(f"(?<={_WIDE}){_SOURCE_BREAK.pattern}(?={_WIDE})")


def read_html(data: bytes) -> Reading:
    """Blocks of the main part of a page; the title is its first h1, else what its title element says."""
    soup = BeautifulSoup(decode(data), _PARSER)
    title = clean(soup.title.get_text(" ")) if soup.title else ""
    blocks = _blocks(soup.find("main") or soup.find("article") or soup)
    first = next((block.text for block in blocks if block.level == 1), None)
    return Reading(tuple(blocks), first or title or None)


def html_blocks(markup: str) -> list[Block]:
    """Blocks of a piece of HTML, as it may stand in Markdown."""
    return _blocks(BeautifulSoup(markup, _PARSER))


def _blocks(root: Tag) -> list[Block]:
    """The tree is walked with a stack of its own, since hostile pages nest deeper than Python may recurse."""
    flow = _Flow(root.name in _MAIN)
    waiting: list[Iterator[object]] = [iter(root.contents)]
    open_tags = [root]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
            flow.leave(open_tags.pop())
        elif isinstance(node, Tag):
            if flow.enter(node):
                open_tags.append(node)
                waiting.append(iter(node.contents))
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString):
            flow.say(str(node))
    return flow.finished()


class _Flow:
    """Collects text into blocks as tags open and close."""

    def __init__(self, in_main: bool) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._item_mark = ""
        self._numbers: list[int | None] = []
        self._preformatted = 0
        self._main_parts = int(in_main)

    def enter(self, tag: Tag) -> bool:
        """Whether what is inside the tag is to be walked."""
        if self._is_furniture(tag):
            return False
        if _HEADING.fullmatch(tag.name):
            self._end()
            self._blocks.append(Block(_flat(tag.get_text()), int(tag.name[1])))
            return False
        if tag.name == "table" and is_data_table(tag):
            self._end()
            self._blocks.append(Block(table_lines(tag)))
            return False
        self._open(tag.name)
        return True

    def leave(self, tag: Tag) -> None:
        """The tag ends."""
        if _BLOCK.fullmatch(tag.name):
            self._end()
        self._preformatted -= tag.name == "pre"
        self._main_parts -= tag.name in _MAIN
        if tag.name in _LISTS:
            self._numbers.pop()

    def say(self, text: str) -> None:
        """White space of the source means nothing outside `pre`."""
        self._words.append(text if self._preformatted else _flat(text))

    def finished(self) -> list[Block]:
        """All blocks with text."""
        self._end()
        return [block for block in self._blocks if block.text.strip()]

    def _open(self, name: str) -> None:
        if _BLOCK.fullmatch(name):
            self._end()
        self._preformatted += name == "pre"
        self._main_parts += name in _MAIN
        if name == "br":
            self._words.append("\n")
        elif name in _LISTS:
            self._numbers.append(0 if name == "ol" else None)
        elif name == "li":
            self._item_mark = self._next_mark()

    def _next_mark(self) -> str:
        number = self._numbers[-1] if self._numbers else None
        if number is None:
            return "- "
        self._numbers[-1] = number + 1
        return f"{number + 1}. "

    def _is_furniture(self, tag: Tag) -> bool:
        if tag.name == "header":
            return not self._main_parts
        hidden = tag.has_attr("hidden") or tag.get("role") in _FURNITURE_ROLES
        return hidden or _FURNITURE.fullmatch(tag.name) is not None

    def _end(self) -> None:
        text = clean("".join(self._words))
        self._words.clear()
        if text:
            self._blocks.append(Block(self._item_mark + text))
            self._item_mark = ""


def _flat(text: str) -> str:
    """Line breaks of the source as spaces, and as nothing between Chinese characters."""
    return _SOURCE_BREAK.sub(" ", _WIDE_BREAK.sub("", text))
