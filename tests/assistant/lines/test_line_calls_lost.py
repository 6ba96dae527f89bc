"""Connections that are lost, and the sources that come back over new ones."""

import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel, FinalTranscript
from assistant.lines.line_calls import Line, LineCalls, LineOver, LineTaken


def config(channel: Channel = "caller", call: str = "x", **fields: object) -> LineConfig:
    return LineConfig(8000, channel, call, **fields)  # type: ignore[arg-type]


def seconds(count: float) -> AudioChunk:
    return AudioChunk("caller", 8000, np.zeros(int(count * 8000), np.float32))


def asked(line: Line) -> list[tuple[object, ...]]:
    return line.session.asked  # type: ignore[attr-defined, no-any-return]


def finals(line: Line) -> list[int]:
    """The numbers of the finals that there are to tell."""
    return [found.utterance for _ in range(20) if (found := line.next(0))]


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.005)


@pytest.fixture
def waiting() -> Callable[[], int]:
    """How many timers run that did not run before the test."""
    before = set(threading.enumerate())

    def waiting() -> int:
        return sum(isinstance(one, threading.Timer) and one not in before for one in threading.enumerate())

    return waiting


def test_a_lost_channel_comes_back_to_the_same_call_where_the_clock_is(
    calls: LineCalls, clock: SimpleNamespace, waiting: Callable[[], int]
) -> None:
    lost = calls.join(config())
    lost.hear(seconds(3))
    clock.now += 4
    lost.leave(ended=False)
    assert not lost.session.ended
    clock.now += 20
    back = calls.join(config())
    assert back.session is lost.session
    assert asked(back)[-2:] == [("finish_channel", "caller"), ("skip", "caller", 21.0)]
    back.hear(seconds(1))
    back.leave(ended=True)
    assert back.session.ended
    until(lambda: waiting() == 0)


def test_finals_told_before_the_loss_are_not_repeated_and_none_is_left_out(calls: LineCalls) -> None:
    lost = calls.join(config())
    session: Any = lost.session
    session.say("caller", 0)
    session.say("operator", 0)
    session.say("caller", 1)
    for _ in range(3):
        if (final := lost.next(0)) and isinstance(final, FinalTranscript):
            lost.told(final)
    lost.leave(ended=False)
    session.say("caller", 2)
    back = calls.join(config())
    session.say("caller", 3)
    assert finals(back) == [2, 3]
    back.leave(ended=False)
    assert finals(calls.join(config(resume=1))) == [1, 2, 3]


def test_what_a_source_had_of_an_older_call_of_that_name_leaves_nothing_out_of_a_new_one(calls: LineCalls) -> None:
    new = calls.join(config(resume=7))
    new.session.say("caller", 0)  # type: ignore[attr-defined]
    assert finals(new) == [0]


def test_a_source_that_comes_back_before_its_loss_was_noticed_takes_its_own_place(
    calls: LineCalls, caplog: pytest.LogCaptureFixture
) -> None:
    stale = calls.join(config())
    stale.session.say("caller", 0)  # type: ignore[attr-defined]
    back = calls.join(config(resume=1))
    assert back.session is stale.session
    assert stale.replaced
    assert finals(stale) == [0]
    assert stale.next(5) is None
    assert stale.closed
    with pytest.raises(LineOver):
        stale.hear(seconds(0.1))
    stale.leave(ended=True)
    assert not back.session.ended
    back.hear(seconds(0.1))
    assert [record.getMessage() for record in caplog.records] == [
        "call id-x: caller: connection lost, kept for it to come back"
    ]


def test_a_connection_over_which_nothing_comes_gives_its_place_back_and_a_live_one_does_not(
    calls: LineCalls, clock: SimpleNamespace
) -> None:
    stale = calls.join(config())
    stale.session.waiting_s = 6.0  # type: ignore[misc]
    clock.now += 30
    assert stale.keep_waiting(5.0)
    stale.session.waiting_s = 0.0  # type: ignore[misc]
    clock.now += 2
    assert not stale.keep_waiting(5.0)
    with pytest.raises(LineTaken):
        calls.join(config())
    clock.now += 0.1
    back = calls.join(config())
    assert (back.session, stale.replaced) == (stale.session, True)
    back.hear(seconds(1))
    with pytest.raises(LineTaken):
        calls.join(config())


def test_who_is_still_joining_is_not_taken_for_lost(calls: LineCalls, clock: SimpleNamespace) -> None:
    refused: list[LineTaken] = []

    def heard_out(_channel: Channel) -> None:
        clock.now += 10
        with pytest.raises(LineTaken) as taken:
            calls.join(config("operator"))
        refused.append(taken.value)

    caller = calls.join(config("caller"))
    caller.session.finish_channel = heard_out  # type: ignore[method-assign]
    calls.join(config("operator"))
    assert len(refused) == 1


def test_a_loss_noticed_while_the_source_comes_back_does_not_touch_its_new_connection(
    calls: LineCalls,
) -> None:
    stale, lock = calls.join(config()), calls._changing
    back: list[Line] = []

    class Meanwhile:
        """Whoever takes the lock first finds that the source has just come back."""

        def __enter__(self) -> None:
            calls._changing = lock
            back.append(calls.join(config(resume=0)))
            lock.acquire()

        def __exit__(self, *_: object) -> None:
            lock.release()

    calls._changing = Meanwhile()  # type: ignore[assignment]
    before = len(asked(stale))
    stale.leave(ended=False)
    assert asked(stale)[before:] == [("finish_channel", "caller")]
    back[0].hear(seconds(1))
    with pytest.raises(LineTaken):
        calls.join(config())


@pytest.mark.parametrize("first", ["caller", "operator"])
def test_a_call_ends_when_nobody_comes_back_and_the_other_channel_has_left(
    made: Callable[..., LineCalls], waiting: Callable[[], int], first: Channel
) -> None:
    calls = made(resume_s=0.05)
    lines = {channel: calls.join(config(channel)) for channel in ("caller", "operator")}
    lines[first].leave(ended=False)
    until(lambda: waiting() == 0)
    with pytest.raises(LineTaken):
        calls.join(config(first))
    (other,) = set(lines) - {first}
    assert not lines[first].session.ended
    lines[other].leave(ended=False)
    until(lambda: lines[first].session.ended)
    assert calls.join(config(first)).session is not lines[first].session


def test_closing_waits_for_no_lost_channel(waiting: Callable[[], int], calls: LineCalls) -> None:
    calls.join(config()).leave(ended=False)
    assert waiting() == 1
    calls.close()
    until(lambda: waiting() == 0)
