"""The command around the load benchmark, with the measuring itself scripted."""

import json
from pathlib import Path

import pytest

from eval.benchmarks import load_benchmark
from eval.benchmarks.load_sample import CallLoad, LoadSample
from eval.errors import EvalError


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was measured, as (server, calls); five calls at a time are too many."""
    asked: list[tuple[str, int]] = []

    def measure(calls: list[Path], server: str, simultaneous: int, seconds: float | None) -> LoadSample:
        asked.append((server, simultaneous))
        call = CallLoad(calls[0].stem, 1, (1.0 if simultaneous < 5 else 9.0,), 1, 0, ())
        return LoadSample(simultaneous, "scripted", 1.0, 0.5, 100.0, (call,), ())

    monkeypatch.setattr(load_benchmark, "measure_load", measure)
    return asked


@pytest.fixture
def folder(write_call) -> Path:
    return write_call()  # type: ignore[no-any-return]


def test_one_number_of_calls(run, folder, measured, tmp_path: Path) -> None:
    run("load", folder, "--calls", 3, "--json", tmp_path / "r.json")
    result = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert measured == [("http://127.0.0.1:7860", 3)]
    assert (result["most_calls"], result["calls_3"]["final_s"]["p95"]) == (3, 1.0)
    assert result["run"]["used"] == {"recognizer": "scripted"}
    assert [each["file"] for each in result["run"]["inputs"]] == ["one.flac"]


def test_the_most_calls_are_found(run, folder, measured, tmp_path: Path) -> None:
    run("load", folder, "--calls", 8, "--find", "--server", "http://10.0.0.1:1", "--json", tmp_path / "r.json")
    assert [number for _, number in measured] == [1, 2, 4, 8, 6, 5]
    assert {server for server, _ in measured} == {"http://10.0.0.1:1"}
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["most_calls"] == 4


def test_a_run_that_was_cut_off_goes_on_also_with_the_server_at_another_port(
    run, folder, measured, monkeypatch, tmp_path: Path
) -> None:
    scripted = load_benchmark.measure_load

    def cut_off(calls, server, simultaneous, seconds):
        if simultaneous == 4:
            raise KeyboardInterrupt
        return scripted(calls, server, simultaneous, seconds)

    monkeypatch.setattr(load_benchmark, "measure_load", cut_off)
    options = ("load", folder, "--calls", 8, "--find", "--out", tmp_path / "run")
    assert run(*options, "--server", "127.0.0.1:1001").exit_code == 1
    monkeypatch.setattr(load_benchmark, "measure_load", scripted)
    assert run(*options, "--server", "127.0.0.1:2002").exit_code == 0
    assert [number for _, number in measured] == [1, 2, 4, 8, 6, 5]


def test_nothing_is_skipped_in_silence(run, folder, monkeypatch) -> None:
    def refuse(*_: object) -> None:
        raise EvalError("No call desk answers.")

    monkeypatch.setattr(load_benchmark, "measure_load", refuse)
    with pytest.raises(EvalError, match="No call desk answers"):
        run("load", folder)


def test_a_folder_without_recordings_is_said(run, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="holds no recordings"):
        run("load", tmp_path)
