"""Pages, paragraphs and furniture of PDFs."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.lib.colors import black
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.pdf_reader import read_pdf

MakePdf = Callable[..., bytes]
FULL = "居民用户按照阶梯水价缴纳水费并且按照供水单位公布的抄表周期和缴费时"


def blocks(data: bytes) -> list[tuple[int | None, str]]:
    return [(block.page, block.text) for block in read_pdf(data).blocks]


def test_paragraphs_are_joined_across_lines_and_pages(make_pdf: MakePdf) -> None:
    pages = [["水价公告", FULL, "间缴清。", FULL], ["间缴清。", "另外一段。"]]
    assert blocks(make_pdf(pages)) == [
        (1, "水价公告"),
        (1, FULL + "间缴清。"),
        (1, FULL + "间缴清。"),
        (2, "另外一段。"),
    ]


def test_running_headers_and_page_numbers_go(make_pdf: MakePdf) -> None:
    numbers = ["- 1 -", "第2页", "3 / 3"]
    pages = [
        [f"澜江市公报 第{n}期", f"{n}段。", "12345", "同句。", f"{n}尾。", f"{n}0元", number]
        for n, number in enumerate(numbers, 1)
    ]
    expected = [text for n in (1, 2, 3) for text in (f"{n}段。", "12345", "同句。", f"{n}尾。", f"{n}0元")]
    assert [text for _, text in blocks(make_pdf(pages))] == expected


def test_typesetting_spaces_go(make_pdf: MakePdf) -> None:
    text = "第一条 满 12 个月， （以下简称甲） 应当在 2026 年 3 月缴费。"
    assert blocks(make_pdf([[text]])) == [(1, "第一条 满12个月，（以下简称甲）应当在2026年3月缴费。")]


def test_a_locked_pdf_is_refused_and_a_restricted_one_read(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentUnreadable, match="password"):
        read_pdf(make_pdf([["密"]], encrypt=StandardEncryption("secret", "owner", strength=128)))
    assert blocks(make_pdf([["密"]], encrypt=StandardEncryption("", "owner", canCopy=0))) == [(1, "密")]


def test_a_scan_is_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentUnreadable, match="OCR"):
        read_pdf(make_pdf([[], ["2"], []]))


def test_a_cut_off_pdf_is_refused(make_pdf: MakePdf) -> None:
    with pytest.raises(DocumentUnreadable, match="damaged"):
        read_pdf(make_pdf([["好"]])[:400])


def with_table(rows: Sequence[Sequence[str]], *style: tuple[Any, ...], lines: str = "GRID") -> bytes:
    """A PDF of a table between two lines of text, over as many pages as it needs."""
    target = io.BytesIO()
    plain = ParagraphStyle("plain", fontName="STSong-Light")
    look = [("FONT", (0, 0), (-1, -1), "STSong-Light"), (lines, (0, 0), (-1, -1), 0.5, black), *style]
    table = LongTable(rows, colWidths=[120] * len(rows[0]), style=look)
    SimpleDocTemplate(target).build([Paragraph("收费公告", plain), Spacer(1, 20), table, Paragraph("以上。", plain)])
    return target.getvalue()


def test_rows_of_ruled_tables_name_their_columns() -> None:
    rows = [["项目", "费用", "时限"], ["首次办理", "免费", "10天"], ["补领", "15元", "10天"]]
    assert blocks(with_table(rows, ("SPAN", (2, 1), (2, 2)))) == [
        (1, "收费公告"),
        (1, "项目：首次办理；费用：免费；时限：10天\n项目：补领；费用：15元；时限：10天"),
        (1, "以上。"),
    ]


def test_a_table_over_two_pages_keeps_its_names() -> None:
    rows = [["项目", "费用", "窗口"], *([f"第{n}项", f"{n}元", f"{n}号"] for n in range(50))]
    found = blocks(with_table(rows))
    assert [page for page, _ in found] == [1, 1, 2, 2]
    lines = [line for _, text in found[1:3] for line in text.split("\n")]
    assert lines == [f"项目：第{n}项；费用：{n}元；窗口：{n}号" for n in range(50)]


@pytest.mark.parametrize("lines", ["BOX", "LINEBELOW", "LINEAFTER"])
def test_text_without_lines_around_each_cell_is_no_table(lines: str) -> None:
    rows = [["项目", "费用", "时限"], ["首次办理", "免费", "10天"], ["补领", "15元", "5天"]]
    texts = [text for _, text in blocks(with_table(rows, lines=lines))]
    assert not [text for text in texts if "项目：" in text]
    assert all(cell in "".join(texts) for row in rows for cell in row)
