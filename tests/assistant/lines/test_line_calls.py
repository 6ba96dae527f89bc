import logging
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
from assistant.call_session import CallSession
from assistant.errors import DeskFull
from assistant.lines.line_calls import Line, LineCalls, LineOver, LineTaken, LineTooLong


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


def test_two_channels_of_a_name_are_one_call_that_ends_with_the_last_of_them(calls: LineCalls) -> None:
    caller, operator = calls.join(config("caller", operator="8012")), calls.join(config("operator"))
    assert caller.session is operator.session
    assert caller.session.config.operator == "8012"  # type: ignore[attr-defined]
    caller.leave(ended=True)
    assert not caller.session.ended
    assert asked(caller)[-1] == ("finish_channel", "caller")
    operator.leave(ended=True)
    assert caller.session.ended


def test_whichever_channel_says_it_the_call_is_for_that_operator(calls: LineCalls) -> None:
    line = calls.join(config("operator"))
    assert line.session.operator == ""
    for operator in ("8012", "8013"):
        calls.join(config("caller", operator=operator)).leave(ended=False)
        assert line.session.operator == "8012"


def test_without_a_name_each_connection_is_a_call_of_its_own_and_none_comes_back(calls: LineCalls) -> None:
    first, second = calls.join(config(call="")), calls.join(config("operator", call=""))
    assert first.session is not second.session
    first.leave(ended=False)
    assert (first.session.ended, second.session.ended) == (True, False)


def test_a_channel_is_taken_for_as_long_as_the_call_lasts(calls: LineCalls) -> None:
    caller, operator = calls.join(config("caller")), calls.join(config("operator"))
    with pytest.raises(LineTaken, match="caller") as taken:
        calls.join(config("caller"))
    assert taken.value.call_id == "id-x"
    caller.leave(ended=True)
    with pytest.raises(LineTaken):
        calls.join(config("caller", resume=0))
    operator.leave(ended=True)
    assert calls.join(config("caller")).session is not caller.session


def test_a_call_that_the_operator_hung_up_is_not_joined_and_its_late_leaver_ends_no_other(calls: LineCalls) -> None:
    old = calls.join(config())
    old.session.hang_up()
    with pytest.raises(LineOver):
        old.hear(seconds(0.1))
    new = calls.join(config())
    assert new.session is not old.session
    old.leave(ended=False)
    assert not new.session.ended
    with pytest.raises(LineTaken):
        calls.join(config())


def test_a_full_desk_refuses_calls_and_no_channel_of_one_that_runs(
    calls: LineCalls, made: Callable[..., LineCalls]
) -> None:
    def open_call(config: LineConfig) -> CallSession:
        if config.call != "x":
            raise DeskFull("full")
        return calls.join(config).session

    full = made(open_call)
    full.join(config())
    for _ in range(2):
        with pytest.raises(DeskFull):
            full.join(config(call="y"))
    full.join(config("operator"))


def test_a_call_that_is_not_to_be_transcribed_is_told_so_before_its_first_sound(calls: LineCalls) -> None:
    assert asked(calls.join(config(transcribe=False)))[-1] == ("set_hearing", "off")
    assert not [one for one in asked(calls.join(config(call="y"))) if one[0] == "set_hearing"]


def test_a_channel_that_joins_late_is_put_where_the_call_is(calls: LineCalls, clock: SimpleNamespace) -> None:
    calls.join(config("caller"))
    clock.now += 0.4
    together = calls.join(config("operator"))
    assert asked(together) == [("finish_channel", "caller"), ("finish_channel", "operator")]
    calls.join(config("caller", call="y"))
    clock.now += 12.5
    late = calls.join(config("operator", call="y"))
    assert asked(late)[-1] == ("skip", "operator", 12.5)


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


def test_a_call_lasts_only_so_long_and_is_then_over(calls: LineCalls, clock: SimpleNamespace) -> None:
    line = calls.join(config())
    clock.now += 240 * 60
    line.hear(seconds(1))
    clock.now += 1
    with pytest.raises(LineTooLong, match="240 minutes"):
        line.hear(seconds(1))
    line.leave(ended=False)
    assert line.session.ended


def test_only_what_did_not_end_by_itself_is_logged_once_and_without_its_name(
    calls: LineCalls, caplog: pytest.LogCaptureFixture
) -> None:
    calls.join(config(call="13900001234")).leave(ended=True)
    assert not caplog.records
    lost = calls.join(config("operator", call="y"))
    lost.leave(ended=False, error=ValueError("odd"))
    lost.leave(ended=False)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("calldesk.lines", logging.WARNING)
    assert record.getMessage() == "call id-y: operator: ValueError: odd, kept for it to come back"
