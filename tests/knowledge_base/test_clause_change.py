"""Two versions of a document, clause by clause."""

from __future__ import annotations

from knowledge_base.clause_change import ClauseChange, clause_changes
from knowledge_base.document import Document
from knowledge_base.readers.blocks import Reading
from knowledge_base.readers.outline import outline
from knowledge_base.readers.text_reader import read_text


def document(*lines: str) -> Document:
    reading: Reading = read_text("\n\n".join(lines).encode())
    text, sections = outline(reading)
    return Document("d", "条例", "条例.txt", "text", text, sections, "")


FEE, FINE = "停车按小时收费，每小时三元。", "违反规定的，处二百元罚款。"
OLD = document("第一章 总则", f"第一条 {FEE}", "第二条 夜间停车免费。", f"第三条 {FINE}")


def test_what_is_alike_is_worded_anew_and_the_rest_came_or_went() -> None:
    new = document("第一章 总则", "第一条 停车按小时收费，每小时五元。", f"第二条 {FINE}", "第三条 军车优先。")
    assert clause_changes(OLD, new) == [
        ClauseChange("changed", ("第一章 总则", "第一条"), f"第一条 {FEE}", f"第一条 {FEE}".replace("三", "五")),
        ClauseChange("removed", ("第一章 总则", "第二条"), "第二条 夜间停车免费。", ""),
        ClauseChange("added", ("第一章 总则", "第三条"), "", "第三条 军车优先。"),
    ]  # fmt: skip


def test_another_number_or_other_spaces_are_no_change() -> None:
    new = document(
        "第一章 总则",
        f"第一条 {FEE}".replace("小时收", "小时 收"),
        "第二条 夜间停车免费。",
        f"第五条 {FINE}",
    )
    assert clause_changes(OLD, new) == clause_changes(OLD, OLD) == []


def test_a_rewritten_document_is_compared_without_pairing_everything() -> None:
    before, after = (document(*(f"{word}{n}号的规定如下。" for n in range(150))) for word in ("甲", "乙"))
    kinds = [change.kind for change in clause_changes(before, after)]
    assert kinds == ["added"] * 150 + ["removed"] * 150


def test_a_long_table_is_compared_in_time() -> None:
    rows = "普通小客车\n" * 20_000
    fees = ("每小时三元。", "每小时五元。")
    old, new = (Document("d", "t", "s", "text", f"{rows}{fee}\n{rows}", (), "") for fee in fees)
    assert clause_changes(old, new) == [ClauseChange("changed", (), *fees)]
    assert clause_changes(old, old) == []
    empty = Document("d", "t", "s", "text", "", (), "")
    assert {change.kind for change in clause_changes(old, empty)} == {"removed"}


def test_documents_without_sections_are_compared_by_line() -> None:
    old, new = (Document("d", "t", "s", "text", text, (), "") for text in ("甲事。\n乙事。", "甲事。\n丙件东西。"))
    assert [(change.old, change.new) for change in clause_changes(old, new)] == [("", "丙件东西。"), ("乙事。", "")]
