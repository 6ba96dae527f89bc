import json

ROWS = [
    {
        "id": 1,
        "title": "停水",
        "body": "小区停水两天没有通知，何时恢复？",
        "reply": "水管爆裂抢修，停水已于昨日恢复。",
    },
    {"id": 2, "title": "工资", "body": "工地拖欠工资三个月。", "reply": "劳动监察大队已责令企业支付拖欠工资。"},
    {"id": 3, "title": "没有答复", "body": "请回复。", "reply": ""},
]


def test_each_message_finds_its_reply_and_one_without_is_told(run, lean, write_rows, tmp_path) -> None:
    lean(-1000)
    shown = run("messages", write_rows("m.jsonl", ROWS), "--json", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert report["n"] == 2 and report["typed"]["hit@5"] == 1.0
    assert report["samples"][0]["query"].startswith("停水\n小区停水")
    assert {"silenced", "bm25", "dense", "sound", "langchain_faiss"} <= set(report)
    assert report["silenced"]["typed"]["hit@5"] == 0.0
    assert "skipped m.jsonl, line 3" in shown.stdout
    assert [skipped["where"] for skipped in report["skipped"]] == ["m.jsonl, line 3"]


def test_without_baselines_there_are_none(run, write_rows, tmp_path) -> None:
    run("messages", write_rows("m.jsonl", ROWS[:2]), "--no-baselines", "--json", tmp_path / "r.json")
    assert "bm25" not in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
