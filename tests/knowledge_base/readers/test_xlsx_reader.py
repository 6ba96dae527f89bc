"""Workbooks: sheets as sections, rows that can be read alone, what is hidden or merged or counted."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, time
from typing import Any

import pytest
from openpyxl import Workbook

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Reading
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.xlsx_reader import read_xlsx

Rows = list[list[Any]]


def book(**sheets: Rows) -> Workbook:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return made


def saved(made: Workbook) -> bytes:
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def blocks(reading: Reading) -> list[tuple[int, str]]:
    return [(block.level, block.text) for block in reading.blocks if block.text]


def changed(data: bytes, part: str, pattern: str, by: str) -> bytes:
    """The workbook with one of its parts edited, as other programs write it."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            source = old.read(name).decode()
            new.writestr(name, re.sub(pattern, by, source) if name == part else source)
    return target.getvalue()


def test_questions_and_answers_are_sections() -> None:
    rows = [
        ["便民热线常见问题"],
        ["序号", "问题", "答案", "责任部门"],
        [1, "居住证收费吗？", "首次免费。\n补领15元。", "公安局"],
        [2, "几天办好？", "十个工作日。", None],
    ]
    assert blocks(read_xlsx(saved(book(问答=rows)))) == [
        (2, "问答"),
        (0, "便民热线常见问题"),
        (3, "问：居住证收费吗？"),
        (0, "答：首次免费。\n补领15元。"),
        (0, "序号：1；责任部门：公安局"),
        (3, "问：几天办好？"),
        (0, "答：十个工作日。"),
        (0, "序号：2"),
    ]


def test_tables_name_their_columns_and_sheets_are_headings() -> None:
    made = book(
        水价=[["用户", "单价", "占比"], ["居民", 2.8, 0.75], ["商业", 1234.5, 0.25]], 值班=[["日期", "时间", "值班人"]]
    )
    for row in (2, 3):
        made["水价"].cell(row, 2).number_format = '"¥"#,##0.00'
        made["水价"].cell(row, 3).number_format = "0%"
    made["值班"].append([date(2026, 5, 1), time(8, 30), "陈明"])
    assert blocks(read_xlsx(saved(made))) == [
        (2, "水价"),
        (0, "用户：居民；单价：¥2.80；占比：75%\n用户：商业；单价：¥1,234.50；占比：25%"),
        (2, "值班"),
        (0, "日期：2026-05-01；时间：08:30；值班人：陈明"),
    ]


def test_merged_cells_stand_in_every_row_that_they_span() -> None:
    made = book(值班=[["日期", "班次", "地点"], ["周一", "早班", "北门"], [None, "晚班"], [], ["周二", "早班", "南门"]])
    made["值班"].merge_cells("A2:A4")
    made["值班"].merge_cells("C2:C3")
    assert blocks(read_xlsx(saved(made)))[1][1].splitlines() == [
        "日期：周一；班次：早班；地点：北门",
        "日期：周一；班次：晚班；地点：北门",
        "日期：周二；班次：早班；地点：南门",
    ]


def test_formulas_give_the_result_stored_with_them() -> None:
    data = saved(book(价=[["项目", "金额", "单位"], ["合计", "=1+2", "元"]]))
    part = "xl/worksheets/sheet1.xml"
    assert blocks(read_xlsx(changed(data, part, "<v ?/>|<v></v>", "<v>3</v>")))[1] == (
        0,
        "项目：合计；金额：3；单位：元",
    )
    reading = read_xlsx(data)
    assert blocks(reading)[1] == (0, "项目：合计；单位：元")
    assert reading.notes == (
        "Formulas without a stored result on sheet 价: 1. Open it in Excel, save it and add it again.",
    )


def test_hidden_sheets_are_left_out_and_told() -> None:
    made = book(价=[["甲", "乙"], ["丙", "丁"]], 底稿=[["内部", "数"], ["密", "1"]])
    made["底稿"].sheet_state = "veryHidden"
    reading = read_xlsx(saved(made))
    assert "密" not in "".join(text for _, text in blocks(reading))
    assert reading.notes == ("The hidden sheet 底稿 was left out.",)


def test_a_wrong_size_in_the_file_loses_no_rows() -> None:
    data = saved(book(价=[["甲", "乙"], ["丙", "丁"], ["戊", "己"]]))
    lying = changed(data, "xl/worksheets/sheet1.xml", 'dimension ref="[^"]*"', 'dimension ref="A1"')
    assert blocks(read_xlsx(lying)) == blocks(read_xlsx(data))


def test_very_wide_sheets_are_cut_and_told() -> None:
    reading = read_xlsx(saved(book(宽=[[f"列{n}" for n in range(300)], ["值"] * 300])))
    assert "列199：值" in blocks(reading)[1][1]
    assert "more than 200 columns" in reading.notes[0]


def test_too_many_rows_are_refused() -> None:
    made = book(甲=[["一", "二"]] * 3, 乙=[["一", "二"]] * 3)
    assert read_xlsx(saved(made), Limits(max_rows=6)).blocks
    with pytest.raises(DocumentUnreadable, match="more than 5 rows"):
        read_xlsx(saved(made), Limits(max_rows=5))


def test_an_empty_workbook_has_no_blocks() -> None:
    assert read_xlsx(saved(book(空=[]))).blocks == ()
