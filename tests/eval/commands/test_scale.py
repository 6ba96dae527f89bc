import json

import pytest

from eval.benchmarks import own_process

DOCUMENTS = [
    {
        "docid": "water",
        "title": "供水办法",
        "text": "居民用水每立方米收费三元，按月收取。停水应当提前一天通知用户。",
    },
    {
        "docid": "wages",
        "title": "工资办法",
        "text": "用人单位拖欠工资的，劳动者可以投诉。劳动监察大队应当五日内立案。",
    },
]
QUESTIONS = [
    {"id": "1", "docid": "wages", "question": "拖欠工资向谁投诉？"},
    {"id": "2", "docid": "water", "question": "停水提前几天通知？"},
    {"id": "3", "docid": "water", "question": "？！"},
]
SEARCHES = ("search_ms", "unembedded_ms")


@pytest.fixture
def scale(run, write_rows, monkeypatch, tmp_path):
    """Runs the command without starting a process of its own, and gives its result."""
    monkeypatch.setattr(own_process, "in_own_process", lambda function, *arguments: function(*arguments))
    files = ("--documents", write_rows("d.jsonl", DOCUMENTS), "--questions", write_rows("q.jsonl", QUESTIONS))

    def measured(*options: object) -> dict:
        run("scale", *files, *options, "--json", tmp_path / "r.json")
        return json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]

    return measured


def test_each_size_is_filled_once_and_measured_beside_langchain(scale, settings, embedded) -> None:
    report = scale("--sizes", "60,40")
    assert report["n"] == 2  # the third is no question
    assert embedded.embedded == 2  # the real passages; mixed ones get their vectors without a model
    for group in ("passages_40", "passages_60"):
        figures = report[group]
        for channel in (*SEARCHES, "dense_ms", "words_ms", "sound_ms"):
            assert 0 < figures[channel]["p50"] <= figures[channel]["p95"]
        assert figures["recall@10"] == figures["recall@60"] == 1.0  # every vector is compared
        assert figures["found"] == 1.0 and 15 <= figures["added_passages"] <= 25
        assert figures["resident_mb"] > figures["mapped_mb"] > 0
        assert figures["faster"] > 0 and figures["faster_unembedded"] > 0
        assert set(report["langchain_faiss"][group]) == set(SEARCHES)
    bases = {path.name: path.stat().st_ino for path in (settings.home / "benchmarks").glob("scale-*/calldesk.db")}
    assert scale("--sizes", "40", "--no-baselines")["passages_40"]["found"] == 1.0
    assert bases == {path.name: path.stat().st_ino for path in (settings.home / "benchmarks").glob("scale-*/*.db")}


def test_without_baselines_langchain_is_left_out(scale) -> None:
    report = scale("--sizes", "20", "--no-baselines")
    assert "langchain_faiss" not in report and "faster" not in report["passages_20"]


@pytest.mark.parametrize("sizes", ["", "some", "30", "0"])
def test_sizes_that_cannot_be_made_are_refused(run, write_rows, sizes) -> None:
    files = ("--documents", write_rows("d.jsonl", DOCUMENTS), "--questions", write_rows("q.jsonl", QUESTIONS))
    result = run("scale", *files, "--sizes", sizes)
    assert result.exit_code == 2 and "Invalid value for '--sizes'" in result.output
