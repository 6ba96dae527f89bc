"""Formats by their ending, and every kind of file that cannot be taken in."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.converter import convert, convert_bytes
from knowledge_base.readers.limits import Limits

LIMIT = 1_000_000
LIMITS = Limits(max_bytes=LIMIT)


LAUGHS = b"<!DOCTYPE a [<!ENTITY b 'ha'><!ENTITY c '&b;&b;&b;'>]><a>&c;</a>"
OUTSIDE = b"<?xml version='1.0'?><!-- x --><!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"


def zipped(**entries: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_identity_comes_from_the_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "甲.txt", tmp_path / "乙.txt"
    for path in (one, two):
        path.write_bytes("水费按月缴纳。".encode())
    digest = hashlib.sha256("水费按月缴纳。".encode()).hexdigest()
    first, second = convert(one, LIMITS), convert(two, LIMITS)
    assert first.doc_id == second.doc_id == digest[:16]
    assert first.sha256 == digest
    assert (first.title, first.source, first.kind) == ("甲", "甲.txt", "text")


def test_ending_in_capitals_is_known() -> None:
    assert convert_bytes("通知.MD", "# 停水通知\n今日停水。".encode()).title == "停水通知"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.md", b"", "empty"),
        ("a.txt", b"x" * (LIMIT + 1), r"larger than 1 MB.* CALLDESK_MAX_DOCUMENT_MB\."),
        ("a.doc", b"x", "Save it as .docx"),
        ("a.xls", b"x", "Save it as .xlsx"),
        ("a.PPT", b"x", "Save it as .pptx"),
        ("a.docm", b"x", "with macros.* Save it as .docx"),
        ("a.xlsm", b"x", "with macros.* Save it as .xlsx"),
        ("a.pptm", b"x", "with macros.* Save it as .pptx"),
        ("a.png", b"x", "Put it into a PDF"),
        ("a.exe", b"x", "unknown kind"),
        ("a", b"x", "unknown kind"),
        ("a.pdf", b"PK\x03\x04zip", "ZIP"),
        ("a.pdf", "只是文字".encode(), "not what its ending says"),
        ("a.pdf", b"%PDF-1.4 nonsense", "damaged PDF"),
        ("a.docx", "只是文字".encode(), "not what its ending says"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "password"),
        ("a.docx", b"PK\x03\x04 and then nothing", "damaged Word"),
        ("a.docx", zipped(**{"xl/workbook.xml": b"<a/>"}), "no Word file"),
        ("a.docx", zipped(**{"word/document.xml": b"<a/>"}), "damaged Word"),
        ("a.docx", zipped(**{"word/document.xml": bytes(80 * LIMIT)}), "unpacks to far more"),
        ("a.docx", zipped(**{"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "holds macros"),
        ("a.docx", zipped(**{"word/document.xml": LAUGHS}), "defines XML entities"),
        ("a.xlsx", zipped(**{"word/document.xml": b"<a/>"}), "no Excel file"),
        ("a.xlsx", zipped(**{"xl/workbook.xml": b"<a/>"}), "damaged Excel"),
        ("a.xlsx", zipped(**{"xl/workbook.xml": b"<a/>", "xl/vbaProject.bin": b"x"}), "holds macros"),
        (
            "a.xlsx",
            zipped(**{"xl/workbook.xml": b"<a/>", "xl/sheet": LAUGHS.decode().encode("utf-16")}),
            "XML entities",
        ),
        ("a.pptx", zipped(**{"ppt/presentation.xml": b"<a/>"}), "damaged PowerPoint"),
        ("a.pptx", zipped(**{"ppt/presentation.xml": OUTSIDE}), "defines XML entities"),
        ("a.txt", b"ab\0\0\0\0cd", "is not text"),
        ("a.txt", bytes(range(128, 256)), "is not text"),
        ("a.txt", b"%PDF-1.7", "is a PDF"),
        ("a.md", b"\x89PNG\r\n\x1a\n", "picture"),
        ("a.txt", b" \n\n ", "no text"),
        ("a.html", b"<html><script>alert('x')</script><nav>menu</nav></html>", "no text"),
    ],
)
def test_bad_input_is_told_in_a_sentence(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(DocumentUnreadable, match=says) as failure:
        convert(path, LIMITS)
    assert str(failure.value).startswith(f"{name} ")
    assert str(failure.value).endswith(".")
    assert str(tmp_path) not in str(failure.value)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(DocumentUnreadable, match="not a file"):
        convert(tmp_path / "folder.md", LIMITS)
    with pytest.raises(DocumentUnreadable, match="not there"):
        convert(tmp_path / "none.md", LIMITS)


def test_sections_index_into_the_text(make_pdf: Callable[..., bytes]) -> None:
    documents = [
        convert_bytes("a.md", "# 题\n## 一\n甲。\n## 二\n乙。".encode()),
        convert_bytes("a.html", "<h1>题</h1><h2>一</h2><p>甲。<h2>二</h2><p>乙。".encode()),
        convert_bytes("a.txt", "第一章 总则\n第一条 甲。\n第二条 乙。".encode()),
        convert_bytes("a.pdf", make_pdf([["第一章 总则", "第一条 甲。"], ["第二条 乙。"]])),
    ]
    for document in documents:
        texts = [document.text[section.start : section.end] for section in document.sections]
        assert [text[-2:] for text in texts] == ["甲。", "乙。"], document.kind


def test_notes_come_with_the_document() -> None:
    noted = convert_bytes("水费.txt", "水费按月缴纳。".encode("gb18030"))
    assert noted.text == "水费按月缴纳。"
    assert noted.notes == ("It was read as GB18030: check that the text is right.",)


def test_a_text_beyond_the_limit_is_refused() -> None:
    with pytest.raises(DocumentUnreadable, match=r"a\.md has more than 5 characters"):
        convert_bytes("a.md", "水费按月缴纳。".encode(), Limits(max_characters=5))
    workbook = zipped(**{"xl/workbook.xml": b"<a/>"})
    with pytest.raises(DocumentUnreadable, match=r"unpacks to more than .* CALLDESK_MAX_UNPACKED_MB\."):
        convert_bytes("a.xlsx", workbook, Limits(max_unpacked_bytes=3))


def test_large_files_within_the_limits_are_read_whole(make_pdf: Callable[..., bytes]) -> None:
    pages = convert_bytes(
        "a.pdf", make_pdf([[f"第{number}条 用户应当缴纳{chr(0x4E00 + number) * 4}费。"] for number in range(1, 501)])
    )
    assert (pages.sections[-1].page, pages.sections[-1].heading_path) == (500, ("第500条",))
    rows = "".join(f"<tr><td>第{number}项<td>{number}元<td>每月" for number in range(50_000))
    table = convert_bytes("a.html", f"<table><tr><th>项目<th>费用<th>周期{rows}</table>".encode())
    assert table.text.count("\n") == 49_999
    assert table.text.endswith("项目：第49999项；费用：49999元；周期：每月")
