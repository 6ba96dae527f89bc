"""What calls were told by documents that changed, ended or were taken out."""

from datetime import date, timedelta
from typing import Any

import pytest

from assistant.insight.recall import Recall, RecallList
from assistant.insight.showing import ShowingIndex
from assistant.tickets.ticket_book import TicketBook
from assistant.wiring import Knowledge

FEES = "第一条 停车按小时收费，每小时三元。每日最高三十元，超过部分不再收费。"
NIGHT = "第二条 夜间停车免费，夜间指二十二时至次日六时，节假日同样适用本条规定。"
TODAY = date.today()


def long(*clauses: str) -> str:
    """Clauses that are each a passage of their own."""
    return "\n\n".join(f"{clause}{'本条由市城市管理部门负责解释并向社会公布执行情况。' * 12}" for clause in clauses)


@pytest.fixture
def recalls(knowledge: Knowledge) -> Any:
    showings = ShowingIndex(knowledge.store)
    listed = RecallList(knowledge.library, showings)

    def since(days: int = 30) -> list[Recall]:
        showings.catch_up()
        return listed.recalls(TODAY - timedelta(days=days), TODAY)

    since.listed = listed  # type: ignore[attr-defined]
    return since


def test_a_document_that_holds_is_not_recalled(add: Any, log_call: Any, recalls: Any) -> None:
    log_call("c", ("停车", add("停车条例", FEES), []))
    assert recalls() == []


def test_of_a_new_version_only_calls_that_showed_what_changed_count(add: Any, log_call: Any, recalls: Any) -> None:
    old = add("停车条例", long(FEES, NIGHT))
    fees = [p for p in old if "每小时三元" in p.text]
    night = [p for p in old if p not in fees]
    assert fees and night
    log_call("told-fee", ("停车多少钱", fees, fees))
    log_call("told-night", ("夜间停车", night, night))
    new = add("停车条例", long(FEES.replace("三元", "五元"), NIGHT))
    (found,) = recalls()
    assert (found.kind, found.doc_id, found.successor) == ("replaced", old[0].doc_id, new[0].doc_id)
    assert found.passages == {p.passage_id for p in fees}
    assert (found.reach.calls, found.reach.quoted) == (1, 1)
    shown = recalls.listed.showings(found.doc_id, found.passages)
    assert [one.call_id for one in shown] == ["told-fee"]


def test_a_document_that_ended_concerns_all_its_calls(
    knowledge: Knowledge, add: Any, log_call: Any, recalls: Any
) -> None:
    passages = add("停车条例", FEES)
    log_call("c", ("停车", passages, []), days_ago=200)
    knowledge.library.set_validity(passages[0].doc_id, None, TODAY - timedelta(days=10))
    (found,) = recalls()
    assert (found.kind, found.day, found.passages) == ("ended", TODAY - timedelta(days=10), None)
    assert found.reach.calls == 1
    assert recalls(5) == []


def test_a_removed_document_is_recalled_by_its_title(
    knowledge: Knowledge, add: Any, log_call: Any, recalls: Any
) -> None:
    passages = add("停车条例", FEES)
    log_call("c", ("停车", passages, passages))
    knowledge.desk.remove(passages[0].doc_id)
    (found,) = recalls()
    assert (found.kind, found.title, found.reach.calls) == ("removed", "停车条例", 1)


def test_a_ticket_that_repeats_the_passage_quotes_it(
    knowledge: Knowledge, add: Any, log_call: Any, recalls: Any
) -> None:
    passages = add("停车条例", FEES)
    for call in ("repeats", "other"):
        log_call(call, ("停车", passages, []))
    tickets = TicketBook(knowledge.store)
    tickets.submit("repeats", {"title": "停车", "description": "已告知：停车按小时收费，每小时三元。"})
    tickets.submit("other", {"title": "停车", "description": "停车收费咨询"})
    recalls()
    quoted = {one.call_id: one.quoted for one in recalls.listed.showings(passages[0].doc_id)}
    assert quoted == {"repeats": (passages[0].passage_id,), "other": ()}
