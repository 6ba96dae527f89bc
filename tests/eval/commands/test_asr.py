import json

import pytest

import assistant.wiring
from eval.errors import EvalError
from knowledge_base.told import from_json


def test_it_prints_a_table_and_writes_the_reports(run, manifest, tmp_path, settings) -> None:
    result = run("asr", manifest, "--json", tmp_path / "r.json")
    assert result.exit_code == 0
    assert "syllable_error_rate" in result.stdout
    assert "skipped m.jsonl, line 2" in result.stdout and "no file b.wav" in result.stdout
    assert "Hearing: 100%" in result.stderr
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    figures = {"cer", "syllable_error_rate", "rtf", "n"}
    assert figures | {"intervals", "measures", "skipped", "samples", "run"} == set(report)
    assert (report["cer"], report["syllable_error_rate"], report["n"]) == (0.2, 0, 1)
    assert report["run"]["used"] == {"recognizer": "scripted"}
    assert [each["file"] for each in report["run"]["inputs"]] == ["m.jsonl", "a.wav"]
    (folder,) = (settings.home / "runs").iterdir()
    assert {"result.json", "report.md", "report.html"} <= {path.name for path in folder.iterdir()}


def test_strict_stops_at_the_line(run, manifest) -> None:
    with pytest.raises(EvalError, match=r"m\.jsonl, line 2: there is no file b\.wav"):
        run("asr", manifest, "--strict")


def test_the_folder_of_a_failed_run_says_why_in_a_sentence_that_can_be_told_anew(run, manifest, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(EvalError) as failed:
        run("asr", manifest, "--strict", "--out", tmp_path / "out")
    kept = from_json((tmp_path / "out" / "problem.json").read_text("utf-8"))
    assert kept == failed.value.said and kept.sentence == failed.value.sentence  # type: ignore[attr-defined]


def test_a_reason_that_cannot_be_kept_is_still_the_reason(run, manifest, tmp_path) -> None:
    (tmp_path / "out" / "problem.json").mkdir(parents=True)
    with pytest.raises(EvalError, match=r"there is no file b\.wav"):
        run("asr", manifest, "--strict", "--out", tmp_path / "out")


def test_data_that_cannot_be_scored_stops_before_anything_is_loaded(run, write_rows, monkeypatch) -> None:
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: pytest.fail("loaded"))
    with pytest.raises(EvalError, match=r"m\.jsonl, line 1"):
        run("asr", write_rows("m.jsonl", [{"id": "a", "text": "你好"}]))


def test_a_result_file_without_a_folder_stops_before_anything_is_loaded(run, manifest, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: pytest.fail("loaded"))
    with pytest.raises(EvalError, match="no folder"):
        run("asr", manifest, "--json", tmp_path / "none" / "r.json")


def test_a_folder_that_was_named_is_used_once(run, manifest, tmp_path) -> None:
    assert run("asr", manifest, "--out", tmp_path / "mine").exit_code == 0
    with pytest.raises(EvalError, match="finished run"):
        run("asr", manifest, "--out", tmp_path / "mine")
