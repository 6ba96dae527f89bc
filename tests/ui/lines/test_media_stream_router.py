"""A plain WebSocket client says what is written here by hand, from the documents that the protocol's module names.

A client that others wrote is in test_twilio.py. None of FreeSWITCH's modules is to be had from PyPI, npm or Debian.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from asr.audio import AudioChunk, Samples
from asr.protocols.line_config import LineConfig
from assistant.errors import DeskFull
from assistant.events import CallEnded
from assistant.lines.line_calls import LineCalls, LineLimits
from assistant.publisher import Publisher, Watcher
from ui.lines.media_stream_router import media_stream_router

BOTH = ["inbound", "outbound"]


class Session:
    """Notes what it hears."""

    waiting_s = 0.0

    def __init__(self, config: LineConfig) -> None:
        self.config, self.call_id = config, f"id-{config.call}"
        self.published = Publisher(self.call_id, lambda _: None)
        self.heard: dict[str, list[Samples]] = defaultdict(list)

    @property
    def ended(self) -> bool:
        return self.published.ended

    def watch(self) -> Watcher:
        return Watcher(self.published)

    def hang_up(self) -> None:
        self.published.publish(CallEnded(0, ""))

    def hear(self, chunk: AudioChunk) -> None:
        self.heard[chunk.channel].append(chunk.samples)

    def at_s(self, channel: str) -> float:
        return 0.0

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


class FakeDesk:
    """Lines whose calls note what they hear."""

    def __init__(self, **limits: float) -> None:
        self.sessions: list[Session] = []
        self.refusal: Exception | None = None
        self.lines = LineCalls(self._open, lambda *_: None, LineLimits(**limits))  # type: ignore[arg-type]

    def _open(self, config: LineConfig) -> Session:
        if self.refusal:
            raise self.refusal
        self.sessions.append(Session(config))
        return self.sessions[-1]


def app_of(desk: FakeDesk) -> FastAPI:
    app = FastAPI()
    app.include_router(media_stream_router(desk))  # type: ignore[arg-type]
    return app


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def client(desk: FakeDesk) -> Iterator[TestClient]:
    with TestClient(app_of(desk)) as client:
        yield client


def until(true: Callable[[], object]) -> None:
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def events(*said: dict[str, Any]) -> list[str]:
    """What a client of the same form sends that streamdouble would not."""
    return [json.dumps(one) for one in ({"event": "connected"}, {"event": "start", "start": {"callSid": "x"}}, *said)]


MEDIA = {"event": "media", "media": {"payload": "EBAQEA=="}}
STOP = {"event": "stop"}


def told(client: TestClient, *messages: str | bytes, path: str = "/media") -> tuple[list[str], int, str]:
    """What is told until the server closes, its code and its reason."""
    texts: list[str] = []
    with client.websocket_connect(path) as line:
        for message in messages:
            line.send_bytes(message) if isinstance(message, bytes) else line.send_text(message)
        while True:
            try:
                texts.append(line.receive_text())
            except WebSocketDisconnect as closed:
                return texts, closed.code, closed.reason


def test_stop_ends_the_call_and_nothing_is_said_to_twilio(client: TestClient, desk: FakeDesk) -> None:
    assert told(client, *events(MEDIA, STOP)) == ([], 1000, "")
    until(lambda: desk.sessions[0].ended)


@pytest.mark.parametrize(("code", "ended"), [(1000, True), (1006, False)])
def test_a_stream_that_is_closed_has_ended_and_one_that_breaks_is_waited_for(
    client: TestClient, desk: FakeDesk, caplog: pytest.LogCaptureFixture, code: int, ended: bool
) -> None:
    with client.websocket_connect("/media") as line:
        for message in events(MEDIA):
            line.send_text(message)
        until(lambda: desk.sessions and desk.sessions[0].heard["caller"])
        line.close(code)
    until(lambda: desk.sessions[0].ended or "kept" in caplog.text)
    assert desk.sessions[0].ended == ended
    told(client, *events(MEDIA, STOP))
    assert [len(session.heard["caller"]) for session in desk.sessions] == ([1, 1] if ended else [2])


def test_freeswitch_sends_a_description_and_then_two_voices(client: TestClient, desk: FakeDesk) -> None:
    sound = np.arange(640, dtype="<i2")
    given = {"call": "x-1", "operator": "8012", "sampleRate": 16_000, "mixType": "stereo"}
    with client.websocket_connect("/media", subprotocols=["audio.drachtio.org"]) as line:
        assert line.accepted_subprotocol == "audio.drachtio.org"
        line.send_text(json.dumps(given))
        line.send_bytes(sound.tobytes())
        line.send_text(json.dumps({"bye": True}))
        line.close()
    until(lambda: desk.sessions and desk.sessions[0].ended)
    (session,) = desk.sessions
    assert session.config == LineConfig(16_000, "caller", "x-1", "8012")
    assert (np.concatenate(session.heard["caller"]) * 32768).tolist() == list(range(0, 640, 2))
    assert (np.concatenate(session.heard["operator"]) * 32768).tolist() == list(range(1, 640, 2))


def test_freeswitch_may_describe_the_stream_in_the_address(client: TestClient, desk: FakeDesk) -> None:
    _, code, _ = told(client, bytes(320), b"\x00", path="/media?call=x-2&operator=8012&sampleRate=16000")
    assert code == 1007 and desk.sessions[0].config == LineConfig(16_000, "caller", "x-2", "8012")


@pytest.mark.parametrize(
    ("messages", "code", "words"),
    [
        (["{"], 1007, "JSON"),
        ([bytes(320), b"\x00"], 1007, "whole"),
        ([*events(), "hello"], 1007, "JSON"),
        ([*events(), b"\x00\x00"], 1003, "Bytes"),
        ([*events(), '{"event": "media", "media": {"payload": "?"}}'], 1007, "base64"),
        ([*events(), "x" * (2**20 + 1)], 1009, "too long"),
        ([*events(), *[json.dumps({"event": "media", "media": {"payload": "/" * 400_000}})] * 2], 1008, "faster"),
        ([*events({"event": "media", "media": {"payload": "EBAQ", "timestamp": "86400000"}})], 1008, "faster"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_used_closes_the_stream_with_a_code_a_reason_and_a_line_in_the_log(
    client: TestClient, desk: FakeDesk, caplog: pytest.LogCaptureFixture, messages: list[Any], code: int, words: str
) -> None:
    texts, closed, reason = told(client, *messages)
    assert closed == code and words in reason
    assert texts == ([json.dumps({"error": reason})] if isinstance(messages[0], bytes) else [])
    until(lambda: [one for one in caplog.records if one.name == "calldesk.lines" and words in one.getMessage()])
    assert not desk.sessions or desk.sessions[0].call_id in caplog.text


def test_a_stream_that_falls_silent_is_let_go(caplog: pytest.LogCaptureFixture) -> None:
    with TestClient(app_of(FakeDesk(silent_s=0.1))) as client:
        _, code, reason = told(client, *events(MEDIA, {"event": "dtmf", "dtmf": {"digit": "5"}}))
    assert code == 1008 and "No audio came" in reason


def test_a_second_client_of_a_call_is_refused_and_the_first_goes_on(client: TestClient, desk: FakeDesk) -> None:
    with client.websocket_connect("/media") as first:
        for message in events(MEDIA):
            first.send_text(message)
        until(lambda: desk.sessions and desk.sessions[0].heard["caller"])
        _, code, reason = told(client, *events(MEDIA))
        assert code == 1008 and "taken" in reason
        first.send_text(json.dumps(MEDIA))
        until(lambda: len(desk.sessions[0].heard["caller"]) == 2)
    assert len(desk.sessions) == 1


def test_both_tracks_are_taken_or_none(client: TestClient, desk: FakeDesk) -> None:
    with client.websocket_connect("/media") as operator:
        operator.send_text(json.dumps({"event": "start", "start": {"callSid": "y", "tracks": ["outbound"]}}))
        until(lambda: any(session.config.call == "y" for session in desk.sessions))
        _, code, _ = told(client, json.dumps({"event": "start", "start": {"callSid": "y", "tracks": BOTH}}))
        assert code == 1008
        assert told(client, json.dumps({"event": "start", "start": {"callSid": "y"}}), json.dumps(STOP))[1] == 1000


def test_hanging_up_at_the_panel_ends_the_stream(client: TestClient, desk: FakeDesk) -> None:
    with client.websocket_connect("/media") as line:
        for message in events(MEDIA):
            line.send_text(message)
        until(lambda: desk.sessions and desk.sessions[0].heard["caller"])
        desk.sessions[0].hang_up()
        line.send_text(json.dumps(MEDIA))
        with pytest.raises(WebSocketDisconnect) as closed:
            line.receive_text()
    assert closed.value.code == 1000


def test_a_desk_that_can_serve_no_further_call_says_so(client: TestClient, desk: FakeDesk) -> None:
    desk.refusal = DeskFull("No further call can be heard now: try again in a while.")
    assert told(client, *events(MEDIA))[1] == 1013


def test_more_streams_than_there_is_room_for_are_refused() -> None:
    with TestClient(app_of(FakeDesk(max_lines=1))) as client, client.websocket_connect("/media"):
        assert told(client)[1] == 1013


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_page_of_another_site_is_refused(client: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/media", headers={"origin": origin}):
        pass
