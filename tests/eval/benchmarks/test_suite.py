"""Every benchmark one after the other: what is made, and what is not made again."""

import json
import subprocess
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from assistant.settings import Settings
from eval.benchmarks import suite
from eval.benchmarks.suite import Step, run_step, steps
from eval.cli import evaluate
from eval.errors import EvalError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of data sets: recordings, questions, categories, and one that is none."""
    for name, files in {
        "speech": ("manifest.jsonl", "audio/a.wav"),
        "questions": ("documents.jsonl", "questions.jsonl"),
        "labels": ("train.jsonl", "train-more.jsonl", "test.jsonl"),
        "notes": ("readme.txt",),
    }.items():
        for file in files:
            (tmp_path / "data" / name / file).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "data" / name / file).write_text("{}\n", encoding="utf-8")
    return tmp_path / "data"


def test_the_samples_come_first_then_every_data_set(data: Path) -> None:
    assert [step.name for step in steps(None)] == ["sample-calls", "lines", "noise", "load"]
    assert [step.name for step in steps(data)][4:] == [
        *("labels", "questions", "questions-silence", "questions-ingest", "questions-scale", "speech", "speech-repair")
    ]


def test_every_step_is_a_command_that_there_is(data: Path) -> None:
    for step in steps(data):
        command = evaluate.get_command(click.Context(evaluate), step.arguments[0])
        assert command is not None
        assert command.make_context(step.name, list(step.arguments[1:])).params


def test_other_data_arguments_or_settings_go_into_another_folder(
    data: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)  # where commands and folders have the same names
    folders = {step.name: step.folder(settings) for step in steps(data)}
    assert folders == {step.name: step.folder(settings) for step in steps(data)}
    assert all(folder.parent == settings.home / "runs" for folder in folders.values())
    (data / "speech" / "audio" / "a.wav").write_bytes(b"other")
    changed = {step.name for step in steps(data) if step.folder(settings) != folders[step.name]}
    assert changed == {"speech", "speech-repair"}
    other = settings.model_copy(update={"threads": settings.threads + 1})
    assert all(step.folder(other) != folders[step.name] for step in steps(data))
    assert Step("lines", ("calls", "--fast")).folder(settings) != Step("lines", ("calls",)).folder(settings)


def test_a_finished_step_is_not_made_again(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("made again"))
    (tmp_path / "result.json").write_text('{"n": 1}', encoding="utf-8")
    assert run_step(Step("speech", ("asr", "x")), tmp_path, settings) == {"n": 1}


def test_a_step_is_made_in_its_folder_and_the_load_finds_a_panel(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[list[str]] = []

    def make(command: list[str], **_: object) -> SimpleNamespace:
        made.append(command[3:])
        folder = Path(command[command.index("--out") + 1])
        folder.mkdir()
        (folder / "result.json").write_text(json.dumps({"n": len(made)}), encoding="utf-8")
        return SimpleNamespace(returncode=0)

    @contextmanager
    def panel(_settings):  # type: ignore[no-untyped-def]
        yield "http://127.0.0.1:1"

    monkeypatch.setattr(subprocess, "run", make)
    monkeypatch.setattr(suite, "_panel", panel)
    assert run_step(Step("speech", ("asr", "x")), tmp_path / "a", settings) == {"n": 1}
    assert run_step(Step("load", ("load", "x")), tmp_path / "b", settings) == {"n": 2}
    assert made == [
        ["eval", "asr", "x", "--out", str(tmp_path / "a")],
        ["eval", "load", "x", "--out", str(tmp_path / "b"), "--server", "http://127.0.0.1:1"],
    ]


def test_a_step_that_fails_and_a_panel_that_does_not_start_are_said(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.home.mkdir(exist_ok=True)
    (settings.home / "calldesk.db").write_bytes(b"kept")
    monkeypatch.setattr(suite.sys, "executable", "/bin/false")
    monkeypatch.setattr(suite, "_START_S", 3)
    monkeypatch.setattr(suite.time, "sleep", lambda _seconds: None)
    with pytest.raises(EvalError, match="did not finish"):
        run_step(Step("speech", ("asr", "x")), tmp_path, settings)
    with pytest.raises(EvalError, match="did not start"):
        run_step(Step("load", ("load", "x")), tmp_path, settings)


def test_the_panel_for_the_load_works_on_a_copy(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.models.mkdir(parents=True)
    (settings.home / "calldesk.db").write_bytes(b"database")
    (settings.home / "runs").mkdir()
    homes: list[Path] = []

    class Process:
        def __init__(self, command: list[str], env: dict[str, str], **_: object) -> None:
            homes.append(Path(env["CALLDESK_HOME"]))
            assert (homes[0] / "calldesk.db").read_bytes() == b"database"
            assert (homes[0] / "models").resolve() == settings.models.resolve()
            assert not (homes[0] / "runs").exists()

        def __enter__(self) -> "Process":
            return self

        def __exit__(self, *_: object) -> None:
            return

        def terminate(self) -> None:
            homes.append(homes[0])

    monkeypatch.setattr(subprocess, "Popen", Process)
    monkeypatch.setattr(suite, "_await", lambda *_: None)
    with suite._panel(settings) as server:
        assert server.startswith("http://127.0.0.1:")
    assert homes[0] != settings.home
    assert len(homes) == 2
    assert not homes[0].exists()
