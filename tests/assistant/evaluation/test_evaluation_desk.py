"""Runs as processes: started, watched, stopped, gone on with, failed, compared."""

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest

from assistant.errors import AssistantError
from assistant.evaluation.dataset_shelf import SAMPLE_NAME
from assistant.evaluation.evaluation_desk import EvaluationDesk, FigureChange, RunOptions, RunState
from knowledge_base.told import Told, as_json

COMMAND = (sys.executable, str(Path(__file__).parents[2] / "benchmark_script.py"))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[EvaluationDesk]:
    desk = EvaluationDesk(tmp_path, 1_000_000, COMMAND)
    yield desk
    for run in desk.runs():
        if run.state == "running" and run.ours:
            desk.stop(run.name)


def until(true: Callable[[], object]) -> None:
    end = monotonic() + 30
    while not true():
        assert monotonic() < end, "did not come true"
        sleep(0.01)


def only(desk: EvaluationDesk) -> RunState:
    (run,) = desk.runs()
    return run


def measured(desk: EvaluationDesk, items: int, home: Path) -> None:
    """Lets the benchmark measure on until so many items are done."""
    until(lambda: only(desk).total)
    while only(desk).done < items and only(desk).state == "running":
        (home / "go").touch()
        until(lambda: not (home / "go").exists())
        sleep(0.01)


def test_a_run_is_watched_to_its_report(desk: EvaluationDesk, tmp_path: Path) -> None:
    name = desk.start(SAMPLE_NAME, RunOptions(fast=True))
    assert (only(desk).state, only(desk).title, only(desk).dataset) == ("running", "calls", SAMPLE_NAME)
    measured(desk, 2, tmp_path)
    assert (only(desk).stage, only(desk).done, only(desk).total) == ("Calls", 2, 3)
    assert desk.report(name) is None
    (tmp_path / "go").touch()
    until(lambda: only(desk).state == "finished")
    assert only(desk).figures[0].high == 0.17
    assert desk.report(name) == tmp_path / "runs" / name / "report.html"
    with pytest.raises(AssistantError, match="finished"):
        desk.resume(name)


def test_the_process_is_told_where_and_what_and_steps_back(desk: EvaluationDesk, tmp_path: Path) -> None:
    name = desk.start(SAMPLE_NAME, RunOptions(strict=True, limit=2))
    until(lambda: only(desk).total)
    folder = tmp_path / "runs" / name
    argv = json.loads((folder / "run.json").read_text("utf-8"))["options"]["argv"]
    assert argv[:2] == ["eval", "calls"]
    assert argv[3:] == ["--strict", "--limit", "2", "--out", str(folder)]
    pid = json.loads((folder / "command.json").read_text("utf-8"))["pid"]
    assert os.getpriority(os.PRIO_PROCESS, pid) >= 10
    assert os.getpgid(pid) == pid != os.getpgid(0)


def test_one_at_a_time(desk: EvaluationDesk) -> None:
    desk.start(SAMPLE_NAME, RunOptions())
    with pytest.raises(AssistantError, match="under way"):
        desk.start(SAMPLE_NAME, RunOptions())
    with pytest.raises(AssistantError, match="using this data set"):
        desk.remove(SAMPLE_NAME)


def test_a_stopped_run_goes_on_where_it_was(desk: EvaluationDesk, tmp_path: Path) -> None:
    name = desk.start(SAMPLE_NAME, RunOptions())
    measured(desk, 1, tmp_path)
    assert only(desk).seconds_left is not None
    desk.stop(name)
    assert (only(desk).state, only(desk).done) == ("interrupted", 1)
    desk.stop(name)
    desk.resume(name)
    with pytest.raises(AssistantError, match="under way"):
        desk.resume(name)
    assert only(desk).seconds_left is None
    measured(desk, 2, tmp_path)
    (tmp_path / "go").touch()
    until(lambda: only(desk).state == "finished")
    lines = (tmp_path / "runs" / name / "progress.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line).get("id") for line in lines] == [None, "Calls/0", None, "Calls/1", "Calls/2"]


def test_a_panel_started_anew_finds_its_run_and_can_end_it(desk: EvaluationDesk, tmp_path: Path) -> None:
    name = desk.start(SAMPLE_NAME, RunOptions())
    until(lambda: only(desk).total)
    anew = EvaluationDesk(tmp_path, 1_000_000, COMMAND)
    assert only(anew).state == "running"
    with pytest.raises(AssistantError, match="under way"):
        anew.start(SAMPLE_NAME, RunOptions())
    anew.stop(name)
    until(lambda: not desk._alive(name))  # the first one, which in truth is gone, wrote how its process ended
    assert only(anew).state == "interrupted"
    anew.resume(name)
    measured(anew, 3, tmp_path)
    until(lambda: only(anew).state == "finished")


def test_a_failed_run_says_why_and_may_be_tried_again(desk: EvaluationDesk, tmp_path: Path) -> None:
    (tmp_path / "fail").touch()
    name = desk.start(SAMPLE_NAME, RunOptions())
    until(lambda: only(desk).state != "running")
    assert (only(desk).state, only(desk).problem) == ("failed", "no recogniser here: pull one")
    assert only(EvaluationDesk(tmp_path, 1_000_000, COMMAND)).state == "failed"
    kept = Told("{name} is empty.", name="a.flac")
    (tmp_path / "runs" / name / "problem.json").write_text(as_json(kept), "utf-8")
    assert only(desk).problem == kept and only(desk).problem.values == {"name": "a.flac"}  # type: ignore[attr-defined]
    (tmp_path / "fail").unlink()
    desk.resume(name)
    assert only(desk).state == "running"
    assert not (tmp_path / "runs" / name / "problem.json").exists()


def test_a_program_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    desk = EvaluationDesk(tmp_path, 1_000_000, (str(tmp_path / "none"),))
    with pytest.raises(AssistantError, match="cannot be started"):
        desk.start(SAMPLE_NAME, RunOptions())


def finished(home: Path, name: str, cer: float) -> str:
    folder = home / "runs" / name
    folder.mkdir(parents=True)
    (folder / "run.json").write_text(json.dumps({"title": "calls", "started": name}), "utf-8")
    (folder / "result.json").write_text(json.dumps({"caller": {"cer": cer}}), "utf-8")
    return name


def test_two_runs_are_compared(desk: EvaluationDesk, tmp_path: Path) -> None:
    a, b = finished(tmp_path, "2026-a", 0.25), finished(tmp_path, "2026-b", 0.5)
    assert desk.compare(a, b) == [FigureChange("caller cer", 0.25, 0.5, 0.25, -0.1, 0.1, "same")]
    assert [run.name for run in desk.runs()] == [b, a]
    with pytest.raises(AssistantError, match="two finished runs"):
        desk.compare(a, a)


def test_runs_that_cannot_be_compared_say_why(desk: EvaluationDesk, tmp_path: Path) -> None:
    a, b = finished(tmp_path, "2026-a", -1), finished(tmp_path, "2026-b", 0.5)
    with pytest.raises(AssistantError, match=r"cannot be compared: .*result\.json is odd\.") as refused:
        desk.compare(a, b)
    assert refused.value.values["problem"].sentence == "{file} is odd."  # type: ignore[attr-defined]


def test_a_run_of_the_command_line_is_left_to_it(desk: EvaluationDesk, tmp_path: Path) -> None:
    name = finished(tmp_path, "2026-a", 0.25)
    for act in (desk.stop, desk.resume):
        with pytest.raises(AssistantError, match="command line"):
            act(name)


@pytest.mark.parametrize("name", ["", ".", "..", "../home", "none", "2026-a/../2026-a", "/etc"])
def test_only_listed_names_are_known(desk: EvaluationDesk, tmp_path: Path, name: str) -> None:
    finished(tmp_path, "2026-a", 0.25)
    (tmp_path / "runs" / "notes").mkdir()
    assert desk.report(name) is None
    assert desk.report("notes") is None
    for act in (desk.stop, desk.resume):
        with pytest.raises(AssistantError, match="no such run"):
            act(name)
