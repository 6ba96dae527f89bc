"""The table of figures in the READMEs is the one that `make benchmark` wrote last."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.benchmarks import suite
from eval.benchmarks.call_measures import call_measures
from eval.benchmarks.category_benchmark import _measures as category_measures
from eval.benchmarks.retrieval_benchmark import _measures as retrieval_measures
from eval.benchmarks.scale_benchmark import _measures as scale_measures
from eval.commands.calls import _lines, evaluate_calls
from eval.errors import EvalError
from eval.runs import figure_table
from eval.runs.figure_table import (
    Language,
    read_rows,
    read_stored_figures,
    shown_table,
    summarized,
    table,
    write_tables,
)
from eval.runs.glossary import BASELINES

ROOT = Path(__file__).resolve().parents[3]
READMES: dict[Language, Path] = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
CER = "caller cer"
SERIES: dict[str, list[float]] = {"langchain_faiss search_ms": [], "langchain_faiss unembedded_ms": []}


class Search:
    def __init__(self, timed: bool, *names: str) -> None:
        self.names, self.timed = names, timed

    def doc_ids(self, _query: str, _limit: int) -> dict[str, list[str]]:
        return {}


def declared(run: str) -> set[str]:
    """The figures of the benchmark that the suite makes under this name."""
    searches = [Search(False, "bm25", "dense", "sound"), Search(True, "langchain_faiss")]
    match run:
        case "sample-calls":
            return {measure.name for measure in call_measures([""], True, BASELINES)}
        case "lines":
            arguments = next(step.arguments for step in suite.steps(None) if step.name == "lines")
            asked = evaluate_calls.make_context("calls", list(arguments[1:])).params
            lines = _lines(asked["noise"], asked["codec"], asked["loss"])
            names = ["", *(line.name for line in lines)]
            return {measure.name for measure in call_measures(names, not asked["fast"], [])}
        case "policy_qa" | "policy_qa_spoken":
            return {measure.name for measure in retrieval_measures(("typed", "heard"), searches)}
        case "policy_qa-silence" | "policy_qa_spoken-silence":
            return {f"{way} {name}" for way in ("typed", "heard") for name in ("kept", "silent", "all_silent")}
        case "policy_qa-ingest":
            return {"passages_per_s", "faster", "cosine_min", "plain_float32 passages_per_s"}
        case "policy_qa-scale":
            sizes = [{"passages": int(size), "series": SERIES} for size in suite.SIZES.split(",")]
            memory = {f"passages_{size} resident_mb" for size in suite.SIZES.split(",")}
            return {measure.name for size in sizes for measure in scale_measures(size)} | memory
        case "speech_8k-repair":
            return {"raw cer", "mended cer"}
        case "noise":
            return {"invented_finals", "invented_partials"}
        case "speech_8k":
            return {f"{group}{name}" for group in ("", "plain_whisper ") for name in ("cer", "syllable_error_rate")}
        case "citizen_messages":
            groups = ("", "majority ", "tfidf_linear ")
            return {measure.name for group in groups for measure in category_measures(group)}
        case _:
            return {"most_calls", "calls_per_core", "mb_per_call"} if run == "load" else set()


@pytest.mark.parametrize("language", READMES)
def test_the_readme_shows_what_the_command_wrote_last(language: Language) -> None:
    stored = read_stored_figures()
    assert stored, "run `make benchmark`"
    assert shown_table(READMES[language].read_text(encoding="utf-8")) == table(stored, language).strip()


@pytest.mark.parametrize("run", sorted({row.run for row in read_rows()}))
def test_every_figure_of_the_table_is_one_that_its_benchmark_declares(run: str) -> None:
    named = {name for row in read_rows() if row.run == run for name in figure_table._names(row)}
    assert named <= declared(run)


def result(value: float, **figures: Any) -> dict[str, Any]:
    """A stored result that has every figure of the recordings' rows."""
    both = {"cer": value, "syllable_error_rate": None}
    run = {"commit": "abcdef0123456", "started": "2025-01-02T03:04:05", "machine": {"processor": "P", "cores": 2}}
    made = {"intervals": {"cer": [0.1, 0.25]}, "measures": [], "samples": [], "run": run}
    return {**both, "plain_whisper": both, "n": 300, "skipped": [{}, {}], **made, **figures}


def test_a_row_has_figures_intervals_simpler_systems_and_how_many() -> None:
    stored = {"speech_8k": json.loads(json.dumps(summarized(result(0.1534), "speech_8k")))}
    lines = table(stored, "en").splitlines()
    assert len(lines) == 5
    assert "| ≤ 0.20 | 0.153 (0.100–0.250) / – | Whisper 0.153 / – | 300 (−2) |" in lines[2]
    assert lines[4] == "Made by `make benchmark`: speech_8k 2025-01-02 abcdef0; P × 2."
    assert "真人电话语音" in table(stored, "zh").splitlines()[2]


def test_a_figure_that_is_gone_is_said() -> None:
    with pytest.raises(EvalError, match="no figure called syllable_error_rate"):
        summarized({name: value for name, value in result(0.1).items() if name != "syllable_error_rate"}, "speech_8k")


def test_written_between_the_marks_and_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_table, "STORED", tmp_path / "figures.json")
    assert read_stored_figures() == {}
    readme = tmp_path / "README.md"
    readme.write_text("before\n<!-- figures -->\nold\n<!-- /figures -->\nafter \\1\n", encoding="utf-8")
    stored = {"speech_8k": summarized(result(0.1), "speech_8k")}
    for _ in range(2):
        write_tables({"en": readme}, stored)
        text = readme.read_text(encoding="utf-8")
        assert text.startswith("before\n<!-- figures -->\n") and text.endswith("<!-- /figures -->\nafter \\1\n")
        assert shown_table(text) == table(read_stored_figures(), "en").strip()


def test_a_readme_without_marks_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figure_table, "STORED", tmp_path / "figures.json")
    (tmp_path / "README.md").write_text("<!-- figures -->\n", encoding="utf-8")
    with pytest.raises(EvalError, match=r"README\.md has no"):
        write_tables({"en": tmp_path / "README.md"}, {})
    assert shown_table("<!-- figures -->\n") == ""
