"""Word files: styles, tables in place, what is left out."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from knowledge_base.readers.docx_reader import read_docx


def blocks(document: Any) -> list[tuple[int, str]]:
    target = io.BytesIO()
    document.save(target)
    return [(block.level, block.text) for block in read_docx(target.getvalue()).blocks if block.text]


def test_headings_and_tables_in_their_place() -> None:
    document = Document()
    document.add_heading("居住证", 0)
    document.add_heading("收费", 1)
    table = document.add_table(3, 3)
    for row, values in enumerate((("项目", "费用", "时限"), ("首次", "免费", "10天"), ("补领", "15元", "5天"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    document.add_paragraph("表后。")
    assert blocks(document) == [
        (1, "居住证"),
        (2, "收费"),
        (0, "项目：首次；费用：免费；时限：10天\n项目：补领；费用：15元；时限：5天"),
        (0, "表后。"),
    ]


def test_without_a_title_style_the_first_heading_is_highest() -> None:
    document = Document()
    document.add_heading("总则", 1)
    document.add_paragraph("甲")
    assert blocks(document) == [(1, "总则"), (0, "甲")]


def test_outline_levels_count_as_headings() -> None:
    document = Document()
    properties = document.add_paragraph("办理条件")._p.get_or_add_pPr()
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), "1")
    properties.append(level)
    assert blocks(document) == [(2, "办理条件")]


def test_merged_cells_are_said_once() -> None:
    document = Document()
    table = document.add_table(1, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "地点"
    table.cell(0, 2).text = "窗口"
    assert blocks(document) == [(0, "地点：窗口")]


def test_insertions_count_and_deletions_do_not() -> None:
    document = Document()
    paragraph = document.add_paragraph("原文")
    for tag, text in (("w:ins", "新增"), ("w:del", "删去"), ("w:moveFrom", "移走")):
        change = OxmlElement(tag)
        run = paragraph.add_run(text)._r
        paragraph._p.append(change)
        change.append(run)
    assert blocks(document) == [(0, "原文新增")]
