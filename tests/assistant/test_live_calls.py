import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.errors import DeskFull
from assistant.events import CallStarted
from assistant.live_calls import LiveCall, LiveCalls


@pytest.fixture
def calls() -> LiveCalls:
    return LiveCalls(0, lambda: True)


def begin(calls: LiveCalls, call_id: str, operator: str = "8001", source: str = "line") -> Any:
    started = CallStarted(source, call_id, "vosk", "2026-03-02T01:30:00+00:00", operator)
    session: Any = SimpleNamespace(call_id=call_id, operator=operator, started=started, hearing="on", ended=False)
    session.hang_up = lambda: setattr(session, "ended", True)
    calls.open(lambda: session, heard=source != "typed")
    return session


def attended(calls: LiveCalls, known: set[str], then: Callable[[], object]) -> str:
    """What is attended by somebody who waits when it happens."""
    found: list[str] = []
    waiting = threading.Thread(target=lambda: found.append(calls.attend("8001", known, 60)), daemon=True)
    waiting.start()
    then()
    waiting.join(10)
    assert found, "whoever waited was not woken"
    return found[0]


def test_the_calls_that_go_on_are_listed_the_newest_first_with_what_may_change(calls: LiveCalls) -> None:
    first, _ = begin(calls, "a", ""), begin(calls, "b", source="microphone")
    begin(calls, "c").hang_up()
    first.hearing, first.operator = "paused", "8002"
    assert calls.live() == [
        LiveCall("b", "b", "8001", "microphone", "2026-03-02T01:30:00+00:00", "on"),
        LiveCall("a", "a", "8002", "line", "2026-03-02T01:30:00+00:00", "paused"),
    ]


def test_a_call_is_attended_by_its_own_extension_as_soon_as_it_opens(calls: LiveCalls) -> None:
    assert attended(calls, set(), lambda: (begin(calls, "a", "8002"), begin(calls, "b"))) == "b"
    assert calls.attend("8001", set(), 0) == "b"
    assert calls.attend("", set(), 0) == calls.attend("8003", set(), 0) == ""


def test_calls_that_came_together_are_attended_one_after_the_other_the_oldest_first(calls: LiveCalls) -> None:
    begin(calls, "a", "8002")
    over, *_ = [begin(calls, call_id) for call_id in "bcd"]
    over.hang_up()
    assert calls.attend("8001", set(), 0) == "c"
    assert calls.attend("8001", {"c"}, 0) == "d"
    assert calls.attend("8001", {"c", "d"}, 0) == ""
    assert attended(calls, {"c", "d"}, lambda: begin(calls, "e")) == "e"
    calls.hang_up()
    assert calls.attend("8001", set(), 0) == ""


def test_a_call_whose_operator_is_said_late_is_attended_then(calls: LiveCalls) -> None:
    session = begin(calls, "a", "")
    assert attended(calls, set(), lambda: calls.assign(session, "8001")) == "a"


def test_what_is_heard_is_refused_where_there_is_no_room_and_what_is_typed_is_not() -> None:
    calls = LiveCalls(1, lambda: False)
    begin(calls, "t", source="typed")
    first = begin(calls, "a")
    with pytest.raises(DeskFull, match="try again"):
        begin(calls, "b")
    begin(calls, "u", source="typed")
    assert [live.call_id for live in calls.live()] == ["u", "a", "t"]
    first.hang_up()
    begin(calls, "b")


def test_without_a_number_the_load_decides() -> None:
    room = [True, False]
    calls = LiveCalls(0, lambda: room.pop(0))
    begin(calls, "a")
    with pytest.raises(DeskFull):
        begin(calls, "b")
    assert calls.get("b") is None
