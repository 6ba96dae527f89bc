"""Pages that are pictures, with and without the extra that recognises them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from importlib.util import find_spec

import pypdfium2
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.pdf_reader import read_pdf

MakePdf = Callable[..., bytes]
without_extra = pytest.mark.skipif(find_spec("rapidocr") is not None, reason="the ocr extra is installed")
with_extra = pytest.mark.skipif(find_spec("rapidocr") is None, reason="needs the ocr extra")


def scan(lines: Sequence[str], text_page: str = "") -> bytes:
    """A PDF with a picture of the lines, and a page of real text before it where one is given."""
    drawn, target = io.BytesIO(), io.BytesIO()
    page = Canvas(drawn, pagesize=(595, 842))
    page.setFont("Helvetica", 24)
    for number, line in enumerate(lines):
        page.drawString(60, 700 - 60 * number, line)
    page.save()
    picture = pypdfium2.PdfDocument(drawn.getvalue())[0].render(scale=2).to_pil()
    made = Canvas(target, pagesize=(595, 842))
    if text_page:
        made.drawString(60, 700, text_page)
        made.showPage()
    made.drawImage(ImageReader(picture), 0, 0, 595, 842)
    made.save()
    return target.getvalue()


@without_extra
def test_a_scan_names_the_extra_that_would_read_it() -> None:
    with pytest.raises(DocumentUnreadable, match=r"scan.*calldesk\[ocr\]"):
        read_pdf(scan(["12345"]))


@without_extra
def test_pages_without_text_are_told_where_others_have_some() -> None:
    reading = read_pdf(scan(["12345"], text_page="Hotline 12345"))
    assert [(block.page, block.text) for block in reading.blocks] == [(1, "Hotline 12345")]
    assert reading.notes[0].startswith("Pages that are pictures without text: 2. Install calldesk[ocr]")


@with_extra
def test_pictures_are_recognised_and_told() -> None:
    reading = read_pdf(scan(["Permit fee 15", "Hotline 12345"], text_page="First page"))
    assert [(block.page, block.text) for block in reading.blocks] == [
        (1, "First page"),
        (2, "Permit fee 15"),
        (2, "Hotline 12345"),
    ]
    assert reading.notes == ("Pages recognised from pictures: 2. Check them against the original.",)


@with_extra
def test_words_beside_each_other_are_one_line() -> None:
    from knowledge_base.readers.ocr import in_lines

    words = [(100.0, 120.0, 300.0, "免费"), (98.0, 121.0, 50.0, "首次"), (140.0, 160.0, 50.0, "补领")]
    assert in_lines(words) == ["首次 免费", "补领"]
