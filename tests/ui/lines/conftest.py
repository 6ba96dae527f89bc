"""A desk whose recogniser says what it was told to, and clients of its telephone lines."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from assistant.advisor import Advisor
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.desk import Desk
from assistant.settings import Settings
from assistant.ticket import Draft
from assistant.wiring import open_knowledge
from retrieval.embedder import HashedEmbedder
from ui.lines.vosk_router import vosk_router

Opened = Callable[..., AbstractContextManager[SimpleNamespace]]
SCRIPT = ScriptedRecognizer(
    {"caller": [Line("我想问居住证", 200, 900), Line("谢谢", 1400, 2500)], "operator": [Line("您好", 0, 400)]}
)


def make(settings: Settings, recognizer: Any) -> Desk:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    drafting = SimpleNamespace(draft=lambda _finals: Draft())
    advisor = Advisor(knowledge.searcher, QuotedAnswer(), drafting, None, 5.0)  # type: ignore[arg-type]
    return Desk(settings, knowledge.store, knowledge.desk, knowledge.insight, advisor, recognizer, "hashed", ())


@pytest.fixture
def opened(settings: Settings) -> Opened:
    """`with opened(recognizer, max_lines=1) as at:` gives the desk, its app and a client of it."""

    @contextmanager
    def opened(recognizer: Any = SCRIPT, **changed: float) -> Iterator[SimpleNamespace]:
        desk, app = make(settings.model_copy(update=changed), recognizer), FastAPI()
        app.include_router(vosk_router(desk))
        with TestClient(app) as client:
            yield SimpleNamespace(desk=desk, app=app, client=client)
        desk.close()

    return opened


@pytest.fixture
def at(opened: Opened) -> Iterator[SimpleNamespace]:
    with opened() as at:
        yield at


@pytest.fixture
def desk(at: SimpleNamespace) -> Desk:
    return at.desk  # type: ignore[no-any-return]


@pytest.fixture
def client(at: SimpleNamespace) -> TestClient:
    return at.client  # type: ignore[no-any-return]


@pytest.fixture
def to_the_end() -> Callable[[WebSocketTestSession], tuple[list[dict[str, Any]], int]]:
    """What a line is told until the server closes it, and the close code."""

    def read(line: WebSocketTestSession) -> tuple[list[dict[str, Any]], int]:
        told: list[dict[str, Any]] = []
        while True:
            try:
                told.append(json.loads(line.receive_text()))
            except WebSocketDisconnect as closed:
                return told, closed.code

    return read


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Waits for what comes soon."""

    def wait(true: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 5
        while not true():
            assert time.monotonic() < deadline, "it never came to that"
            time.sleep(0.01)

    return wait
