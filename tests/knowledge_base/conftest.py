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

from knowledge_base.indexer import Progress, Searchable
from knowledge_base.library import Library
from knowledge_base.store import Database, Store

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


class Placed:
    """An indexer that remembers what it was told, in order, and writes nothing."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.prepared = self.settled = 0

    def prepare(self, passages: Sequence[Searchable], progress: Progress) -> list[str]:
        for done, _ in enumerate(passages, 1):
            progress(done, len(passages))
        self.prepared += len(passages)
        return [passage.text for passage in passages]

    def place(self, documents: Sequence[tuple[Sequence[int], list[str]]]) -> Callable[[Database], None]:
        for ids, ready in documents:
            self.texts |= dict(zip(ids, ready, strict=True))
        return lambda _: None

    def settle(self) -> None:
        self.settled += 1


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "base.db") as store:
        yield store


@pytest.fixture
def indexer() -> Placed:
    return Placed()


@pytest.fixture
def library(store: Store, tmp_path: Path, indexer: Placed) -> Library:
    return Library(store, tmp_path / "originals", indexer)
