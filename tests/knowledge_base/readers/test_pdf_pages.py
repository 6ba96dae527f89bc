"""Pages as PDFium gives them."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers import pdf_pages as module
from knowledge_base.readers.limits import Limits
from knowledge_base.readers.pdf_pages import Page, pdf_pages

MakePdf = Callable[..., bytes]


def test_pages_in_order_with_what_they_are(make_pdf: MakePdf) -> None:
    assert pdf_pages(make_pdf([["甲"], [], ["水费按月", "缴纳。"]]), Limits()) == [
        Page(("甲",), "text"),
        Page((), "blank"),
        Page(("水费按月\r\n缴纳。",), "text"),
    ]


def test_limits_hold(make_pdf: MakePdf) -> None:
    data = make_pdf([["一二三"], ["四五六"]])
    with pytest.raises(DocumentUnreadable, match="has 2 pages, more than 1"):
        pdf_pages(data, Limits(max_pages=1))
    with pytest.raises(DocumentUnreadable, match="more than 5 characters"):
        pdf_pages(data, Limits(max_characters=5))


@pytest.mark.parametrize(("turn", "corner"), [(90, (595, 0)), (180, (595, 842)), (270, (0, 842))])
def test_a_turned_page_keeps_every_letter_in_order(turn: int, corner: tuple[int, int]) -> None:
    """The page is drawn lying, with a ruled table, and turned upright where it is shown."""
    rows, target = [(f"第{number}项", f"{number}元，不足一小时的按一小时计算。") for number in "一二三四"], io.BytesIO()
    page = Canvas(target, pagesize=(595, 842))
    page.setPageRotation(turn)
    page.translate(*corner)
    page.rotate(turn)
    page.setFont("STSong-Light", 12)
    height = 842 if turn == 180 else 595
    for number, row in enumerate(rows):
        for left, cell in zip((60, 210), row, strict=True):
            page.drawString(left, height - 60 - 40 * number, cell)
    page.grid([50, 200, 500], [height - 40 - 40 * number for number in range(5)])
    page.save()
    ((text,),) = [one.parts for one in pdf_pages(target.getvalue(), Limits())]
    assert isinstance(text, str)
    assert "".join(text.split()) == "".join(cell for row in rows for cell in row)


def test_memory_is_widened_only_where_pictures_can_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    monkeypatch.setattr(module, "widen_memory", lambda: pytest.fail("nothing will be loaded"))
    assert module._recognizer() is None
