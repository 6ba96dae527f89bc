import pytest

from asr.protocols.line_config import LineConfig
from asr.transcript import Channel
from assistant.lines.line_calls import LineCalls, LineTaken


class Session:
    """Notes when it is hung up."""

    def __init__(self, label: str) -> None:
        self.label, self.ended = label, False

    def hang_up(self) -> None:
        self.ended = True


@pytest.fixture
def calls() -> LineCalls:
    return LineCalls(Session)  # type: ignore[arg-type]


def config(channel: Channel = "caller", call: str = "x", operator: str = "") -> LineConfig:
    return LineConfig(8000, channel, call, operator)


def test_two_channels_of_a_name_are_one_call_that_ends_with_the_last_of_them(calls: LineCalls) -> None:
    caller, operator = calls.join(config("caller", operator="8012")), calls.join(config("operator"))
    assert caller.session is operator.session
    assert caller.session.label == "8012"  # type: ignore[attr-defined]
    caller.leave()
    assert not caller.session.ended
    operator.leave()
    assert caller.session.ended


def test_without_a_name_each_connection_is_a_call_of_its_own(calls: LineCalls) -> None:
    first, second = calls.join(config(call="")), calls.join(config("operator", call=""))
    assert first.session is not second.session
    first.leave()
    assert (first.session.ended, second.session.ended) == (True, False)


def test_the_label_is_the_operator_else_the_name(calls: LineCalls) -> None:
    assert calls.join(config(call="x")).session.label == "x"  # type: ignore[attr-defined]


def test_a_channel_is_taken_for_as_long_as_the_call_lasts(calls: LineCalls) -> None:
    caller, operator = calls.join(config("caller")), calls.join(config("operator"))
    with pytest.raises(LineTaken, match="caller"):
        calls.join(config("caller"))
    caller.leave()
    with pytest.raises(LineTaken):
        calls.join(config("caller"))
    operator.leave()
    assert calls.join(config("caller")).session is not caller.session


def test_a_call_that_the_operator_hung_up_is_not_joined_and_its_late_leaver_ends_no_other(calls: LineCalls) -> None:
    old = calls.join(config())
    old.session.hang_up()
    new = calls.join(config())
    assert new.session is not old.session
    old.leave()
    assert not new.session.ended
    with pytest.raises(LineTaken):
        calls.join(config())
