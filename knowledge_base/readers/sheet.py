"""Rows of a sheet as what they are: questions with answers, or a table whose rows name their columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from knowledge_base.readers.blocks import Block, table_text

_QUESTION = re.compile(r"(?:常见|咨询|标准|办事)?(?:问题|提问|问句|问)(?:内容|描述|标题)?|question", re.IGNORECASE)
_ANSWER = re.compile(r"(?:标准|参考|官方)?(?:答案|答复|回答|回复|解答|答)(?:内容|口径|意见)?|answer", re.IGNORECASE)
_FIGURE = re.compile(r"[-+¥￥$€]?[\d,.]+\s?%?|\d{4}-\d\d(?:-\d\d)?(?: \d\d:\d\d)?|\d\d:\d\d")
_MOST_HEADER_WORDS = 40
_LOOKED_AT = 10


def sheet_blocks(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Lines above the header as they are, then a heading for each question, or one line for each row.

    The header is the first row of several short texts without figures that the rows below fill as well.
    """
    at = header_at(rows)
    for row in rows[:at]:
        yield Block(table_text([row], header=False))
    if at == len(rows):
        return
    names = rows[at]
    question, answer = _column(names, _QUESTION), _column(names, _ANSWER)
    if question is None or answer is None or question == answer:
        yield Block(table_text(rows[at:], header=True))
        return
    for row in rows[at + 1 :]:
        if list(row) != list(names):
            yield from _question_blocks(row, names, question, answer)


def header_at(rows: Sequence[Sequence[str]]) -> int:
    """The number of rows above the header; all rows where there is none."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        filled = [cell for cell in row if cell]
        fits = all(len(cell) <= _MOST_HEADER_WORDS and not _FIGURE.fullmatch(cell) for cell in filled)
        below = rows[number + 1 : number + 2]
        if len(filled) > 1 and fits and below and len([cell for cell in below[0] if cell]) > 1:
            return number
    return len(rows)


def _column(names: Sequence[str], wanted: re.Pattern[str]) -> int | None:
    return next((column for column, name in enumerate(names) if wanted.fullmatch(name.strip(" *：:"))), None)


def _question_blocks(row: Sequence[str], names: Sequence[str], question: int, answer: int) -> Iterator[Block]:
    cells = [*row, *[""] * (len(names) - len(row))]
    asked, said = cells[question].replace("\n", " "), cells[answer]
    cells[question] = cells[answer] = ""
    if asked:
        yield Block(f"问：{asked}", 3)
    if said:
        yield Block(f"答：{said}")
    named = [f"{name}：{cell}" for name, cell in zip(names, cells, strict=False) if name and cell]
    if named:
        yield Block("；".join(named).replace("\n", " "))
