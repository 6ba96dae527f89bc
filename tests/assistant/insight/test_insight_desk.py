"""The front of it all."""

from collections.abc import Iterator
from typing import Any

import pytest

from assistant.errors import AssistantError
from assistant.insight.insight_desk import InsightDesk, since
from assistant.wiring import Knowledge


@pytest.fixture
def desk(knowledge: Knowledge) -> Iterator[InsightDesk]:
    yield knowledge.insight
    knowledge.insight.close()


def test_the_overview_counts_what_waits(desk: InsightDesk, knowledge: Knowledge, add: Any, log_call: Any) -> None:
    (rule,) = add("停车条例", "市区道路停车位每小时收费三元。")
    add("停车问答", "市区道路停车位每小时收费五元。")
    log_call("c", ("停车", [rule], []), ("婚姻登记在哪里办", [], []))
    desk.marks.mark("c", rule, "wrong")
    before = desk.overview(30)
    assert (before.behind, before.gaps, before.conflicts, before.marks) == (2, 0, 0, 1)
    desk.refresh()
    knowledge.desk.remove(rule.doc_id)
    seen = desk.overview(30)
    assert (seen.behind, seen.gaps, seen.marks, seen.conflicts, seen.recalls) == (0, 1, 1, 1, 1)
    desk.refresh()
    assert desk.overview(30).conflicts == 0


def test_a_draft_is_begun_and_noted(desk: InsightDesk, log_call: Any) -> None:
    drafts = []

    def start(*draft: str) -> str:
        drafts.append(draft)
        return "d1"

    log_call("c", ("婚姻登记在哪里办", [], []))
    desk.refresh()
    (gap,) = desk.gaps.gaps()
    assert desk.start_draft(gap.group_id, "王敏", start) == "d1"
    ((title, _, by, _),) = drafts
    assert (title, by) == ("婚姻登记在哪里办", "王敏")
    (started,) = desk.gaps.gaps()
    assert (started.state, started.by, started.draft_id) == ("started", "王敏", "d1")


def test_a_draft_that_is_refused_leaves_the_group_open(desk: InsightDesk, log_call: Any) -> None:
    def refuse(*_: str) -> str:
        raise AssistantError("Type your name.")

    log_call("c", ("婚姻登记在哪里办", [], []))
    desk.refresh()
    with pytest.raises(AssistantError, match="name"):
        desk.start_draft(desk.gaps.gaps()[0].group_id, "", refuse)
    assert desk.gaps.gaps()[0].state == "open"


def test_passages_never_shown_are_listed_by_document(
    desk: InsightDesk, knowledge: Knowledge, add: Any, log_call: Any
) -> None:
    (used,), (unused,) = add("停车条例", "停车按小时收费。"), add("养犬规定", "养犬应当登记。")
    knowledge.store.write(lambda db: db.execute("UPDATE documents SET added_at = '2020-01-01T00:00:00+00:00'"))
    log_call("c", ("停车", [used], []), days_ago=40)
    desk.refresh()
    assert [(part.title, part.unused) for part in desk.unused.parts(since(90))] == [("养犬规定", 1)]
    assert [part.title for part in desk.unused.parts(since(30))] == ["停车条例", "养犬规定"]
    assert desk.unused.passages(unused.doc_id, since(90)) == [unused]
    assert desk.unused.passages(used.doc_id, since(90)) == []


def test_what_came_later_had_no_chance_to_be_used(desk: InsightDesk, add: Any) -> None:
    add("养犬规定", "养犬应当登记。")
    assert desk.unused.parts(since(1)) == []


def test_the_background_keeps_up_and_says_what_stops_it(
    desk: InsightDesk, log_call: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []

    def fail() -> None:
        looked.append(1)
        desk._closing.set()
        raise ValueError("a caller's words")

    monkeypatch.setattr(desk, "refresh", fail)
    desk.start()
    desk.close()
    assert looked == [1]
    assert desk.overview(30).failed == "ValueError"


def test_closing_stops_the_searches_for_gaps(desk: InsightDesk, log_call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    log_call("c", ("婚姻登记在哪里办", [], []))
    monkeypatch.setattr(desk._searcher, "search", lambda *_: pytest.fail("it was closed"))
    desk.close()
    desk.refresh()
