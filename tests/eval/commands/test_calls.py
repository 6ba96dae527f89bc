"""Calls from the command to the reports, through the assistant as it is, with a scripted recogniser."""

import json
from pathlib import Path
from typing import Any

import pytest

import assistant.wiring
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from assistant.settings import Settings
from assistant.tickets.taxonomy import read_categories, read_departments
from assistant.wiring import open_knowledge
from eval.data.question_set import read_documents
from eval.errors import EvalError
from retrieval.embedder import HashedEmbedder

HEARD = ScriptedRecognizer({"operator": [Line("您好", 100, 500)], "caller": [Line("水费怎么交", 800, 1500)]})
TEXT = "居民水费可以在网上缴纳，也可以到营业厅缴纳。每月二十五日抄表。"


@pytest.fixture
def labels(settings: Settings) -> dict[str, Any]:
    """Labels that the sample city knows."""
    category = read_categories(settings.categories)[0].label
    return {"category": category, "department": read_departments(settings.departments)[0].short}


@pytest.fixture
def city(run, lean, settings: Settings, write_rows, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The command, with one document in the knowledge base, which hashed vectors need not come near to."""
    lean(1000)
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder())
    with knowledge.store:
        rows = [{"docid": "水费指南", "title": "水费指南", "text": TEXT}]
        knowledge.desk.add_documents(list(read_documents(write_rows("d.jsonl", rows)).items))
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: HEARD)
    return run


def report(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_calls_lines_and_baselines_end_in_one_report(city, write_call, labels, tmp_path: Path) -> None:
    write_call("bad", **labels, answers=[{"turn": 1, "document": "火星指南"}])
    folder, lines = write_call("good", **labels), ("--noise", 10, "--codec", "gsm", "--loss", 0.05)
    shown = city("calls", folder, "--fast", *lines, "--out", tmp_path / "run")
    assert shown.exit_code == 0
    result = report(tmp_path / "run" / "result.json")
    assert (result["n"], result["recommended@1"], result["caller"]["cer"]) == (1, 1.0, 0.0)
    assert all(line in result for line in ("noise_10dB", "codec_gsm", "loss_5%"))
    assert all(name in result for name in ("bm25", "dense", "langchain_faiss", "majority", "tfidf_linear"))
    assert "plain_whisper" not in result and "final_s" not in result  # nothing here reads plainly, and it was fast
    assert result["run"]["used"] == {"recognizer": "scripted", "embedder": "hashed", "llm": "none"}
    assert result["run"]["options"]["noise"] == [10.0]
    assert "火星指南" in shown.stdout and "noise_10dB" in shown.stdout
    assert "火星指南" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_without_baselines_the_first_calls_at_the_speed_they_were_spoken(
    city, write_call, labels, tmp_path: Path
) -> None:
    write_call("a", **labels)
    city("calls", write_call("b", **labels), "--limit", 1, "--no-baselines", "--json", tmp_path / "r.json")
    result = report(tmp_path / "r.json")
    assert [sample["id"] for sample in result["samples"]] == ["a"]
    names = [each["file"] for each in result["run"]["inputs"]]
    assert names[:2] == ["a.flac", "a.json"]
    assert "b.flac" not in names
    assert len(names) == 6  # the city's four files decide the figures too
    assert "bm25" not in result
    assert all(result[wait]["p50"] is not None for wait in ("first_partial_s", "final_s", "draft_s"))


@pytest.mark.parametrize("wrong", [("--noise", "nan"), ("--noise", "inf"), ("--loss", "nan"), ("--codec", "mp3")])
def test_conditions_that_are_none_are_refused(run, write_call, wrong: tuple[str, str]) -> None:
    assert run("calls", write_call(), *wrong).exit_code == 2


def test_a_folder_without_calls_is_said(run, tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="holds no calls"):
        run("calls", tmp_path)
