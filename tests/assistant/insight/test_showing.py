"""Which call showed what, read from stored streams."""

from typing import Any

import pytest

from assistant.insight import showing
from assistant.insight.showing import Reach, ShowingIndex
from assistant.tickets.ticket_book import TicketBook
from assistant.wiring import Knowledge


@pytest.fixture
def rules(add: Any) -> list[Any]:
    first = "第一条 停车按小时收费，每小时三元。" * 12
    passages: list[Any] = add("停车条例", f"{first}\n\n第二条 夜间停车免费。{'夜间指二十二时至次日六时。' * 20}")
    assert len(passages) > 1
    return passages


def test_calls_logged_before_the_index_was_there_are_in_it(
    knowledge: Knowledge, rules: list[Any], log_call: Any
) -> None:
    log_call("early", ("停车多少钱", rules[:2], rules[:1]), days_ago=3)
    log_call("late", ("夜间停车", rules[1:2], []))
    index = ShowingIndex(knowledge.store)
    assert index.behind() == 2
    assert index.catch_up() == 2
    shown = index.shown_in(rules[0].doc_id)
    first, second = rules[0].passage_id, rules[1].passage_id
    assert [(one.call_id, one.passages, one.quoted) for one in shown] == [
        ("late", (second,), ()),
        ("early", (first, second), (first,)),
    ]
    assert [one.call_id for one in index.shown_in(rules[0].doc_id, [first])] == ["early"]
    assert shown[0].at > shown[1].at


def test_a_suggestion_that_is_shown_again_counts_once_and_a_later_citation_counts(
    knowledge: Knowledge, rules: list[Any], log_call: Any
) -> None:
    log_call("c", *(("停车", rules[:1], cited) for cited in ([], [], rules[:1])))
    index = ShowingIndex(knowledge.store)
    index.catch_up()
    assert index.reach(rules[0].doc_id) == Reach(1, 1, 0)
    assert index.catch_up() == 0


def test_tickets_of_the_calls_are_counted_and_named(knowledge: Knowledge, rules: list[Any], log_call: Any) -> None:
    log_call("c", ("停车", rules[:1], []))
    log_call("other", ("停车", rules[1:2], []))
    book = TicketBook(knowledge.store)
    number = book.submit("c", {"title": "停车收费"})
    index = ShowingIndex(knowledge.store)
    index.catch_up()
    assert index.reach(rules[0].doc_id) == Reach(2, 0, 1)
    assert index.reach(rules[0].doc_id, [rules[1].passage_id]) == Reach(1, 0, 0)
    (shown,) = index.shown_in(rules[0].doc_id, [rules[0].passage_id])
    assert shown.tickets == (number,)
    assert index.ticket_texts(["c", "other"]) == {"c": "停车收费"}


def test_it_goes_on_where_it_stopped(
    knowledge: Knowledge, rules: list[Any], log_call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showing, "STEP", 2)
    for number in range(5):
        log_call(f"c{number}", ("停车", rules[:1], []))
    index = ShowingIndex(knowledge.store)
    assert index.catch_up() == 5
    log_call("c5", ("停车", rules[:1], []))
    assert index.behind() == 1
    assert index.catch_up() == 1
    assert index.reach(rules[0].doc_id).calls == 6


def test_the_new_suggestions_are_found_by_their_index(knowledge: Knowledge) -> None:
    ShowingIndex(knowledge.store)
    query = "SELECT rowid FROM call_events WHERE kind = 'Suggestion' AND rowid > 5 ORDER BY rowid LIMIT 9"
    (plan,) = knowledge.store.read(lambda db: [row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {query}")])
    assert "call_suggestions" in plan
    assert "SCAN" not in plan
