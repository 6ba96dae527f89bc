"""Passages that operators mark."""

from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.insight.mark_book import MarkBook
from assistant.wiring import Knowledge


@pytest.fixture
def book(knowledge: Knowledge) -> MarkBook:
    return MarkBook(knowledge.store)


def test_a_mark_is_open_until_it_is_handled(book: MarkBook, add: Any) -> None:
    (passage,) = add("停车条例", "停车按小时收费。")
    book.mark("c1", passage, "outdated", "8012", "去年改了")
    assert book.open_passages == {passage.passage_id}
    (mark,) = book.marks()
    assert (mark.kind, mark.reason, mark.seat, mark.call_id, mark.text) == (
        "outdated",
        "去年改了",
        "8012",
        "c1",
        passage.text,
    )
    book.handle(mark.mark_id, "王敏")
    assert book.open_passages == frozenset()
    (handled,) = book.marks()
    assert handled.handled_by == "王敏" and handled.handled_at
    with pytest.raises(AssistantError, match="reload"):
        book.handle(mark.mark_id, "王敏")


def test_one_call_marks_a_passage_once_and_may_add_a_reason(book: MarkBook, add: Any) -> None:
    (passage,) = add("停车条例", "停车按小时收费。")
    book.mark("c1", passage, "wrong")
    book.mark("c1", passage, "wrong", reason="是每小时五元")
    book.mark("c2", passage, "wrong")
    assert [(mark.call_id, mark.reason) for mark in book.marks()] == [("c2", ""), ("c1", "是每小时五元")]
    assert book.of_call("c1")[passage.passage_id].reason == "是每小时五元"
    assert book.open() == 2


def test_a_call_takes_back_its_own_mark_only(book: MarkBook, add: Any) -> None:
    (passage,) = add("停车条例", "停车按小时收费。")
    book.mark("c1", passage, "wrong")
    book.withdraw("c2", passage.passage_id)
    assert book.open_passages
    book.withdraw("c1", passage.passage_id)
    assert not book.open_passages


def test_what_was_handled_can_be_marked_again(book: MarkBook, add: Any) -> None:
    (passage,) = add("停车条例", "停车按小时收费。")
    book.mark("c1", passage, "wrong")
    book.handle(book.marks()[0].mark_id, "")
    book.mark("c1", passage, "wrong")
    assert len(book.marks()) == 2 and book.open() == 1


def test_marks_outlive_the_document_and_the_process(book: MarkBook, knowledge: Knowledge, add: Any) -> None:
    (passage,) = add("停车条例", "停车按小时收费。")
    book.mark("c1", passage, "wrong", reason="\ud800" + "长" * 500)
    knowledge.desk.remove(passage.doc_id)
    again = MarkBook(knowledge.store)
    assert again.open_passages == {passage.passage_id}
    assert len(again.marks()[0].reason) == 200
