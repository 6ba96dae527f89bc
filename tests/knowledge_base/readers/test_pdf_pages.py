"""Pages as PDFium gives them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from knowledge_base.errors import DocumentUnreadable
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
