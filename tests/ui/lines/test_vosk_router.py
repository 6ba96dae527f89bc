"""Telephone lines against a desk whose recogniser says what it was told to."""

import json
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

import ui.lines.vosk_router
from asr.audio import Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.transcript import Transcript
from assistant.advisor import Advisor
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.desk import Desk
from assistant.events import CallEnded, CallFault, CallStarted
from assistant.settings import Settings
from assistant.ticket import Draft
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder
from ui.lines.vosk_router import vosk_router

SCRIPT = ScriptedRecognizer(
    {"caller": [Line("我想问居住证", 200, 900), Line("谢谢", 1400, 2500)], "operator": [Line("您好", 0, 400)]}
)
PIECE = bytes(1600)
EOF = '{"eof" : 1}'


def make(settings: Settings, recognizer: Any = SCRIPT) -> Desk:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    drafting = SimpleNamespace(draft=lambda _finals: Draft())
    advisor = Advisor(knowledge.searcher, QuotedAnswer(), drafting, None, 5.0)  # type: ignore[arg-type]
    return Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, recognizer, "hashed", ())


def client_of(desk: Desk) -> TestClient:
    app = FastAPI()
    app.include_router(vosk_router(desk))
    return TestClient(app)


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    desk = make(settings)
    yield desk
    desk.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with client_of(desk) as client:
        yield client


def config(**fields: object) -> str:
    return json.dumps({"config": fields})


def to_the_end(line: WebSocketTestSession) -> tuple[list[dict[str, Any]], int]:
    """What is told until the server closes, and its code."""
    told: list[dict[str, Any]] = []
    while True:
        try:
            told.append(json.loads(line.receive_text()))
        except WebSocketDisconnect as closed:
            return told, closed.code


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 5
    while not true():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.01)


def test_two_lines_are_one_call_and_each_is_told_its_own_channel(client: TestClient, desk: Desk) -> None:
    with client.websocket_connect("/") as caller, client.websocket_connect("/listen") as operator:
        caller.send_text(config(sample_rate=8000, call="x-1", operator="8012"))
        operator.send_text(config(sample_rate=8000, call="x-1", channel="operator"))
        for _ in range(20):
            caller.send_bytes(PIECE)
            operator.send_bytes(PIECE)
        caller.receive_text()
        operator.receive_text()
        assert desk.live_calls() == 1
        caller.send_text(EOF)
        operator.send_text(EOF)
        (heard, code), (answered, _) = to_the_end(caller), to_the_end(operator)
    assert code == 1000
    finals = [{k: said[k] for k in ("text", "start", "end", "utterance")} for said in heard if "utterance" in said]
    assert finals == [
        {"text": "我想问居住证", "start": 0.2, "end": 0.9, "utterance": 0},
        {"text": "谢谢", "start": 1.4, "end": 2.5, "utterance": 1},
    ]
    assert [said["text"] for said in answered if "utterance" in said] == ["您好"]
    assert (heard[-1].keys(), heard[-1]["text"]) == ({"text", "skipped_partials"}, "")
    (past,) = desk.past_calls()
    start, end = desk.events(past.call_id)[0].event, desk.events(past.call_id)[-1].event
    assert isinstance(start, CallStarted) and isinstance(end, CallEnded)
    assert (start.source, start.label, end.duration_ms) == ("line", "8012", 2000)


def test_a_client_that_reads_once_for_each_piece_gets_every_final(client: TestClient) -> None:
    with client.websocket_connect("/") as line:
        told = []
        for _ in range(40):
            line.send_bytes(PIECE)
            told.append(json.loads(line.receive_text()))
        until_told = [said["text"] for said in told if "text" in said]
        line.send_text(EOF)
        rest, _ = to_the_end(line)
    assert until_told + [said["text"] for said in rest] == ["我想问居住证", "谢谢", ""]


def test_the_end_without_audio_opens_no_call(client: TestClient, desk: Desk) -> None:
    with client.websocket_connect("/") as line:
        line.send_text(config(sample_rate=8000))
        line.send_text(EOF)
        assert to_the_end(line) == ([{"text": "", "skipped_partials": 0}], 1000)
    assert desk.past_calls() == []


def test_a_second_client_of_a_channel_is_refused_and_the_first_goes_on(client: TestClient, desk: Desk) -> None:
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


def test_a_client_that_dies_ends_its_call(client: TestClient, desk: Desk) -> None:
    with client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        line.receive_text()
    until(lambda: desk.past_calls()[0].duration_ms == 100)
    assert desk.live_calls() == 0


def test_hanging_up_at_the_panel_closes_the_line(client: TestClient, desk: Desk) -> None:
    with client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        line.receive_text()
        session = desk.call(desk.past_calls()[0].call_id)
        assert session is not None
        session.hang_up()
        assert to_the_end(line) == ([{"text": "", "skipped_partials": 0}], 1000)


@pytest.mark.parametrize(
    ("bad", "code"),
    [("{", 1007), ("hello", 1007), ("{}", 1003), (b"\x00", 1007), (bytes(2**20 + 2), 1009), (config(call="x"), 1008)],
    ids=lambda value: str(value)[:20],
)
def test_what_cannot_be_used_is_said_and_ends_the_call(
    client: TestClient, desk: Desk, bad: str | bytes, code: int
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


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver:81", "null"])
def test_a_page_of_another_site_is_refused(client: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/", headers={"origin": origin}):
        pass


def test_a_page_of_our_own_is_let_in(client: TestClient) -> None:
    with client.websocket_connect("/", headers={"origin": "http://testserver"}) as line:
        line.send_bytes(PIECE)
        assert json.loads(line.receive_text()) == {"partial": ""}


def test_more_lines_than_there_is_room_for_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.lines.vosk_router, "MOST_LINES", 1)
    with client_of(desk) as client, client.websocket_connect("/") as line:
        with pytest.raises(WebSocketDisconnect), client.websocket_connect("/"):
            pass
        line.send_bytes(PIECE)
        assert line.receive_text()


class Slow:
    """A recogniser whose first piece takes until the call is about to lose audio, or a while."""

    name = "slow"

    def __init__(self) -> None:
        self.desk: Desk | None = None
        self._patience_s = 0.3

    def stream(self, channel: str) -> "Slow":
        return self

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        deadline = time.monotonic() + self._patience_s
        while time.monotonic() < deadline and self._waiting_s() < 29:
            time.sleep(0.01)
        self._patience_s = 0.0
        return []

    def finish(self) -> list[Transcript]:
        return []

    def _waiting_s(self) -> float:
        assert self.desk is not None
        (call,) = self.desk._calls.values()
        return call.waiting_s


def test_a_file_sent_faster_than_it_can_be_heard_is_heard_whole(settings: Settings) -> None:
    slow = Slow()
    slow.desk = desk = make(settings, slow)
    with client_of(desk) as client, client.websocket_connect("/") as line:
        for _ in range(40):
            line.send_bytes(bytes(16_000))
        line.send_text(EOF)
        told, _ = to_the_end(line)
    assert told[-1]["skipped_partials"] > 0
    events = [stamped.event for stamped in desk.events(desk.past_calls()[0].call_id)]
    assert not [event for event in events if isinstance(event, CallFault)]
    assert isinstance(events[-1], CallEnded) and events[-1].duration_ms == 40_000
    desk.close()
