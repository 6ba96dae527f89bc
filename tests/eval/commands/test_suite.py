"""The command that makes the table of the READMEs."""

from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks import suite
from eval.commands import suite as command
from eval.errors import EvalError
from eval.runs import figure_table
from eval.runs.figure_table import read_rows, read_stored_figures, shown_table, table
from eval.runs.result import nested


def made(step: suite.Step, _folder: Path, _settings: object) -> dict[str, Any]:
    """A result that has every figure of the table."""
    figures = {name: 0.5 for row in read_rows() if row.run == step.name for name in figure_table._names(row)}
    run = {"commit": "abcdef01", "started": "2025-01-02T00:00", "machine": {"processor": "P", "cores": 2}}
    return nested({**figures, "n": 3}) | {"skipped": [], "intervals": {}, "run": run}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two READMEs without figures."""
    monkeypatch.setattr(suite, "run_step", made)
    monkeypatch.setattr(figure_table, "STORED", tmp_path / "figures.json")
    monkeypatch.setattr(command, "_ROOT", tmp_path)
    for name in ("README.md", "README.zh-CN.md"):
        (tmp_path / name).write_text("<!-- figures -->\n<!-- /figures -->\n", encoding="utf-8")
    return tmp_path


def test_both_readmes_show_what_was_measured(run, root: Path) -> None:
    shown = run("suite")
    stored = read_stored_figures()
    assert list(stored) == ["lines", "load", "noise", "sample-calls"]
    assert shown_table((root / "README.md").read_text(encoding="utf-8")) == table(stored, "en").strip()
    assert shown_table((root / "README.zh-CN.md").read_text(encoding="utf-8")) == table(stored, "zh").strip()
    assert all(f"== {name}" in shown.stderr for name in stored)


def test_one_benchmark_alone_leaves_the_other_rows_as_they_were(run, root: Path, monkeypatch) -> None:
    run("suite")
    before = read_stored_figures()
    monkeypatch.setattr(suite, "run_step", lambda *given: made(*given) | {"n": 9})
    run("suite", "--only", "load")
    after = read_stored_figures()
    assert (before["load"]["n"], after["load"]["n"]) == (3, 9)
    assert {name: run for name, run in after.items() if name != "load"} == {
        name: run for name, run in before.items() if name != "load"
    }


def test_a_name_that_there_is_not_is_said(run, root: Path) -> None:
    with pytest.raises(EvalError, match="no benchmark called moon"):
        run("suite", "--only", "load", "--only", "moon")
    assert read_stored_figures() == {}
