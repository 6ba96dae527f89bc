"""Mirrored RTP as a PBX asks for it, against a desk whose recogniser says what it was told to."""

import logging
import random
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.events import CallEnded, CallStarted, FinalTranscript
from ui.lines.rtp_router import rtp_router

Opened = Callable[..., AbstractContextManager[SimpleNamespace]]
Until = Callable[[Callable[[], object]], None]
CALL = {"call": "x-1", "operator": "8012"}


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


@pytest.fixture
def first() -> int:
    """The first of four even ports that nobody uses."""
    tried = (random.randrange(10_000, 30_000, 2) for _ in range(1000))
    return next(port for port in tried if all(is_free(port + more) for more in (0, 2, 4, 6)))


@pytest.fixture
def mirrored(opened: Opened, first: int) -> Opened:
    """`with mirrored(max_calls=1) as at:` gives the desk and a client of it; there are ports for two calls."""

    @contextmanager
    def mirrored(**changed: Any) -> Iterator[SimpleNamespace]:
        with opened(**({"rtp_ports": f"{first}-{first + 7}"} | changed)) as at:
            app = FastAPI()
            app.include_router(rtp_router(at.desk))
            with TestClient(app) as client:
                yield SimpleNamespace(desk=at.desk, client=client)

    return mirrored


@pytest.fixture
def at(mirrored: Opened) -> Iterator[SimpleNamespace]:
    with mirrored() as at:
        yield at


def speak(port: int, seconds: float) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(int(seconds * 50)):
            header = struct.pack("!BBHII", 0x80, 8, number, number * 160, 1)
            sender.sendto(header + bytes(range(160)), ("127.0.0.1", port))


def test_a_call_is_asked_for_sent_to_and_ended(at: SimpleNamespace, until: Until, first: int) -> None:
    answer = at.client.post("/lines/rtp", json=CALL)
    place = answer.json()
    assert (answer.status_code, place["call"], place["host"]) == (201, "x-1", "127.0.0.1")
    assert {place["caller_port"], place["operator_port"]} == {first, first + 2}
    call_id = at.desk.attend("8012", "", 5)
    session = at.desk.call(call_id)
    speak(place["caller_port"], 1.0)
    speak(place["operator_port"], 1.0)
    until(lambda: session.at_s("caller") >= 1 and session.at_s("operator") >= 1)
    assert at.client.delete("/lines/rtp/x-1").status_code == 204
    until(lambda: session.ended)
    events = [stamped.event for stamped in at.desk.events(call_id)]
    assert isinstance(events[0], CallStarted) and isinstance(events[-1], CallEnded)
    assert (events[0].source, events[0].operator) == ("line", "8012")
    finals = {event.channel: event.text for event in events if isinstance(event, FinalTranscript)}
    assert finals == {"caller": "我想问居住证", "operator": "您好"}
    assert at.client.delete("/lines/rtp/x-1").status_code == 404
    assert at.client.post("/lines/rtp", json=CALL).status_code == 201


def test_an_empty_request_is_a_call_with_a_name_of_its_own(at: SimpleNamespace) -> None:
    names = [at.client.post("/lines/rtp", json={}).json()["call"] for _ in range(2)]
    assert len(set(names)) == 2 and at.desk.live_calls() == 2


def test_a_call_that_is_not_to_be_transcribed_is_not(at: SimpleNamespace, until: Until) -> None:
    place = at.client.post("/lines/rtp", json=CALL | {"transcribe": False}).json()
    (call,) = at.desk.live()
    assert call.hearing == "off"
    speak(place["caller_port"], 1.0)
    at.client.delete("/lines/rtp/x-1")
    until(lambda: not at.desk.live())
    assert not [one for one in at.desk.events(call.call_id) if isinstance(one.event, FinalTranscript)]


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        ("{", 422, "JSON"),
        ("[1]", 422, "JSON"),
        ('{"call": "a b"}', 422, "call"),
        ('{"operator": "<b>"}', 422, "operator"),
        ('{"codec": "G729", "engine": 5}', 422, "engine, codec"),
        ('{"sample_rate": 16000}', 422, "sample_rate"),
        ('{"extension": "8012"}', 422, "extension"),
        ('{"call": "x", "resume": 0}', 422, "resume"),
        ('{"call": "' + "x" * 5000 + '"}', 413, "too long"),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong_and_opens_nothing(
    at: SimpleNamespace, caplog: pytest.LogCaptureFixture, body: str, status: int, told: str
) -> None:
    answer = at.client.post("/lines/rtp", content=body)
    (line,) = [record.getMessage() for record in caplog.records if record.name == "calldesk.lines"]
    assert f"refused: HTTP {status}: " in line and "<b>" not in line and "extension" not in line
    assert answer.status_code == status
    assert told in answer.json()["error"] and "<b>" not in answer.text
    assert not at.desk.live()


@pytest.mark.parametrize("origin", ["https://evil.example", "null"])
def test_a_page_of_another_site_is_refused(at: SimpleNamespace, caplog: pytest.LogCaptureFixture, origin: str) -> None:
    at.client.post("/lines/rtp", json=CALL)
    headers = {"origin": origin}
    assert at.client.post("/lines/rtp", json={}, headers=headers).status_code == 403
    assert at.client.delete("/lines/rtp/x-1", headers=headers).status_code == 403
    assert caplog.text.count("refused: HTTP 403") == 2
    assert len(at.desk.live()) == 1


def test_a_call_asked_for_twice_is_refused_and_logged(at: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    at.client.post("/lines/rtp", json=CALL)
    (call,) = at.desk.live()
    with caplog.at_level(logging.WARNING, "calldesk.lines"):
        answer = at.client.post("/lines/rtp", json=CALL)
    assert (answer.status_code, "taken" in answer.json()["error"]) == (409, True)
    assert any(call.call_id in line for line in caplog.messages)
    assert len(at.desk.live()) == 1


def test_without_a_port_left_a_call_is_refused_until_one_ends(at: SimpleNamespace) -> None:
    for name in ("a", "b"):
        assert at.client.post("/lines/rtp", json={"call": name}).status_code == 201
    answer = at.client.post("/lines/rtp", json={"call": "c"})
    assert (answer.status_code, "CALLDESK_RTP_PORTS" in answer.json()["error"]) == (503, True)
    at.client.delete("/lines/rtp/a")
    assert at.client.post("/lines/rtp", json={"call": "c"}).status_code == 201


def test_a_full_desk_refuses(mirrored: Opened) -> None:
    with mirrored(max_calls=1) as at:
        assert at.client.post("/lines/rtp", json={"call": "a"}).status_code == 201
        answer = at.client.post("/lines/rtp", json={"call": "b"})
        assert answer.status_code == 503 and answer.json()["error"]
        assert at.client.delete("/lines/rtp/b").status_code == 404


def test_a_call_without_sound_ends_with_a_line_in_the_log(
    mirrored: Opened, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "calldesk.lines"), mirrored(line_silent_s=0.2) as at:
        at.client.post("/lines/rtp", json=CALL)
        call_id = at.desk.past_calls()[0].call_id
        until(lambda: not at.desk.live())
    (line,) = caplog.messages
    assert call_id in line and "No RTP came" in line


def test_calls_are_opened_while_the_pages_use_all_their_threads(at: SimpleNamespace) -> None:
    pages = at.client.portal.call(anyio.to_thread.current_default_thread_limiter)
    busy = [object() for _ in range(int(pages.total_tokens))]
    for page in busy:
        at.client.portal.call(pages.acquire_on_behalf_of_nowait, page)
    answers: list[int] = []
    asking = threading.Thread(
        target=lambda: answers.append(at.client.post("/lines/rtp", json=CALL).status_code), daemon=True
    )
    asking.start()
    asking.join(5)
    in_time = list(answers)
    for page in busy:
        at.client.portal.call(pages.release_on_behalf_of, page)
    asking.join(5)
    assert in_time == [201]


def test_where_every_address_is_listened_on_the_one_that_was_reached_is_told(mirrored: Opened) -> None:
    with mirrored(rtp_host="0.0.0.0") as at:
        assert at.client.post("/lines/rtp", json=CALL).json()["host"] == "testserver"


def test_calls_end_with_the_server(opened: Opened, first: int) -> None:
    with opened(rtp_ports=f"{first}-{first + 7}") as at:
        app = FastAPI()
        app.include_router(rtp_router(at.desk))
        with TestClient(app) as client:
            client.post("/lines/rtp", json=CALL)
            assert len(at.desk.live()) == 1
        assert not at.desk.live()
