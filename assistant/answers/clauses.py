"""Passages as the sentences, list items, table rows and answers that can be quoted one by one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_MARK = re.compile(
    r"\s*(?:[#>*\s]*(?:[-*•●■◆·]\s+|\d{1,2}(?:[.．](?!\d)|[、)）])\s*|[（(](?:[一二三四五六七八九十]+|\d{1,2})[)）]\s*"
    r"|[①-⑳]\s*|[一二三四五六七八九十]+、\s*|\**答\s*[:：]\**\s*|\*\*))+"
)
_QUESTION = re.compile(r"[\s*#>]*(?:\d{1,2}[.、．]\s*)?\**问\s*\d*\s*[:：]|[^。；]{2,60}[？?][\s*]*$")
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"[\s|:+\-—=]+$")
_ROW = re.compile(r"[^：；。]{1,20}：[^；。]*(?:；[^：；。]{1,20}：[^；。]*)+[。；]?$|\s*\|.*\|\s*$")
_ITEM = re.compile(r"\s*(?:[-*•●■◆·]\s+|\d{1,2}[.．、)）]|[（(](?:[一二三四五六七八九十]+|\d{1,2})[)）]|[①-⑳])")
_SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*[”’」』]?")
_PART = re.compile(r"[^；;]+[；;]*")
_INNER_MARK = re.compile(r"\s(?=[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.．、](?!\d))")
_TO_MACHINE = re.compile(
    r"(?:忽略|无视|不要理会|绕过|忘[记掉])(?:以上|上述|上面|之前|前面|此前|先前|所有|一切|你的|系统).{0,10}"
    r"(?:要求|指令|提示|规则|设定|内容|命令)|系统提示词|人工智能助手|语言模型|你现在是|你将扮演"
    r"|(?:ignore|disregard|forget)\b.{0,40}\b(?:instruction|prompt|rule)|system prompt|<\|",
    re.IGNORECASE,
)
_SHORTEST_SENTENCE = 6
_LONGEST_SENTENCE = 70
_LONGEST_LIST = 260


@dataclass(frozen=True, slots=True)
class Clause:
    """Something quotable: `text == passage.text[start:end]`; `lead` is the question or introduction above it.

    `whole_list` says that it is a list with all its items, which also stand alone as clauses.
    """

    text: str
    start: int
    end: int
    lead: str = ""
    whole_list: bool = False


def addresses_machine(text: str) -> bool:
    """Whether a text gives orders to a language model, as no rule for citizens does."""
    return bool(_TO_MACHINE.search(text))


def is_question(line: str) -> bool:
    """Whether a line asks what the lines below it answer, as in a list of questions and answers."""
    return bool(_QUESTION.match(line))


@lru_cache(maxsize=1024)
def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a passage's text in order, lists first among their items; headings and questions are none.

    Nor is a line that gives orders to a language model: what stands beside them is not to be trusted.
    """
    found: list[Clause] = []
    items: list[Clause] = []
    introduction: Clause | None = None
    question = ""
    for line in re.finditer(r"[^\n]+", text):
        is_item = bool(_ITEM.match(line[0])) and not addresses_machine(line[0])
        if items and not is_item:
            found.extend(_with_list(text, introduction, items))
            items = []
        if is_question(line[0]) or _HEADING.match(line[0]):
            question, introduction = line[0], None
            continue
        if addresses_machine(line[0]):
            continue
        if not is_item and not _ROW.match(line[0]):
            introduction = None
        parts = list(_line_clauses(line[0], line.start(), introduction.text if introduction else question))
        (items if is_item else found).extend(parts)
        if parts and not is_item and line[0].rstrip().endswith(("：", ":")):
            introduction = parts[-1]
    found.extend(_with_list(text, introduction, items))
    return tuple(found)


def _with_list(text: str, introduction: Clause | None, items: list[Clause]) -> Iterator[Clause]:
    """The whole list where it is short enough to be said, then each item."""
    if len(items) > 1:
        start = introduction.start if introduction else items[0].start
        end = items[-1].end
        if end - start <= _LONGEST_LIST:
            yield Clause(text[start:end], start, end, items[0].lead, whole_list=True)
    yield from items


def _line_clauses(line: str, offset: int, lead: str) -> Iterator[Clause]:
    if _RULE.match(line):
        return
    mark = _MARK.match(line)
    begin = mark.end() if mark else 0
    if _ROW.match(line, begin):
        yield _clause(line, begin, len(line), offset, lead)
        return
    for start, end in _cut(line, begin, len(line), _INNER_MARK):
        for first, last in _sentences(line, start, end):
            clause = _clause(line, first, last, offset, lead)
            if clause.text:
                yield clause


def _sentences(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences; a long one in its parts, and a bare "不用。" together with the one that explains it."""
    begin = start
    for sentence in _SENTENCE.finditer(line, start, end):
        if sentence.end() - begin <= _SHORTEST_SENTENCE and sentence.end() < end:
            continue
        if sentence.end() - begin <= _LONGEST_SENTENCE:
            yield begin, sentence.end()
        else:
            yield from (part.span() for part in _PART.finditer(line, begin, sentence.end()))
        begin = sentence.end()


def _cut(line: str, start: int, end: int, border: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for found in border.finditer(line, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _clause(line: str, start: int, end: int, offset: int, lead: str) -> Clause:
    """Without the mark before it and the spaces around it."""
    mark = _MARK.match(line, start, end)
    start = mark.end() if mark else start
    text = line[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Clause(text, offset + start, offset + start + len(text), lead)


_BARE = re.compile(r"\*\*|__|^\s*\||\|\s*$")


def spoken(clause: Clause) -> str:
    """The clause as it is said: without marks of emphasis, table bars and list numbers."""
    lines = [_MARK.sub("", line, count=1) if _MARK.match(line) else line for line in clause.text.split("\n")]
    text = "".join(line.strip() for line in lines)
    return re.sub(r"\s*\|\s*", "，", _BARE.sub("", text)).strip()
