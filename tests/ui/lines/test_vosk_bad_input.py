"""Clients of the Vosk protocol that send what cannot be used, too much, nothing, or come when it is full."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession

from asr.audio import Samples
from asr.recognizer import Immediate
from asr.transcript import Transcript
from assistant.desk import Desk
from assistant.events import CallEnded, CallFault

ToTheEnd = Callable[[WebSocketTestSession], tuple[list[dict[str, Any]], int]]
Until = Callable[[Callable[[], bool]], None]
Opened = Callable[..., Any]
PIECE = bytes(1600)
EOF = '{"eof" : 1}'


def config(**fields: object) -> str:
    return json.dumps({"config": fields})


def test_a_second_client_of_a_channel_is_refused_and_the_first_goes_on(
    client: TestClient, desk: Desk, to_the_end: ToTheEnd
) -> None:
    with client.websocket_connect("/") as first:
        first.send_text(config(call="x"))
        first.send_bytes(PIECE)
        first.receive_text()
        with client.websocket_connect("/") as second:
            second.send_text(config(call="x"))
            second.send_bytes(PIECE)
            (told,), code = to_the_end(second)
        assert ("taken" in told["error"], code) == (True, 1008)
        first.send_bytes(PIECE)
        assert json.loads(first.receive_text()) == {"partial": ""}
        assert desk.live_calls() == 1


@pytest.mark.parametrize(
    ("bad", "code"),
    [("{", 1007), ("hello", 1007), ("{}", 1003), (b"\x00", 1007), (bytes(2**20 + 2), 1009), (config(call="x"), 1008)],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_used_is_said_and_ends_the_call(
    client: TestClient, desk: Desk, bad: str | bytes, code: int, to_the_end: ToTheEnd, until: Until
) -> None:
    with client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        line.receive_text()
        if isinstance(bad, str):
            line.send_text(bad)
        else:
            line.send_bytes(bad)
        (told,), closed = to_the_end(line)
    assert list(told) == ["error"]
    assert closed == code
    until(lambda: desk.live_calls() == 0)


def test_more_lines_than_there_is_room_for_are_refused(
    opened: Opened, caplog: pytest.LogCaptureFixture, to_the_end: ToTheEnd
) -> None:
    with opened(max_lines=1) as at, at.client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        assert line.receive_text()
        with at.client.websocket_connect("/") as second:
            (told,), code = to_the_end(second)
        assert ("again" in told["error"], code) == (True, 1013)
        assert len(caplog.records) == 1


def test_a_call_that_cannot_be_served_is_refused_and_a_channel_of_one_that_runs_is_not(
    opened: Opened, to_the_end: ToTheEnd
) -> None:
    with opened(max_calls=1) as at, at.client.websocket_connect("/") as caller:
        caller.send_text(config(call="x"))
        caller.send_bytes(PIECE)
        caller.receive_text()
        with at.client.websocket_connect("/") as other:
            other.send_bytes(PIECE)
            (told,), code = to_the_end(other)
        assert ("again" in told["error"], code) == (True, 1013)
        with at.client.websocket_connect("/") as operator:
            operator.send_text(config(call="x", channel="operator"))
            operator.send_bytes(PIECE)
            assert json.loads(operator.receive_text()) == {"partial": ""}
        assert at.desk.live_calls() == 1


@pytest.mark.parametrize("first", [PIECE, config(call="x"), b"", None], ids=["audio", "config", "empty", "nothing"])
def test_a_line_that_stalls_is_told_and_ended(
    opened: Opened,
    caplog: pytest.LogCaptureFixture,
    first: str | bytes | None,
    to_the_end: ToTheEnd,
    until: Until,
) -> None:
    with opened(line_silent_s=0.2) as at, at.client.websocket_connect("/") as line:
        if isinstance(first, str):
            line.send_text(first)
        elif first is not None:
            line.send_bytes(first)
        told, code = to_the_end(line)
        assert ("No audio" in told[-1]["error"], code) == (True, 1008)
        until(lambda: at.desk.live_calls() == 0)
        (call_id,) = [past.call_id for past in at.desk.past_calls()] or ["-"]
    (record,) = caplog.records
    assert record.getMessage().startswith(f"call {call_id}: ") and "LineSilent" in record.getMessage()


def test_a_flood_is_told_and_ended_and_other_calls_do_not_notice(
    opened: Opened, caplog: pytest.LogCaptureFixture, to_the_end: ToTheEnd, until: Until
) -> None:
    with (
        opened(line_burst_s=3) as at,
        at.client.websocket_connect("/") as other,
        at.client.websocket_connect("/") as line,
    ):
        other.send_bytes(PIECE)
        other.receive_text()
        line.send_text(config(call="x"))
        line.send_bytes(bytes(16_000 * 4))
        (told,), code = to_the_end(line)
        assert ("faster" in told["error"], code) == (True, 1008)
        other.send_bytes(PIECE)
        assert json.loads(other.receive_text()) == {"partial": ""}
        until(lambda: any("LineFlood" in record.getMessage() for record in caplog.records))
        (record,) = caplog.records
        assert at.desk.live()[0].call_id in record.getMessage()


def test_a_call_that_never_ends_is_ended(opened: Opened, to_the_end: ToTheEnd, until: Until) -> None:
    with opened(line_max_minutes=1e-9) as at, at.client.websocket_connect("/") as line:
        line.send_text(config(call="x"))
        line.send_bytes(PIECE)
        (told,), code = to_the_end(line)
        assert ("minutes" in told["error"], code) == (True, 1008)
        until(lambda: at.desk.live_calls() == 0)


class Slow(Immediate):
    """A recogniser whose first piece takes until the call is about to lose audio, or a while."""

    name, cores_per_call = "slow", 0.0
    utterance = 0

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self._patience_s = 0.3

    def stream(self, *_: object) -> "Slow":
        return self

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        deadline = time.monotonic() + self._patience_s
        while time.monotonic() < deadline and self._waiting_s() < 29:
            time.sleep(0.01)
        self._patience_s = 0.0
        return []

    def end(self) -> list[Transcript]:
        return []

    def _waiting_s(self) -> float:
        assert self.desk is not None
        call = self.desk.call(self.desk.live()[0].call_id)
        return call.waiting_s if call else 0.0


def test_a_file_sent_faster_than_it_can_be_heard_is_heard_whole(
    opened: Opened, to_the_end: ToTheEnd, until: Until
) -> None:
    slow = Slow()
    with opened(slow, line_burst_s=90) as at, at.client.websocket_connect("/") as line:
        slow.desk = at.desk
        for _ in range(40):
            line.send_bytes(bytes(16_000))
        line.send_text(EOF)
        to_the_end(line)
        until(lambda: at.desk.live_calls() == 0)
        events = [stamped.event for stamped in at.desk.events(at.desk.past_calls()[0].call_id)]
    assert not [event for event in events if isinstance(event, CallFault)]
    assert isinstance(events[-1], CallEnded) and events[-1].duration_ms == 40_000


def test_a_plain_client_that_runs_ahead_of_the_clock_is_kept_waiting_not_refused(opened: Opened) -> None:
    with opened(line_burst_s=1) as at, at.client.websocket_connect("/") as line:
        began = time.monotonic()
        for _ in range(13):
            line.send_bytes(PIECE)
            assert "error" not in json.loads(line.receive_text())
        assert time.monotonic() - began >= 0.3
