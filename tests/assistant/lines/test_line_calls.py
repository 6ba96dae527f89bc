import logging
from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel
from assistant.call_session import CallSession
from assistant.errors import DeskFull
from assistant.lines.line_calls import Line, LineCalls, LineLimits, LineOver, LineTaken, LineTooLong


def config(channel: Channel = "caller", call: str = "x", **fields: object) -> LineConfig:
    return LineConfig(8000, channel, call, **fields)  # type: ignore[arg-type]


def seconds(count: float) -> AudioChunk:
    return AudioChunk("caller", 8000, np.zeros(int(count * 8000), np.float32))


def asked(line: Line) -> list[tuple[object, ...]]:
    return line.session.asked  # type: ignore[attr-defined, no-any-return]


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
    clock.now += 0.02
    together = calls.join(config("operator"))
    assert asked(together) == [("finish_channel", "caller"), ("finish_channel", "operator")]
    calls.join(config("caller", call="z"))
    clock.now += 0.1
    assert asked(calls.join(config("operator", call="z")))[-1] == ("skip", "operator", pytest.approx(0.1))
    calls.join(config("caller", call="y"))
    clock.now += 12.5
    # what it sent while it waited to join is heard where it was said
    late = calls.join(config("operator", call="y"), since=clock.now - 0.25)
    assert asked(late)[-1] == ("skip", "operator", 12.25)
    assert late.ahead_s == -0.25


def test_an_engine_is_made_ready_for_new_calls_alone() -> None:
    ready: list[str] = []
    calls = LineCalls(
        lambda config: SimpleNamespace(  # type: ignore[arg-type, return-value]
            ended=False, operator="", watch=lambda: None, finish_channel=lambda _: None, at_s=lambda _: 0.0
        ),
        lambda *_: None,
        LineLimits(),
        ready.append,
    )
    for line in (config(call="y"), config(engine="vosk"), config("operator", engine="whisper")):
        calls.join(line)
    assert ready == ["vosk"]


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
