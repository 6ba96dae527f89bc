"""What a run's folder tells, also one that another program wrote."""

import json
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from assistant.evaluation.run_folder import RunCommand, RunFolder, headline
from assistant.evaluation.run_options import RunOptions
from assistant.evaluation.run_state import Figure

COMMAND = RunCommand("gold", RunOptions(fast=True, limit=3, noise=(20.0,), codec=("gsm",)), "2026-03-02T01:30:00+00:00")
RUN = {"title": "calls", "started": "2026-03-02T01:30:00+00:00", "inputs": [{"file": "call-01.flac", "sha256": "0"}]}


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    return RunFolder(tmp_path)


def write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value), "utf-8")


def test_a_command_is_read_back_as_it_was(folder: RunFolder) -> None:
    assert folder.command is None
    folder.command = COMMAND
    assert folder.command == COMMAND
    (folder.path / "command.json").write_text('{"dataset": 1}', "utf-8")
    assert folder.command is None


def test_a_run_of_the_command_line_runs_while_its_lock_is_held(folder: RunFolder) -> None:
    write(folder.path / "run.json", RUN)
    with FileLock(folder.path / "lock"):
        state = folder.state(started_here=False)
    assert (state.state, state.title, state.dataset, state.ours) == ("running", "calls", "call-01.flac", False)
    assert folder.state(started_here=False).state == "interrupted"


def test_a_run_that_ended_by_itself_without_a_result_failed_with_its_last_words(folder: RunFolder) -> None:
    folder.command = RunCommand("gold", RunOptions(), "2026-03-02T01:30:00+00:00", exit=1)
    (folder.path / "log.txt").write_bytes(b"x" * 9000 + "\nCalls 10%\rcalldesk: 没有模型 <b>\n\n".encode())
    state = folder.state(started_here=False)
    assert (state.state, state.problem) == ("failed", "没有模型 <b>")
    (folder.path / "problem.json").touch()  # a full disk left it empty
    assert folder.state(started_here=False).problem == "没有模型 <b>"


def test_a_result_is_read_once_and_again_when_it_changes(folder: RunFolder) -> None:
    write(folder.path / "run.json", RUN)
    write(folder.path / "result.json", {"caller": {"cer": 0.15}, "intervals": {"caller cer": [0.13, 0.17]}})
    state = folder.state(started_here=False)
    assert state.figures == (Figure("caller cer", 0.15, 0.13, 0.17),)
    assert folder.state(started_here=False) is state
    (folder.path / "result.json").write_text("[nonsense", "utf-8")
    assert folder.state(started_here=False).figures == ()


@pytest.mark.parametrize(
    ("title", "result", "figures"),
    [
        ("asr", {"rtf": 0.4, "cer": 0.1, "n": 9}, (Figure("cer", 0.1), Figure("rtf", 0.4))),
        ("calls", {"caller": {"cer": None}, "category@1": 1}, (Figure("category@1", 1.0),)),
        ("other", {"x": {"y": 2}, "z": 3, "intervals": {"x y": [1, 3]}}, (Figure("x y", 2.0, 1.0, 3.0),)),
        ("asr", {"cer": "0.1", "rtf": True, "intervals": ["odd"]}, ()),
        ("asr", {"cer": 0.1, "intervals": {"cer": ["a"]}}, (Figure("cer", 0.1),)),
    ],
)
def test_few_figures_stand_for_a_run(title: str, result: dict[str, Any], figures: tuple[Figure, ...]) -> None:
    assert headline(title, result) == figures
