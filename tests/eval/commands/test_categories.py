import json

import pytest

from eval.errors import EvalError


@pytest.fixture
def data(write_rows) -> list[object]:
    first = write_rows("t.jsonl", [{"label": "供水", "text": text} for text in ("停水了", "水压低", "水发黄")])
    second = write_rows("u.jsonl", [{"label": "工资", "tokens": text} for text in ("拖欠 工资", "讨薪", "欠 薪")])
    test = write_rows(
        "x.jsonl", [{"label": "工资", "title": "欠薪", "body": "老板拖欠工资"}, {"label": "水", "text": "?"}]
    )
    return ["--train", first, "--train", second, "--test", test]


def test_every_training_file_is_learnt_from(run, data, tmp_path) -> None:
    shown = run("categories", *data, "--json", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert {name: report[name] for name in ("accuracy@1", "accuracy@3", "macro_f1", "n")} == {
        "accuracy@1": 1.0,
        "accuracy@3": 1.0,
        "macro_f1": 1.0,
        "n": 1,
    }
    assert set(report["majority"]) == set(report["tfidf_linear"]) == {"accuracy@1", "accuracy@3", "macro_f1"}
    assert "Learning from 6 rows" in shown.stderr
    assert "skipped x.jsonl, line 2" in shown.stdout and 'no training row has the label "水"' in shown.stdout


def test_strict_stops_at_a_label_that_was_never_trained(run, data) -> None:
    with pytest.raises(EvalError, match=r"x\.jsonl, line 2"):
        run("categories", *data, "--strict")


def test_without_baselines_there_are_ours_alone(run, data, tmp_path) -> None:
    run("categories", *data, "--no-baselines", "--json", tmp_path / "r.json")
    assert "majority" not in json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
