"""Drafts that travel with an export."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.draft import Draft, DraftContent
from knowledge_base.editorial.draft_book import DraftBook
from knowledge_base.editorial.metadata import Filing
from knowledge_base.errors import KnowledgeError
from knowledge_base.store import Store
from knowledge_base.transfer.draft_extra import DraftExtra

FILING = Filing("市公安局", "澜江市", "居民", "https://example.org/a", ("证件",), date(2030, 1, 1))


@pytest.fixture
def book(store: Store) -> DraftBook:
    return DraftBook(store, Audit(store), second_person=True)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[tuple[DraftBook, Audit]]:
    with Store(tmp_path / "other.db") as store:
        yield DraftBook(store, Audit(store), second_person=True), Audit(store)


@pytest.fixture
def drafts(book: DraftBook) -> list[Draft]:
    """One as begun, one that was rejected."""
    book.start(DraftContent("充电桩", "", filing=FILING), "林岚", "12×")
    sent = book.start(DraftContent("夜间停车", "每次五元。", "0" * 16), "林岚")
    sent = book.submit(sent.draft_id, sent.revision, "林岚")
    book.reject(sent.draft_id, sent.revision, "周舟", "缺少依据")
    return book.drafts()


def by_id(book: DraftBook) -> list[Draft]:
    return sorted(book.drafts(), key=lambda draft: draft.draft_id)


def test_every_draft_travels_whole_and_once(
    book: DraftBook, drafts: list[Draft], other: tuple[DraftBook, Audit]
) -> None:
    rows = DraftExtra(book).rows()
    there, audit = other
    extra = DraftExtra(there)
    extra.check(rows)
    assert (extra.take(rows, "赵六"), extra.take(rows, "赵六")) == (2, 0)
    assert by_id(there) == by_id(book) and len(drafts) == 2
    assert [(line.by, line.action, line.detail) for line in audit.entries(9)] == [("赵六", "imported_drafts", "2")]
    assert extra.rows() == rows


def test_a_draft_that_is_here_stays_as_it_is(book: DraftBook, drafts: list[Draft]) -> None:
    rows = DraftExtra(book).rows()
    old = drafts[0]
    new = book.save(old.draft_id, old.revision, DraftContent("改过的", "改过的。"), "周舟")
    assert DraftExtra(book).take(rows, "") == 0
    assert book.draft(old.draft_id) == new


@pytest.mark.parametrize(
    "change",
    [
        {"draft_id": "<script>"}, {"revision": 0}, {"state": "approved"}, {"writers": []}, {"writers": [" "]},
        {"link": "javascript:alert(1)"}, {"title": "长" * 81}, {"text": 3}, {"saved_at": "9999-01-01T00:00:00+00:00"},
        {"created_at": "2026-01-01T08:00:00"}, {"created_at": "0001-01-01T00:00:00+14:00"}, {"run": "it"},
        {"review": "soon"},
    ],
)  # fmt: skip
def test_drafts_that_nobody_could_have_saved_are_refused(
    book: DraftBook, drafts: list[Draft], change: dict[str, Any]
) -> None:
    extra = DraftExtra(book)
    extra.check(extra.rows())
    with pytest.raises(KnowledgeError):
        extra.check([extra.rows()[0], {**extra.rows()[1], **change}])
