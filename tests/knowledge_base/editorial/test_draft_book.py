"""Drafts and their review by a second person."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.draft import DraftChanged, DraftContent, same_person
from knowledge_base.editorial.draft_book import DraftBook
from knowledge_base.editorial.metadata import Filing
from knowledge_base.errors import KnowledgeError
from knowledge_base.store import Store

PARKING = DraftContent("停车收费", "每小时三元。", "", Filing("城管局", tags=("停车",), review=date(2027, 1, 1)))


@pytest.fixture
def book(store: Store) -> DraftBook:
    return DraftBook(store, Audit(store), second_person=True)


def test_a_draft_is_kept_as_it_was_saved(book: DraftBook) -> None:
    first = book.start(PARKING, " 林岚 ", "三次没有答案")
    assert (first.state, first.revision, first.author, first.content) == ("draft", 1, "林岚", PARKING)
    saved = book.save(first.draft_id, 1, DraftContent("停车收费", "每小时五元。"), "周舟")
    assert (saved.revision, saved.author, saved.saved_by, saved.content.text) == (2, "林岚", "周舟", "每小时五元。")
    assert book.draft(first.draft_id) == saved
    assert book.drafts() == [saved]
    again = book.save(first.draft_id, 2, PARKING, "林岚")
    assert (again.writers, again.reason) == (("林岚", "周舟", "林岚"), "三次没有答案")


def test_the_second_of_two_savings_is_refused_and_nothing_is_lost(book: DraftBook) -> None:
    draft = book.start(PARKING, "林岚")
    theirs = book.save(draft.draft_id, 1, DraftContent("停车收费", "周舟写的。"), "周舟")
    with pytest.raises(DraftChanged, match="周舟") as refused:
        book.save(draft.draft_id, 1, DraftContent("停车收费", "林岚写的。"), "林岚")
    assert refused.value.current == theirs
    assert book.draft(draft.draft_id) == theirs
    for step in (book.submit, book.discard):
        with pytest.raises(DraftChanged):
            step(draft.draft_id, 1, "林岚")


def test_a_second_person_reviews(book: DraftBook) -> None:
    draft = book.start(PARKING, "Lin Lan")
    book.save(draft.draft_id, 1, PARKING, "周舟")
    sent = book.submit(draft.draft_id, 2, "周舟")
    for name in ("lin lan", " ＬＩＮ　LAN ", "周舟"):
        with pytest.raises(KnowledgeError, match="second person"):
            book.published(draft.draft_id, sent.revision, name, "d1")
    back = book.reject(draft.draft_id, sent.revision, "何禾", "缺少依据")
    assert (back.state, back.reviewer, back.note) == ("rejected", "何禾", "缺少依据")
    mended = book.save(draft.draft_id, back.revision, PARKING, "Lin Lan")
    assert mended.state == "draft"
    again = book.submit(draft.draft_id, mended.revision, "Lin Lan")
    done = book.published(draft.draft_id, again.revision, "何禾", "d1")
    assert (done.state, done.doc_id, done.note) == ("published", "d1", "")
    with pytest.raises(DraftChanged, match=r"^何禾 changed this entry meanwhile"):
        book.reject(draft.draft_id, again.revision, "严言", "迟了一步")


def test_the_rule_can_be_off(store: Store) -> None:
    book = DraftBook(store, Audit(store), second_person=False)
    draft = book.start(PARKING, "林岚")
    book.submit(draft.draft_id, 1, "林岚")
    assert book.published(draft.draft_id, 2, "林岚", "d1").state == "published"


def test_states_allow_only_what_follows_from_them(book: DraftBook) -> None:
    draft = book.start(PARKING, "林岚")
    with pytest.raises(KnowledgeError, match="is draft"):
        book.published(draft.draft_id, 1, "周舟", "d1")
    book.submit(draft.draft_id, 1, "林岚")
    for step in (lambda: book.save(draft.draft_id, 2, PARKING, "林岚"), lambda: book.submit(draft.draft_id, 2, "林岚")):
        with pytest.raises(KnowledgeError, match="is submitted"):
            step()
    with pytest.raises(KnowledgeError, match="Say why"):
        book.reject(draft.draft_id, 2, "周舟", " ")
    book.published(draft.draft_id, 2, "周舟", "d1")
    with pytest.raises(KnowledgeError, match="is published"):
        book.discard(draft.draft_id, 3, "林岚")


@pytest.mark.parametrize(
    "content",
    [DraftContent("题" * 81, "x"), DraftContent("x", "字" * 200_001), DraftContent("x", "\ud800"),
     DraftContent("x", "y", filing=Filing(link="javascript:x"))],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_whole(book: DraftBook, content: DraftContent) -> None:
    with pytest.raises(KnowledgeError):
        book.start(content, "林岚")
    assert book.drafts() == []


@pytest.mark.parametrize("name", ["", "  ", "\u200b\n"])
def test_nobody_is_nobody(book: DraftBook, name: str) -> None:
    draft = book.start(PARKING, "林岚")
    for step in (
        lambda: book.start(PARKING, name),
        lambda: book.save(draft.draft_id, 1, PARKING, name),
        lambda: book.submit(draft.draft_id, 1, name),
        lambda: book.reviewable(draft.draft_id, 1, name),
        lambda: book.discard(draft.draft_id, 1, name),
    ):
        with pytest.raises(KnowledgeError, match="name"):
            step()


def test_an_entry_without_words_is_not_submitted(book: DraftBook) -> None:
    draft = book.start(DraftContent("停车收费", " "), "林岚")
    with pytest.raises(KnowledgeError, match="title and a text"):
        book.submit(draft.draft_id, 1, "林岚")


def test_the_record_tells_of_each_step_but_not_what_was_written(book: DraftBook, store: Store) -> None:
    draft = book.start(PARKING, "林岚", "三次没有答案")
    book.submit(draft.draft_id, 1, "林岚")
    book.reject(draft.draft_id, 2, "周舟", "缺少依据")
    book.discard(draft.draft_id, 3, "林岚")
    assert book.drafts() == []
    entries = Audit(store).entries(10, draft.draft_id)
    assert [(one.action, one.by, one.detail) for one in reversed(entries)] == [
        ("drafted", "林岚", "三次没有答案"),
        ("submitted", "林岚", ""),
        ("rejected", "周舟", "缺少依据"),
        ("discarded", "林岚", ""),
    ]
    assert not any("每小时" in one.detail + one.title for one in entries)
    with pytest.raises(KnowledgeError, match="no such draft"):
        book.draft(draft.draft_id)


def test_names_are_compared_as_people_read_them() -> None:
    assert same_person("林 岚", "林岚 ")
    assert not same_person("林岚", "林岗")
