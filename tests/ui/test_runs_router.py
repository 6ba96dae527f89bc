"""The reports of runs, without a browser."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from assistant.evaluation.evaluation_desk import EvaluationDesk
from ui.runs_router import runs_router


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "runs" / "一-calls"
    folder.mkdir(parents=True)
    for name in ("run.json", "result.json"):
        (folder / name).write_text("{}", "utf-8")
    (folder / "report.html").write_text("<h1>calls</h1>", "utf-8")
    (folder / "log.txt").write_text("secret", "utf-8")
    (tmp_path / "report.html").write_text("outside", "utf-8")
    desk: Any = SimpleNamespace(evaluation=EvaluationDesk(tmp_path, 1))
    app = FastAPI()
    app.include_router(runs_router(desk))
    with TestClient(app) as client:
        yield client


def test_a_report_is_a_page_that_may_load_nothing(client: TestClient) -> None:
    answer = client.get("/runs/一-calls/report.html")
    assert (answer.status_code, answer.text) == (200, "<h1>calls</h1>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("inline")
    policy = answer.headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


def test_a_result_is_only_ever_downloaded(client: TestClient) -> None:
    headers = client.get("/runs/一-calls/result.json").headers
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/runs/一-calls/report.md",
        "/runs/一-calls/log.txt",
        "/runs/一-calls/command.json",
        "/runs/none/report.html",
        "/runs/../report.html",
        "/runs/%2e%2e/report.html",
        "/runs/..%2f/report.html",
        "/runs/%2e/report.html",
        "/runs/%00/report.html",
    ],
)
def test_nothing_else_is_given_out(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
