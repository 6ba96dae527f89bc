"""HTML as plain blocks: what a person came to read, without furniture; nothing is run or fetched."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree, html

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading, clean
from knowledge_base.readers.encoding import decode
from knowledge_base.readers.html_table import is_data_table, table_lines
from knowledge_base.readers.limits import STANDARD, Limits

_UNREAD = ("script", "style", "template", "noscript")
_FURNITURE = re.compile("head|nav|footer|aside|iframe|object|svg|button|select|textarea")
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
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,20})", re.IGNORECASE)
_HEAD_BYTES = 4096


def read_html(data: bytes, limits: Limits = STANDARD) -> Reading:
    """Blocks of the main part of a page; the title is its first h1, else what its title element says."""
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    decoded = decode(data, declared[1].decode("ascii", "ignore") if declared else "")
    root = _parse(decoded.text)
    if root is None:
        return Reading((), notes=decoded.notes)
    title = clean(root.xpath("string(//title)")).replace("\n", " ")
    main = next(root.iter("main"), next(root.iter("article"), root))
    blocks = _blocks(main, limits)
    first = next((block.text for block in blocks if block.level == 1), None)
    return Reading(tuple(blocks), first or title or None, decoded.notes)


def html_blocks(markup: str) -> list[Block]:
    """Blocks of a piece of HTML, as it may stand in Markdown."""
    root = _parse(markup)
    return [] if root is None else _blocks(root, STANDARD)


def _parse(markup: str) -> Any:
    """The root element, None for an empty page, without scripts and styles.

    Raises DocumentUnreadable where tags nest deeper than is parsed (2048 levels).
    """
    parser = html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, collect_ids=False
    )
    try:
        root = html.document_fromstring(markup.replace("\0", "").encode(), parser)
    except etree.ParserError:
        root = None
    last = parser.error_log.last_error
    if last is not None and last.level == etree.ErrorLevels.FATAL:
        raise DocumentUnreadable("is HTML nested too deeply to be read. Save it as text or Word and add that.")
    if root is not None:
        etree.strip_elements(root, *_UNREAD, with_tail=False)
    return root


def _blocks(root: Any, limits: Limits) -> list[Block]:
    flow = _Flow(root.tag in _MAIN, limits)
    walk = etree.iterwalk(root, events=("start", "end"))
    skipped = None
    for event, element in walk:
        if event == "start":
            if flow.enter(element):
                flow.say(element.text or "")
            else:
                skipped = element
                walk.skip_subtree()
            continue
        if element is not skipped:
            flow.leave(element)
        if element is not root:
            flow.say(element.tail or "")
    return flow.finished()


class _Flow:
    """Collects text into blocks as elements open and close."""

    def __init__(self, in_main: bool, limits: Limits) -> None:
        self._blocks: list[Block] = []
        self._words: list[str] = []
        self._item_mark = ""
        self._numbers: list[int | None] = []
        self._preformatted = 0
        self._main_parts = int(in_main)
        self._limits, self._characters = limits, 0

    def enter(self, element: Any) -> bool:
        """Whether what is inside the element is to be walked."""
        if self._is_furniture(element):
            return False
        if _HEADING.fullmatch(element.tag):
            self._end()
            self._add(Block(_flat(element.text_content()), int(element.tag[1])))
            return False
        if element.tag == "table" and is_data_table(element):
            self._end()
            self._add(Block(table_lines(element, self._limits)))
            return False
        self._open(element.tag)
        return True

    def leave(self, element: Any) -> None:
        """The element ends."""
        if _BLOCK.fullmatch(element.tag):
            self._end()
        self._preformatted -= element.tag == "pre"
        self._main_parts -= element.tag in _MAIN
        if element.tag in _LISTS:
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

    def _is_furniture(self, element: Any) -> bool:
        if element.tag == "header":
            return not self._main_parts
        hidden = element.get("hidden") is not None or element.get("role") in _FURNITURE_ROLES
        return hidden or _FURNITURE.fullmatch(element.tag) is not None

    def _end(self) -> None:
        text = clean("".join(self._words))
        self._words.clear()
        if text:
            self._add(Block(self._item_mark + text))
            self._item_mark = ""

    def _add(self, block: Block) -> None:
        self._characters += len(block.text)
        self._limits.check_characters(self._characters)
        self._blocks.append(block)


def _flat(text: str) -> str:
    """Line breaks of the source as spaces, and as nothing between Chinese characters."""
    return _SOURCE_BREAK.sub(" ", _WIDE_BREAK.sub("", text)) if "\n" in text else text
