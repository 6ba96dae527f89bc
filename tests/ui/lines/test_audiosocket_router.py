import logging
import socket
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.errors import DeskFull
from assistant.lines.announced_lines import AnnouncedLines
from assistant.lines.line_errors import LineTaken
from assistant.lines.line_limits import LineLimits
from ui.lines.audiosocket_router import audiosocket_router

NAME = "40325ec2-5efd-4bd3-805f-53576e581d13"
HELLO = b"\x01\x00\x10" + UUID(NAME).bytes


class Lines:
    """Refuses every line, and notes which it was asked for."""

    def __init__(self) -> None:
        self.limits = LineLimits()
        self.asked: list[Any] = []

    def join(self, config: Any, since: float) -> None:
        self.asked.append(config)
        raise DeskFull("No further call can be heard now.")


@pytest.fixture
def at() -> Iterator[SimpleNamespace]:
    lines, app = Lines(), FastAPI()
    listening = socket.create_server(("127.0.0.1", 0))
    app.include_router(audiosocket_router(SimpleNamespace(lines=lines), listening))  # type: ignore[arg-type]
    with TestClient(app) as client:
        yield SimpleNamespace(lines=lines, client=client, address=listening.getsockname())


def test_asterisk_is_served_beside_the_pages_and_a_uuid_is_whom_it_was_announced_for(at: SimpleNamespace) -> None:
    said = {"uuid": NAME, "call": "x", "operator": "8012", "channel": "operator", "engine": "vosk"}
    assert at.client.post("/lines/audiosocket", json=said).status_code == 204
    with socket.create_connection(at.address) as asterisk:
        asterisk.sendall(HELLO + b"\x10\x00\x02\x00\x00")
        assert asterisk.recv(9) == b"\xff\x00\x01\x22"
    (asked,) = at.lines.asked
    assert (asked.call, asked.operator, asked.channel, asked.engine) == ("x", "8012", "operator", "vosk")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{", "JSON"),
        ('{"operator": "8012"}', "uuid"),
        ('{"uuid": "8012"}', "uuid"),
        (f'{{"uuid": "{NAME}", "operator": "../x"}}', "operator"),
        (f'{{"uuid": "{NAME}", "tariff": 7}}', "tariff"),
        (f'{{"uuid": "{NAME}", "sample_rate": 16000}}', "sample_rate"),
    ],
)
def test_an_announcement_that_cannot_be_used_says_what_is_wrong(
    at: SimpleNamespace, caplog: pytest.LogCaptureFixture, body: str, words: str
) -> None:
    answer = at.client.post("/lines/audiosocket", content=body)
    assert answer.status_code == 422 and words in answer.json()["error"] and "../x" not in answer.text
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("calldesk.lines", logging.WARNING)
    assert "call -: refused: HTTP 422: Wrong in the request" in caplog.text
    assert "../x" not in caplog.text and "tariff" not in caplog.text


def test_a_long_announcement_is_not_read(at: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    assert at.client.post("/lines/audiosocket", content=b"x" * 5000).status_code == 413
    assert "refused: HTTP 413" in caplog.text and "xx" not in caplog.text


def test_pages_of_other_sites_may_not_announce(at: SimpleNamespace, caplog: pytest.LogCaptureFixture) -> None:
    answer = at.client.post("/lines/audiosocket", json={"uuid": NAME}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "refused: HTTP 403" in caplog.text and "evil" not in caplog.text


def test_what_comes_too_late_to_be_told_is_refused(
    at: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def tell(*_: object) -> None:
        raise LineTaken("The sound of this UUID comes already.", "c7")

    monkeypatch.setattr(AnnouncedLines, "tell", tell)
    answer = at.client.post("/lines/audiosocket", json={"uuid": NAME, "call": "y"})
    assert (answer.status_code, "already" in answer.json()["error"]) == (409, True)
    assert "call c7: refused: LineTaken" in caplog.text
