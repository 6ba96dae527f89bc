"""Telephone lines as a client of the Vosk server opens them."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from assistant.desk import Desk
from assistant.events import CallEnded, CallStarted

ToTheEnd = Callable[[WebSocketTestSession], tuple[list[dict[str, Any]], int]]
Until = Callable[[Callable[[], bool]], None]
PIECE = bytes(1600)
EOF = '{"eof" : 1}'


def config(**fields: object) -> str:
    return json.dumps({"config": fields})


def test_two_lines_are_one_call_and_each_is_told_its_own_channel(
    client: TestClient, desk: Desk, to_the_end: ToTheEnd
) -> None:
    with client.websocket_connect("/") as caller, client.websocket_connect("/listen") as operator:
        caller.send_text(config(sample_rate=8000, call="x-1", operator="8012"))
        operator.send_text(config(sample_rate=8000, call="x-1", channel="operator"))
        for _ in range(20):
            caller.send_bytes(PIECE)
            operator.send_bytes(PIECE)
        caller.receive_text()
        operator.receive_text()
        assert [live.operator for live in desk.live()] == ["8012"]
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
    assert (start.source, start.label in ("8012", "x-1"), end.duration_ms) == ("line", True, 2000)


def test_a_client_of_vosk_that_reads_once_for_each_message_gets_every_final(
    client: TestClient, to_the_end: ToTheEnd
) -> None:
    with client.websocket_connect("/") as line:
        line.send_text('{ "config" : { "sample_rate" : 8000.000000 } }')
        told = []
        for _ in range(26):
            line.send_bytes(PIECE)
            told.append(json.loads(line.receive_text()))
        line.send_text(EOF)
        (last,), code = to_the_end(line)
    texts = [said["text"] for said in (*told, last) if "text" in said]
    assert (" ".join(texts).split(), code) == (["我想问居住证", "谢谢"], 1000)


def test_a_channel_that_ends_has_its_last_finals_while_the_other_goes_on(
    client: TestClient, desk: Desk, to_the_end: ToTheEnd, until: Until
) -> None:
    with client.websocket_connect("/") as caller, client.websocket_connect("/") as operator:
        caller.send_text(config(call="x"))
        operator.send_text(config(call="x", channel="operator"))
        operator.send_bytes(PIECE)
        operator.receive_text()
        for _ in range(6):
            caller.send_bytes(PIECE)
        caller.send_text(EOF)
        told, code = to_the_end(caller)
        assert ([said["text"] for said in told if "text" in said], code) == (["我想问居住证", ""], 1000)
        assert desk.live_calls() == 1
        operator.send_text(EOF)
        to_the_end(operator)
    until(lambda: desk.live_calls() == 0)


def test_a_client_that_was_cut_off_goes_on_in_its_call_with_what_it_was_not_told(
    client: TestClient, desk: Desk, caplog: pytest.LogCaptureFixture, to_the_end: ToTheEnd, until: Until
) -> None:
    with client.websocket_connect("/") as line:
        line.send_text(config(call="x"))
        for _ in range(12):
            line.send_bytes(PIECE)
        while "text" not in json.loads(line.receive_text()):
            pass
        for _ in range(6):
            line.send_bytes(PIECE)
        line.close(1006)
    until(lambda: "connection lost" in caplog.text)
    (live,) = desk.live()
    for resume, texts in ((None, ["谢谢", ""]), (0, ["我想问居住证", "谢谢", ""])):
        with client.websocket_connect("/") as line:
            line.send_text(config(call="x") if resume is None else config(call="x", resume=resume))
            line.send_bytes(PIECE)
            while "text" not in (first := json.loads(line.receive_text())):
                pass
            assert first["text"] == texts[0]
            if resume is None:
                line.close(1006)
                continue
            line.send_text(EOF)
            told, _ = to_the_end(line)
        assert [said["text"] for said in (first, *told) if "text" in said] == texts
    assert [past.call_id for past in desk.past_calls()] == [live.call_id]


def test_a_call_for_an_operator_is_attended_as_soon_as_it_is_heard(
    client: TestClient, desk: Desk, to_the_end: ToTheEnd, until: Until
) -> None:
    assert desk.attend("8012", "", 0) == ""
    with client.websocket_connect("/") as line:
        line.send_text(config(operator="8012", transcribe=False))
        line.send_bytes(PIECE)
        call_id = desk.attend("8012", "", 5)
        until(lambda: desk.live()[0].hearing == "off")
        (live,) = desk.live()
        assert (live.call_id, live.operator, live.source) == (call_id, "8012", "line")
        line.send_text(EOF)
        assert to_the_end(line)[0][-1] == {"text": "", "skipped_partials": 0}


def test_the_end_without_audio_opens_no_call(client: TestClient, desk: Desk, to_the_end: ToTheEnd) -> None:
    with client.websocket_connect("/") as line:
        line.send_text(config(sample_rate=8000))
        line.send_text(EOF)
        assert to_the_end(line) == ([{"text": "", "skipped_partials": 0}], 1000)
    assert desk.past_calls() == []


def test_a_client_that_closes_without_an_end_ends_its_call(client: TestClient, desk: Desk, until: Until) -> None:
    with client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        line.receive_text()
    until(lambda: desk.past_calls()[0].duration_ms == 100)
    assert desk.live_calls() == 0


def test_hanging_up_at_the_panel_closes_the_line(client: TestClient, desk: Desk, to_the_end: ToTheEnd) -> None:
    with client.websocket_connect("/") as line:
        line.send_bytes(PIECE)
        line.receive_text()
        session = desk.call(desk.past_calls()[0].call_id)
        assert session is not None
        session.hang_up()
        assert to_the_end(line) == ([{"text": "", "skipped_partials": 0}], 1000)


@pytest.mark.parametrize("origin", ["https://evil.example", "http://testserver:81", "null"])
def test_a_page_of_another_site_is_refused(client: TestClient, origin: str) -> None:
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/", headers={"origin": origin}):
        pass


def test_a_page_of_our_own_is_let_in(client: TestClient) -> None:
    with client.websocket_connect("/", headers={"origin": "http://testserver"}) as line:
        line.send_bytes(PIECE)
        assert json.loads(line.receive_text()) == {"partial": ""}
