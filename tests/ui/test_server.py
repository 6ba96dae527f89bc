"""The server's routes, without a browser."""

import csv
import io
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI, WebSocket
from starlette.testclient import TestClient
from websockets.exceptions import ConnectionClosedError
from websockets.sync.client import connect

from assistant.errors import AssistantError
from ui.server import build_app, guarded_csv, preferred_language, serve, server_config


@pytest.fixture(scope="module")
def client(served_desk: Any) -> Iterator[TestClient]:
    with TestClient(build_app(served_desk), follow_redirects=False) as client:
        yield client


def test_the_front_leads_to_the_readers_language_with_the_call(client: TestClient) -> None:
    answer = client.get("/?call=c1", headers={"accept-language": "en-GB,en;q=0.9"})
    assert answer.headers["location"] == "/en/?call=c1"


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en", "en"),
        ("fr,en;q=0.5,zh;q=0.4", "en"),
        ("en;q=0.2, zh-TW;q=0.7", "zh"),
        ("de", "zh"),
        ("en;q=x", "zh"),
        ("en;q=0", "zh"),
    ],
)
def test_language_is_chosen_as_asked(accept: str, language: str) -> None:
    assert preferred_language(accept) == language


@pytest.mark.parametrize("path", ["/zh/", "/en/", "/documents/permit", "/export/tickets.json"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "default-src" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/zh/config", "/en/config"])
def test_nothing_of_a_call_is_kept_in_the_browser_or_offered_as_an_api(client: TestClient, path: str) -> None:
    config = client.get(path).json()
    assert config["footer_links"] == []
    assert not config.get("run_history")
    assert all(one["api_visibility"] == "private" for one in config["dependencies"])


def test_the_front_also_takes_telephone_lines(client: TestClient, served_desk: Any) -> None:
    with client.websocket_connect("/") as line:
        line.send_text("{")
        assert "error" in line.receive_json()


def test_a_document_is_a_page_with_its_span(client: TestClient) -> None:
    answer = client.get("/documents/permit?start=0&end=8")
    assert answer.status_code == 200
    assert "<mark id=quote>" in answer.text
    assert "script" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/documents/none", "/documents/none/original", "/documents/..%2f..%2fetc%2fpasswd"])
def test_a_document_that_is_not_there_is_said_to_be_missing(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_original_is_only_ever_downloaded(client: TestClient, served_desk: Any) -> None:
    headers = client.get("/documents/permit/original").headers
    assert headers["content-disposition"].startswith("attachment")
    assert headers["content-type"] == "application/octet-stream"
    assert "sandbox" in headers["content-security-policy"]
    kept = served_desk.knowledge.original("permit")
    words = kept.read_bytes()
    kept.unlink()
    assert client.get("/documents/permit/original").status_code == 404
    kept.write_bytes(words)


def test_a_recording_is_served_by_its_listed_name_only(client: TestClient) -> None:
    assert client.get("/recordings/..%2f..%2fetc%2fpasswd").status_code == 404
    assert client.get("/recordings/unknown").status_code == 404


def test_tickets_are_exported(client: TestClient, served_desk: Any) -> None:
    served_desk.submit("c1", {"title": "=HYPERLINK(1)，居住证"})
    assert json.loads(client.get("/export/tickets.json").text)[0]["title"].startswith("=HYPERLINK")
    answer = client.get("/export/tickets.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[1] == ["1", "'=HYPERLINK(1)，居住证"]
    assert client.get("/export/tickets.exe").status_code == 422


def test_cells_that_a_spreadsheet_would_run_are_guarded() -> None:
    table = '\ufeffa,"=1+1","-2\nx",@b,+3,plain\r\n'
    assert next(csv.reader(io.StringIO(guarded_csv(table), newline=""))) == [
        "a",
        "'=1+1",
        "'-2\nx",
        "'@b",
        "'+3",
        "plain",
    ]


@pytest.fixture
def echo() -> Iterator[str]:
    """A WebSocket that says how long a message was; lines there may send 1000 bytes."""
    app = FastAPI()

    @app.websocket("/")
    async def length(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(str(len(await socket.receive_bytes())))

    config = server_config(app, 1000)
    config.port = 0
    server = uvicorn.Server(config)
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        running.join(0.01)
    yield f"ws://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    running.join()


def test_a_message_that_is_too_long_reaches_the_line_which_says_so_but_none_of_any_length(echo: str) -> None:
    with connect(echo) as line:
        assert line.protocol.extensions == [], "sound is not compressed"
        line.send(bytes(1001))
        assert line.recv() == "1001"
    with connect(echo) as line, pytest.raises(ConnectionClosedError, match="1009"):
        line.send(bytes(200_000))
        line.recv()


def test_a_line_that_is_kept_waiting_need_not_answer_pings() -> None:
    assert server_config(FastAPI(), 1000).ws_ping_interval is None


def test_a_port_in_use_is_a_sentence(desk: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(AssistantError, match="in use"):
        serve(desk, "127.0.0.1", taken.getsockname()[1])
    assert desk.closed, "what was begun, an upload for one, is put back"
