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

LIMIT = 1024 * 1024


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
    first, second = convert(one, LIMIT), convert(two, LIMIT)
    assert first.doc_id == second.doc_id == digest[:16]
    assert first.sha256 == digest
    assert (first.title, first.source, first.kind) == ("甲", "甲.txt", "text")


def test_ending_in_capitals_is_known() -> None:
    assert convert_bytes("通知.MD", "# 停水通知\n今日停水。".encode()).title == "停水通知"


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.md", b"", "empty"),
        ("a.txt", b"x" * (LIMIT + 1), "larger than 1 MB"),
        ("a.doc", b"x", "unknown kind"),
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
        convert(path, LIMIT)
    assert str(failure.value).startswith(f"{name} ")
    assert str(failure.value).endswith(".")
    assert str(tmp_path) not in str(failure.value)


def test_missing_files_and_folders_are_told(tmp_path: Path) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(DocumentUnreadable, match="not a file"):
        convert(tmp_path / "folder.md", LIMIT)
    with pytest.raises(DocumentUnreadable, match="not there"):
        convert(tmp_path / "none.md", LIMIT)


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
