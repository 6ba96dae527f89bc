import json

import pytest
from click.testing import CliRunner, Result

import assistant.wiring
from eval.cli import evaluate
from eval.errors import EvalError
from retrieval.embedder import HashedEmbedder

DOCUMENTS = [
    {"docid": "water", "title": "供水办法", "text": "居民用水每立方米收费三元。停水应当提前一天通知。"},
    {"docid": "wages", "title": "工资办法", "text": "用人单位拖欠工资的，劳动者可以向劳动监察大队投诉。"},
]


class CountingEmbedder(HashedEmbedder):
    """Counts the passages that it embeds."""

    embedded = 0

    def passages(self, texts):
        CountingEmbedder.embedded += len(texts)
        return super().passages(texts)


@pytest.fixture
def run(tmp_path, monkeypatch, recognizer):
    """Runs a command of `calldesk eval` with scripted models, in a home of its own."""
    monkeypatch.setenv("CALLDESK_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: recognizer)
    monkeypatch.setattr(assistant.wiring, "load_embedder", lambda _settings: CountingEmbedder())

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(evaluate, [str(argument) for argument in arguments], catch_exceptions=False)

    return invoke


def test_asr_prints_a_table_and_writes_the_report(run, write_rows, write_silence, tmp_path) -> None:
    write_silence("a.wav", 0.5)
    manifest = write_rows("m.jsonl", [{"id": "a", "audio": "a.wav", "text": "一共500万"}])
    result = run("asr", manifest, "--json", tmp_path / "r.json")
    assert result.exit_code == 0
    assert "syllable_error_rate" in result.stdout
    assert "Hearing: 100%" in result.stderr
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {"cer", "syllable_error_rate", "rtf", "n", "samples", "run"} == set(report)
    assert (report["cer"], report["syllable_error_rate"]) == (0.2, 0)
    assert report["run"]["used"] == {"recognizer": "scripted"}


def test_retrieval_is_typed_and_heard_and_indexes_once(run, write_rows, write_silence, tmp_path) -> None:
    write_silence("a.wav", 0.5)
    documents = write_rows("d.jsonl", DOCUMENTS)
    rows = [
        {"id": "1", "docid": "wages", "question": "拖欠工资向谁投诉？"},
        {"id": "2", "docid": "water", "text": "停水提前几天通知？", "audio": "a.wav"},
    ]
    questions = write_rows("q.jsonl", rows)
    CountingEmbedder.embedded = 0
    for _ in range(2):
        run("retrieval", "--documents", documents, "--questions", questions, "--json", tmp_path / "r.json")
        report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        assert report["typed"]["hit@1"] == 1.0
        assert set(report["heard"]) == {"hit@1", "hit@3", "hit@5", "mrr@10"}
        assert set(report["latency_ms"]) == {"p50", "p95"}
        assert report["run"]["used"] == {"embedder": "hashed", "recognizer": "scripted"}
        assert CountingEmbedder.embedded == 2


def test_categories_learn_from_every_training_file(run, write_rows, tmp_path) -> None:
    first = write_rows("t.jsonl", [{"label": "供水", "text": text} for text in ("停水了", "水压低", "水发黄")])
    second = write_rows("u.jsonl", [{"label": "工资", "tokens": text} for text in ("拖欠 工资", "讨薪", "欠 薪")])
    test = write_rows("x.jsonl", [{"label": "工资", "title": "欠薪", "body": "老板拖欠工资"}])
    run("categories", "--train", first, "--train", second, "--test", test, "--json", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {name: report[name] for name in ("accuracy@1", "accuracy@3", "macro_f1", "n")} == {
        "accuracy@1": 1.0,
        "accuracy@3": 1.0,
        "macro_f1": 1.0,
        "n": 1,
    }


def test_data_that_cannot_be_scored_stops_before_anything_is_loaded(run, write_rows, monkeypatch) -> None:
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: pytest.fail("loaded"))
    with pytest.raises(EvalError, match=r"m\.jsonl, line 1"):
        run("asr", write_rows("m.jsonl", [{"id": "a", "text": "你好"}]))


def test_help_needs_no_models() -> None:
    for command in ("asr", "retrieval", "categories"):
        assert CliRunner().invoke(evaluate, [command, "--help"]).exit_code == 0
