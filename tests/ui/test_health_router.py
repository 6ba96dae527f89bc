from types import SimpleNamespace

from fastapi import FastAPI
from starlette.testclient import TestClient

from ui.health_router import health_router


def test_the_state_of_the_process_is_told_and_nothing_else() -> None:
    app = FastAPI()
    app.include_router(health_router(SimpleNamespace(live_calls=lambda: 3, recognizer="whisper-base")))  # type: ignore[arg-type]
    told = TestClient(app).get("/health").json()
    assert told.keys() == {"calls", "cpu_s", "resident_mb", "recognizer"}
    assert (told["calls"], told["recognizer"]) == (3, "whisper-base")
    assert told["cpu_s"] > 0
    assert 1 < told["resident_mb"] < 100_000
