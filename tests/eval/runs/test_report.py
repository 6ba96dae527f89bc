import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from eval.errors import EvalError
from eval.runs.report import print_table, write_json
from eval.runs.result import Result

RESULT = Result({"typed": {"hit@1": 0.75}, "latency_ms": {"p50": 12.34}, "n": 2}, [{"id": "甲"}])


def test_figures_stand_at_the_top_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "r.json"
    write_json(path, RESULT, {"commit": "abc"})
    assert json.loads(path.read_text(encoding="utf-8")) == {
        "typed": {"hit@1": 0.75},
        "latency_ms": {"p50": 12.34},
        "n": 2,
        "samples": [{"id": "甲"}],
        "run": {"commit": "abc"},
    }
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="Choose another file"):
        write_json(tmp_path / "none" / "r.json", RESULT, {})


def test_the_table_has_a_line_for_each_figure() -> None:
    screen = StringIO()
    print_table("Searching", RESULT, Console(file=screen, width=60))
    rows = [row.replace("│", " ").split() for row in screen.getvalue().splitlines()]
    for line in (["typed", "hit@1", "0.7500"], ["latency_ms", "p50", "12.3"], ["n", "2"]):
        assert line in rows
