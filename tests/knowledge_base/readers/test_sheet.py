"""Where the header stands, and which columns ask and answer."""

from __future__ import annotations

import pytest

from knowledge_base.readers.sheet import sheet_blocks


def texts(*rows: list[str]) -> list[str]:
    return [block.text for block in sheet_blocks(rows) if block.text]


def test_lines_above_the_header_stay() -> None:
    assert texts(["五月值班表"], ["制表：办公室"], ["日期", "人"], ["1日", "陈明"], ["2日", "李华"]) == [
        "五月值班表",
        "制表：办公室",
        "日期：1日；人：陈明\n日期：2日；人：李华",
    ]


def test_rows_of_figures_are_no_header() -> None:
    assert texts(["3", "5"], ["4", "6"]) == ["3：5", "4：6"]


@pytest.mark.parametrize(
    ("question", "answer"),
    [("问题", "答案"), ("常见问题", "标准答复"), ("问", "答"), ("Question", "Answer"), ("咨询问题*", "答复口径")],
)
def test_columns_that_ask_and_answer(question: str, answer: str) -> None:
    found = texts(["类别", question, answer], ["水务", "怎样报修？", "拨打热线。"])
    assert found == ["问：怎样报修？", "答：拨打热线。", "类别：水务"]


def test_a_question_column_without_answers_is_a_table() -> None:
    assert texts(["问题", "件数"], ["停水", "多"]) == ["问题：停水；件数：多"]


def test_a_header_repeated_on_the_next_page_is_no_question() -> None:
    assert texts(["问题", "答案"], ["甲？", "乙。"], ["问题", "答案"], ["丙？", "丁。"]) == [
        "问：甲？",
        "答：乙。",
        "问：丙？",
        "答：丁。",
    ]


def test_short_rows_are_read() -> None:
    assert texts(["问题", "答案", "部门"], ["甲？", "乙。", "丙"], ["丁？"])[-1] == "问：丁？"
