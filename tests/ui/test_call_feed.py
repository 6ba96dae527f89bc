"""Streams of one call as states."""

from types import SimpleNamespace
from typing import Any

from assistant.events import CallEnded, PartialTranscript, Stamped
from ui.call_feed import feed, replayed


def test_the_past_comes_first_and_the_end_ends_it(session: Any, script: SimpleNamespace) -> None:
    for at_ms, event in script.CALL:
        session.publish(event, at_ms)
    session.hang_up()
    states = list(feed(session.watch(), lambda: True))
    assert states[-1].seq == len(session.events) - 1
    assert states[-1].ended is not None


def test_a_burst_is_drawn_as_few_states(session: Any) -> None:
    for read in range(300):
        session.publish(PartialTranscript("caller", 0, "话" * (read + 1), 0, 0, read))
    session.publish(CallEnded(1, ""))
    assert len(list(feed(session.watch(), lambda: True))) < 30


def test_a_page_that_was_left_is_fed_no_more(session: Any) -> None:
    assert list(feed(session.watch(), lambda: False)) == []


def test_a_stored_stream_gives_its_last_state(script: SimpleNamespace) -> None:
    state = replayed(Stamped("c1", seq, at_ms, event) for seq, (at_ms, event) in enumerate(script.CALL))
    assert state.value("caller_name") == "王女士"
    assert state.suggestion is not None
