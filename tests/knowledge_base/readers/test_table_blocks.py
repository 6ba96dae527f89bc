"""Rows with the names of their columns, over pages too."""

from __future__ import annotations

from knowledge_base.readers.blocks import Block
from knowledge_base.readers.ruled_table import Table
from knowledge_base.readers.table_blocks import table_blocks

THREE = (0.0, 100.0, 200.0, 300.0)
NAMES = ("项目", "费用", "时限")
FIRST, SECOND, THIRD = ("首次", "免费", "10天"), ("补领", "15元", "5天"), ("换领", "9元", "3天")


def blocks(*pages: tuple[int, tuple[tuple[str, ...], ...]]) -> list[Block]:
    return list(table_blocks((page, Table(THREE[: len(rows[0]) + 1], rows)) for page, rows in pages))


def test_the_first_full_row_names_the_columns() -> None:
    assert blocks((1, (("收费标准", "", ""), NAMES, FIRST, SECOND))) == [
        Block("收费标准\n项目：首次；费用：免费；时限：10天\n项目：补领；费用：15元；时限：5天", 0, 1)
    ]


def test_a_table_goes_on_with_its_names_on_the_next_page() -> None:
    shifted = Table((1.0, 101.0, 201.0, 301.0), (NAMES, THIRD))
    found = list(table_blocks([(1, Table(THREE, (NAMES, FIRST))), (2, Table(THREE, (SECOND,))), (3, shifted)]))
    assert found == [
        Block("项目：首次；费用：免费；时限：10天", 0, 1),
        Block("项目：补领；费用：15元；时限：5天", 0, 2),
        Block("项目：换领；费用：9元；时限：3天", 0, 3),
    ]


def test_another_table_has_names_of_its_own() -> None:
    other = (("部门", "电话", "窗口"), ("水务局", "8860001", "3号"))
    same_page = blocks((1, (NAMES, FIRST)), (1, other))
    skipped = blocks((1, (NAMES, FIRST)), (3, other))
    assert same_page[1].text == skipped[1].text == "部门：水务局；电话：8860001；窗口：3号"
    wider = [(1, Table(THREE, (NAMES, FIRST))), (2, Table((0.0, 50.0, 200.0, 300.0), other))]
    assert list(table_blocks(wider))[1].text == "部门：水务局；电话：8860001；窗口：3号"


def test_two_columns_are_pairs() -> None:
    assert blocks((1, (("热线", "12345"), ("地址", "解放北路52号"))))[0].text == "热线：12345\n地址：解放北路52号"


def test_a_form_to_be_filled_in_gets_no_names() -> None:
    form = (("申请表", "", ""), ("姓名", "", "电话"), ("住址", "现住址", ""))
    assert blocks((1, form))[0].text == "申请表\n姓名；电话\n住址；现住址"


def test_a_first_row_like_the_others_gives_no_names() -> None:
    rows = (("第1项", "水务局", "早班"), ("第2项", "公安局", "晚班"))
    assert blocks((1, rows))[0].text == "第1项；水务局；早班\n第2项；公安局；晚班"


def test_lines_of_a_cell_are_one() -> None:
    assert (
        blocks((1, (NAMES, ("首次\r\n办理", "免费", "ten\r\ndays"))))[0].text
        == "项目：首次办理；费用：免费；时限：ten days"
    )
