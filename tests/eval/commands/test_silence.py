import json

import pytest

DOCUMENTS = [
    {"docid": "water", "title": "供水办法", "text": "居民用水每立方米收费三元。停水应当提前一天通知用户。"},
    {"docid": "wages", "title": "工资办法", "text": "用人单位拖欠工资的，劳动者可以向劳动监察大队投诉。"},
]
QUESTIONS = [
    {"id": "1", "docid": "wages", "question": "用人单位拖欠工资，劳动者可以向谁投诉？"},
    {"id": "2", "docid": "water", "question": "停水应当提前几天通知用户？", "audio": "a.wav"},
]
FOREIGN = [{"id": "9", "question": "老年人乘坐公交车要不要钱？"}]


@pytest.fixture
def data(write_rows, write_silence) -> tuple[object, ...]:
    write_silence("a.wav", 0.5)
    return ("--documents", write_rows("d.jsonl", DOCUMENTS), "--questions", write_rows("q.jsonl", QUESTIONS))


def test_shares_kept_and_silent_typed_heard_and_elsewhere(run, data, lean, write_rows, tmp_path) -> None:
    lean(-1000)
    run("silence", *data, "--elsewhere", write_rows("e.jsonl", FOREIGN), "--json", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    held_out = {"silent": 1.0, "all_silent": 1.0, "answered_elsewhere": 0.0}
    assert report["typed"] == {"kept": 0.0, "elsewhere_silent": 1.0} | held_out
    assert report["heard"] == {"kept": 0.0} | held_out
    assert (report["n"], report["n_elsewhere"]) == (3, 1)
    assert report["run"]["used"] == {"embedder": "hashed", "recognizer": "scripted"}


def test_the_rankings_weights_decide(run, data, lean, tmp_path) -> None:
    for offset, shown in ((1000.0, 1.0), (-1000.0, 0.0)):
        lean(offset)
        run("silence", *data, "--json", tmp_path / "r.json")
        report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
        for way in ("typed", "heard"):
            assert report[way] == {
                "kept": shown,
                "silent": 1.0 - shown,
                "all_silent": 1.0 - shown,
                "answered_elsewhere": 0.0,
            }
        assert report["n_elsewhere"] == 0
