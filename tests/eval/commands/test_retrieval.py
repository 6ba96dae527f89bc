import json

import pytest

from eval.errors import EvalError

DOCUMENTS = [
    {"docid": "water", "title": "供水办法", "text": "居民用水每立方米收费三元。停水应当提前一天通知。"},
    {"docid": "wages", "title": "工资办法", "text": "用人单位拖欠工资的，劳动者可以向劳动监察大队投诉。"},
]
QUESTIONS = [
    {"id": "1", "docid": "wages", "question": "拖欠工资向谁投诉？"},
    {"id": "2", "docid": "water", "text": "停水提前几天通知？", "audio": "a.wav"},
]


@pytest.fixture
def data(write_rows, write_silence) -> tuple[str, ...]:
    write_silence("a.wav", 0.5)
    documents, questions = write_rows("d.jsonl", DOCUMENTS), write_rows("q.jsonl", QUESTIONS)
    return ("--documents", documents, "--questions", questions)


def test_typed_and_heard_with_baselines_and_indexed_once(run, data, tmp_path, embedded) -> None:
    for _ in range(2):
        run("retrieval", *data, "--json", tmp_path / "r.json")
        report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        assert report["typed"]["hit@1"] == 1.0
        assert set(report["heard"]) == {"hit@1", "hit@3", "hit@5", "mrr@10"}
        assert set(report["latency_ms"]) == {"p50", "p95"}
        for baseline in ("bm25", "dense", "sound", "langchain_faiss"):
            assert report[baseline]["typed"]["hit@5"] == 1.0
        assert report["run"]["used"] == {"embedder": "hashed", "recognizer": "scripted"}
        assert embedded.embedded == 2


def test_without_baselines_and_recordings_there_is_neither(run, write_rows, tmp_path) -> None:
    documents, questions = write_rows("d.jsonl", DOCUMENTS), write_rows("q.jsonl", QUESTIONS[:1])
    options = ("--no-baselines", "--json", tmp_path / "r.json")
    run("retrieval", "--documents", documents, "--questions", questions, *options)
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert not {"bm25", "dense", "langchain_faiss", "heard"} & set(report)
    assert report["run"]["used"] == {"embedder": "hashed"}
    assert report["run"]["options"]["baselines"] is False


def test_a_question_about_no_document_is_told_or_stops(run, write_rows, write_silence, tmp_path) -> None:
    write_silence("a.wav", 0.5)
    bad = {"id": "3", "docid": "none", "question": "什么？"}
    documents, questions = write_rows("d.jsonl", DOCUMENTS), write_rows("q.jsonl", [*QUESTIONS, bad])
    shown = run("retrieval", "--documents", documents, "--questions", questions, "--no-baselines")
    assert "skipped q.jsonl, line 3" in shown.stdout
    with pytest.raises(EvalError, match=r"q\.jsonl, line 3"):
        run("retrieval", "--documents", documents, "--questions", questions, "--strict")
