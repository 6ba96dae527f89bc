"""Streams of one call as states."""

from functools import reduce
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.events import (
    CallEnded,
    CallEvent,
    CallStarted,
    FinalTranscript,
    HearingChanged,
    PartialTranscript,
    Stamped,
)
from ui import call_feed
from ui.call_feed import feed, replayed
from ui.panel_state import PanelState, fold


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


def talk(channel: Any, utterance: int, start_ms: int) -> list[CallEvent]:
    reads = [PartialTranscript(channel, utterance, "话" * n, 0, start_ms, start_ms + 100 * n) for n in range(1, 9)]
    return [*reads, FinalTranscript(channel, utterance, "话" * 9, start_ms, start_ms + 900)]


@pytest.fixture
def folded(monkeypatch: pytest.MonkeyPatch) -> list[CallEvent]:
    """Every event that is folded from now on."""
    events: list[CallEvent] = []

    def noting(state: PanelState, stamped: Stamped) -> PanelState:
        events.append(stamped.event)
        return fold(state, stamped)

    monkeypatch.setattr(call_feed, "fold", noting)
    return events


def test_who_joins_late_is_given_the_past_as_one_state_without_folding_what_was_replaced(
    session: Any, folded: list[CallEvent]
) -> None:
    for utterance in range(50):
        for event in talk("caller", utterance, 1000 * utterance):
            session.publish(event)
    session.publish(PartialTranscript("caller", 50, "还在说", 0, 50_000, 50_100))
    first = next(feed(session.watch(), lambda: True))
    assert first.seq == len(session.events) - 1 and len(first.lines) == 51
    assert sum(isinstance(event, PartialTranscript) for event in folded) == 1


def test_a_replayed_call_is_as_it_was_live() -> None:
    changed = talk("caller", 1, 2000)
    changed.insert(5, HearingChanged("paused"))
    late = PartialTranscript("operator", 0, "迟到", 0, 0, 100)
    events = [CallStarted("replay", "", "", ""), *talk("operator", 0, 0), late, *changed, *talk("caller", 2, 4000)[:3]]
    stream = [Stamped("c1", seq, 10 * seq, event) for seq, event in enumerate(events)]
    assert replayed(stream) == reduce(fold, stream, PanelState())
