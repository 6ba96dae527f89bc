"""Progress from a file that another process writes."""

import json
from pathlib import Path

import pytest

from assistant.evaluation import run_progress
from assistant.evaluation.run_progress import RunProgress


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time in its only item."""
    now = [100.0]
    monkeypatch.setattr(run_progress.time, "monotonic", lambda: now[0])
    return now


def add(path: Path, *entries: object) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.writelines(json.dumps(entry) + "\n" for entry in entries)


def test_time_left_follows_from_the_pace_seen(tmp_path: Path, clock: list[float]) -> None:
    path = tmp_path / "progress.jsonl"
    progress = RunProgress(path)
    progress.read()
    assert (progress.stage, progress.done, progress.total, progress.seconds_left()) == ("", 0, 0, None)
    add(path, {"stage": "Calls", "total": 4})
    progress.read()
    assert progress.seconds_left() is None
    clock[0] += 10
    add(path, {"id": "a", "sample": {}})
    progress.read()
    assert progress.seconds_left() == 30
    clock[0] += 10
    add(path, {"id": "b", "skipped": "no recording"})
    progress.read()
    clock[0] += 4
    assert (progress.done, progress.total, progress.seconds_left()) == (2, 4, 16)
    clock[0] += 60
    assert progress.seconds_left() == 0


def test_an_item_counts_once_also_when_a_stage_is_gone_on_with(tmp_path: Path, clock: list[float]) -> None:
    path = tmp_path / "progress.jsonl"
    progress = RunProgress(path)
    add(path, {"stage": "Calls", "total": 3}, {"id": "a"}, {"stage": "Rest", "total": 1})
    add(path, {"stage": "Calls", "total": 3}, {"id": "a"}, {"id": "b"})
    progress.read()
    assert (progress.stage, progress.done) == ("Calls", 2)
    clock[0] += 5
    add(path, {"id": "c"})
    progress.forget_pace()
    progress.read()
    assert progress.seconds_left() is None


def test_half_a_line_waits_and_nonsense_counts_nothing(tmp_path: Path) -> None:
    path = tmp_path / "progress.jsonl"
    progress = RunProgress(path)
    path.write_text('{"stage": "Calls", "total": "many"}\n[1]\nnonsense\n{"id": "a"', "utf-8")
    progress.read()
    assert (progress.done, progress.total) == (0, 0)
    with path.open("a") as file:
        file.write("}\n")
    progress.read()
    assert progress.done == 1
    path.write_text('{"stage": "Rest", "total": 9}\n', "utf-8")
    progress.read()
    assert (progress.stage, progress.done, progress.total) == ("Rest", 0, 9)
