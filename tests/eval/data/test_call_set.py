import json
from pathlib import Path
from typing import Any

import pytest

from eval.data.call_set import CallScript, ExpectedTicket, read_calls
from eval.errors import EvalError
from ui.fault_texts.chinese import in_chinese

SAMPLE = Path(__file__).resolve().parents[3] / "knowledge_base" / "sample" / "calls"


def script(name: str = "one") -> dict[str, Any]:
    turns = [
        {"speaker": "operator", "text": "您好", "start_ms": 100, "end_ms": 500},
        {"speaker": "caller", "text": "水费怎么交", "start_ms": 800, "end_ms": 1500},
    ]
    answers = [{"turn": 1, "document": "水费指南", "quote": "正文"}]
    return {"id": name, "turns": turns, "expected": {"category": "乙", "department": "市水务局", "answers": answers}}


def write(folder: Path, name: str, content: dict[str, Any] | str) -> None:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (folder / f"{name}.flac").touch()


def test_the_sample_calls_can_all_be_scored() -> None:
    selection = read_calls(SAMPLE, strict=True)
    assert len(selection.items) == 18
    assert selection.items[2].script.expected.ticket.parties == ("鑫海装饰公司",)


def test_a_ticket_tells_not_scored_from_nothing_there(tmp_path: Path) -> None:
    one = script()
    one["expected"]["ticket"] = {"caller_name": None, "place": "", "parties": [], "confidential": True}
    write(tmp_path, "one", one)
    ticket = read_calls(tmp_path).items[0].script.expected.ticket
    assert ticket == ExpectedTicket(place="", parties=(), confidential=True)


WRONG: list[tuple[tuple[str | int, ...], object, str]] = [
    (("id",), "../one", "id: "),
    (("turns",), [], "turns: "),
    (("turns", 1, "speaker"), "agent", "turns.1.speaker: "),
    (("turns", 1, "end_ms"), 700, "turns.1: end_ms comes before start_ms"),
    (("turns", 1, "start_ms"), 50, "order"),
    (("turns", 0, "start_ms"), -1, "turns.0.start_ms: "),
    (("expected", "category"), 7, "expected.category: "),
    (("expected", "answers", 0, "turn"), 2, "expected.answers.0.turn is no turn of the caller"),
    (("expected", "answers", 0, "turn"), 0, "expected.answers.0.turn is no turn of the caller"),
    (("expected", "answers", 0), {"turn": 1}, "expected.answers.0: needs a document or a quote"),
    (("expected", "ticket"), {"request_type": "咨询"}, "expected.ticket.request_type: must be one of consultation"),
    (("expected", "ticket"), {"phone": "1"}, "expected.ticket.phone is no field"),
]


@pytest.mark.parametrize(("path", "value", "said"), WRONG)
def test_what_is_wrong_is_named_with_its_file(
    tmp_path: Path, path: tuple[str | int, ...], value: object, said: str
) -> None:
    one = script()
    at: Any = one
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    write(tmp_path, "one", one)
    with pytest.raises(EvalError, match=r"^one\.json: ") as raised:
        read_calls(tmp_path, strict=True)
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("content", "chinese"),
    [
        ("{", "one.json：不是 JSON。请改正，或去掉这通电话。"),
        ({"id": "one", "expected": {}}, "one.json：turns：缺少此字段。请改正，或去掉这通电话。"),
        (script() | {"turns": {}}, "one.json：turns：值的类型不对。请改正，或去掉这通电话。"),
        (script() | {"turns": []}, "one.json：turns：值不符合要求。请改正，或去掉这通电话。"),
        (
            script() | {"turns": [{"speaker": "agent", "text": "您好", "start_ms": 1, "end_ms": 5}]},
            "one.json：turns.0.speaker：须为以下之一：'caller', 'operator'。请改正，或去掉这通电话。",
        ),
        (
            script() | {"expected": {"answers": [{"turn": 0, "quote": "正文"}]}},
            "one.json：expected.answers.0.turn 不是来电人的发言（turn 从 0 数起）。请改正，或去掉这通电话。",
        ),
        (
            script() | {"expected": {"answers": [{"turn": 1}]}},
            "one.json：expected.answers.0：须有 document 或 quote。请改正，或去掉这通电话。",
        ),
    ],
)
def test_what_is_wrong_is_told_in_chinese(tmp_path: Path, content: dict[str, Any] | str, chinese: str) -> None:
    write(tmp_path, "one", content)
    with pytest.raises(EvalError) as raised:
        read_calls(tmp_path, strict=True)
    assert in_chinese(raised.value.said) == chinese


def test_calls_that_cannot_be_scored_are_left_out_and_named(tmp_path: Path) -> None:
    write(tmp_path, "a", script("a"))
    write(tmp_path, "b", "{")
    write(tmp_path, "c", script("a"))
    write(tmp_path, "d", script("d"))
    write(tmp_path, "e", script("e"))
    (tmp_path / "d.flac").unlink()
    (tmp_path / "e.json").unlink()
    selection = read_calls(tmp_path)
    assert [call.script.id for call in selection.items] == ["a"]
    assert [skipped.where for skipped in selection.skipped] == ["b.json", "c.json", "d.json", "e.json"]
    reasons = ("JSON", "another call has it", "d.flac is missing", "e.json is missing")
    for why, skipped in zip(reasons, selection.skipped, strict=True):
        assert why in skipped.why


def test_a_field_that_no_form_has_is_named_and_the_call_scored_without_it(tmp_path: Path) -> None:
    one = script()
    one["expected"]["ticket"] = {"phone": "1", "place": "湖滨区"}
    write(tmp_path, "one", one)
    selection = read_calls(tmp_path)
    assert [call.script.expected.ticket.place for call in selection.items] == ["湖滨区"]
    assert [(each.where, "ticket.phone" in each.why) for each in selection.skipped] == [("one.json", True)]


def test_answers_may_be_the_whole_calls_and_labels_left_out(tmp_path: Path) -> None:
    one = script()
    one["expected"] = {"answers": [{"document": "水费指南"}]}
    write(tmp_path, "one", one)
    (call,) = read_calls(tmp_path, strict=True).items
    assert call.script.expected.answers[0].turn is None
    call.script.check([], [])


def test_a_folder_without_calls_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no calls"):
        read_calls(tmp_path)


def test_labels_that_nobody_knows_are_named() -> None:
    call = CallScript.model_validate(script())
    call.check({"乙"}, {"市水务局"})
    with pytest.raises(EvalError, match=r"one: expected\.category"):
        call.check({"甲"}, {"市水务局"})
    with pytest.raises(EvalError, match=r"one: expected\.department"):
        call.check({"乙"}, set())
