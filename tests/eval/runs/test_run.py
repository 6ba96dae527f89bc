"""A run's folder: what is in it, when it is gone on with, and when it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.data.selection import Skipped
from eval.errors import EvalError
from eval.runs import provenance
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run

MEASURES = (Measure("cer", "ratio", "lower", "cer"),)


class Step:
    """Measures an item; raises at `broken`, and stops like Ctrl-C at `stop`."""

    def __init__(self, broken: str = "", stop: str = "") -> None:
        self.broken, self.stop = broken, stop
        self.asked: list[str] = []

    def __call__(self, item: str) -> Sample:
        self.asked.append(item)
        if item == self.stop:
            raise KeyboardInterrupt
        if item == self.broken:
            raise EvalError(f"{item}: cannot be read. Leave it out.")
        return {"id": item, "unit": item, "observed": {"cer": [[1, 4]]}}


def measure(run: Run, items: str, step: Step) -> list[Sample]:
    return run.measure("Hearing", list(items), str, step)


def finish(run: Run, samples: list[Sample], used: dict[str, str] | None = None) -> dict[str, Any]:
    run.end(Result(MEASURES, samples, {"n": len(samples)}, run.skipped()), used or {})
    return json.loads((run.folder / "result.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_a_finished_run_has_every_report_and_the_result_comes_last(runs, tmp_path: Path, monkeypatch) -> None:
    written: list[str] = []
    replace = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, to: written.append(Path(to).name) or replace(self, to))
    run = runs.begin(json_file=tmp_path / "r.json")
    assert not (run.folder / "result.json").exists()
    result = finish(run, measure(run, "ab", Step()))
    assert written == ["report.md", "report.html", "result.json", "r.json"]
    assert (result["cer"], result["n"], result["intervals"]["cer"]) == (0.25, 2, [0.25, 0.25])
    assert [sample["id"] for sample in result["samples"]] == ["a", "b"]
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8")) == result
    assert run.folder.parent == runs.settings.home / "runs"
    assert not list(run.folder.glob("*.part"))


def test_a_run_that_was_cut_off_measures_only_what_is_missing(runs, capsys) -> None:
    first, step = runs.begin(), Step(broken="b", stop="d")
    with pytest.raises(KeyboardInterrupt):
        measure(first, "abcde", step)
    runs.cut_off()
    again, rest = runs.begin(), Step()
    assert again.folder == first.folder
    result = finish(again, measure(again, "abcde", rest))
    assert (step.asked, rest.asked) == (["a", "b", "c", "d"], ["d", "e"])
    assert [sample["id"] for sample in result["samples"]] == ["a", "c", "d", "e"]
    assert result["skipped"] == [{"where": "Hearing/b", "why": "b: cannot be read. Leave it out."}]
    assert result["run"]["continued"] is True
    assert "3/5" in capsys.readouterr().err


def test_stages_keep_items_of_one_name_apart(runs) -> None:
    run = runs.begin()
    for title in ("Typed", "Heard"):
        step = Step()
        run.measure(title, ["a"], str, step)
        assert step.asked == ["a"]


def test_other_data_options_or_sources_are_another_run(runs, tmp_path: Path, monkeypatch) -> None:
    rows = tmp_path / "rows.jsonl"
    rows.write_text("1", encoding="utf-8")
    folders = [runs.begin(inputs=[rows], options={"fast": True}).folder]
    runs.cut_off()
    folders.append(runs.begin(inputs=[rows], options={"fast": False}).folder)
    runs.cut_off()
    rows.write_text("2", encoding="utf-8")
    folders.append(runs.begin(inputs=[rows], options={"fast": True}).folder)
    runs.cut_off()
    monkeypatch.setattr(provenance, "sources", lambda: "changed")
    folders.append(runs.begin(inputs=[rows], options={"fast": True}).folder)
    assert len(set(folders)) == 4
    with pytest.raises(EvalError, match="other data, options or sources"):
        runs.begin(inputs=[rows], out=folders[0])


def test_the_same_again_goes_on_in_a_folder_that_was_named(runs, tmp_path: Path) -> None:
    measure(runs.begin(out=tmp_path / "mine"), "a", Step())
    runs.cut_off()
    step = Step()
    assert measure(runs.begin(out=tmp_path / "mine"), "a", step)
    assert step.asked == []


def test_a_finished_folder_is_refused_and_left_as_it_is(runs, tmp_path: Path) -> None:
    run = runs.begin(out=tmp_path / "mine")
    finish(run, measure(run, "a", Step()))
    with pytest.raises(EvalError, match="finished run"):
        runs.begin(out=tmp_path / "mine")
    other = runs.begin()
    finish(other, measure(other, "a", Step()))
    assert runs.begin().folder != other.folder


def test_a_folder_that_another_run_writes_to_is_refused(runs, tmp_path: Path) -> None:
    runs.begin(out=tmp_path / "mine")
    with pytest.raises(EvalError, match="Another process"):
        runs.begin(out=tmp_path / "mine")


def test_a_result_without_a_place_is_refused_before_the_run(runs, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no folder"):
        runs.begin(json_file=tmp_path / "none" / "r.json")
    (tmp_path / "file").touch()
    with pytest.raises(EvalError, match="choose another folder"):
        runs.begin(out=tmp_path / "file" / "run")
    assert not runs.settings.home.exists()


def test_of_one_id_the_first_counts_and_the_others_are_told(runs) -> None:
    run, step = runs.begin(), Step()
    samples = run.measure("Hearing", ["a", "b", "a", "a (3)", "a"], str, step)
    assert step.asked == ["a", "b", "a (3)"]
    assert [sample["id"] for sample in samples] == ["a", "b", "a (3)"]
    assert len(run.skipped()) == 2
    assert all("a: an earlier sample has this id" in each.why for each in run.skipped())


def test_strict_stops_at_what_cannot_be_scored(runs) -> None:
    step = Step(broken="b")
    with pytest.raises(EvalError, match="b: cannot be read"):
        measure(runs.begin(strict=True), "abc", step)
    assert step.asked == ["a", "b"]
    with pytest.raises(EvalError, match="a: an earlier sample has this id"):
        measure(runs.begin("other", strict=True), "aba", Step())


def test_strict_does_not_pass_over_what_was_skipped_before(runs) -> None:
    measure(runs.begin(), "ab", Step(broken="b"))
    runs.cut_off()
    with pytest.raises(EvalError, match="b: cannot be read"):
        measure(runs.begin(strict=True), "ab", Step(broken="b"))
    runs.cut_off()
    mended = runs.begin(strict=True)
    assert len(measure(mended, "ab", Step())) == 2
    assert mended.skipped() == ()


def test_what_was_skipped_before_the_measuring_is_told_first(runs) -> None:
    run = runs.begin()
    measure(run, "ab", Step(broken="b"))
    assert [each.where for each in run.skipped(Skipped("line 1", "why"))] == ["line 1", "Hearing/b"]


def test_nothing_scored_is_an_error_and_no_result(runs) -> None:
    run = runs.begin()
    with pytest.raises(EvalError, match=r"Nothing could be scored \(1 skipped\)"):
        finish(run, measure(run, "b", Step(broken="b")))
    assert not (run.folder / "result.json").exists()


def test_the_table_is_on_the_screen(runs, capsys: pytest.CaptureFixture[str]) -> None:
    run = runs.begin()
    finish(run, measure(run, "a", Step()))
    shown = capsys.readouterr()
    assert "0.2500" in shown.out and "report.html" in shown.out
    assert "Hearing: 100%" in shown.err
