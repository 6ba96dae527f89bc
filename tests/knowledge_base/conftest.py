"""Small documents made on the spot."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from knowledge_base.library import Library
from knowledge_base.store import Store

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


@pytest.fixture
def make_pdf() -> Callable[..., bytes]:
    """A function of pages, each a list of lines; keywords go to the canvas."""

    def make(pages: Sequence[Sequence[str]], **canvas: Any) -> bytes:
        target = io.BytesIO()
        page = Canvas(target, **canvas)
        for lines in pages:
            page.setFont("STSong-Light", 12)
            for number, line in enumerate(lines):
                page.drawString(60, 780 - 20 * number, line)
            page.showPage()
        page.save()
        return target.getvalue()

    return make


def spaced(text: str) -> str:
    """Index tokens: every character alone."""
    return " ".join(text.replace("\n", ""))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "base.db") as store:
        yield store


@pytest.fixture
def library(store: Store, tmp_path: Path) -> Library:
    return Library(store, tmp_path / "originals", {"words": spaced, "sound": str.upper})
