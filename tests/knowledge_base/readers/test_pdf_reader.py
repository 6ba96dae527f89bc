"""Pages, paragraphs and furniture of PDFs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

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
