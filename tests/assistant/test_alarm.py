import pytest

from asr.transcript import FinalTranscript
from assistant.alarm import alerts
from assistant.events import Alert


def said(text: str, channel: str = "caller") -> FinalTranscript:
    return FinalTranscript(channel, 7, text, 0, 1000)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "kind", "quote"),
    [
        ("家里有煤气味，快来", "gas", "煤气味"),
        ("楼道里有股煤气位道", "gas", "煤气位道"),
        ("楼上着火了怎么办", "fire", "着火了"),
        ("有老人晕倒了", "injury", "晕倒"),
        ("孩子被困在电梯里", "injury", "被困"),
        ("我不想活了", "self_harm", "不想活了"),
        ("他天天打我", "violence", "打我"),
        ("文昌路的井盖没了", "hazard", "井盖没了"),
        ("门口有个景带没了", "hazard", "景带没了"),
        ("大风把电线刮断了，电线掉在路上", "hazard", "电线掉"),
    ],
)
def test_alarms_are_raised_with_the_words(text: str, kind: str, quote: str) -> None:
    assert alerts(said(text)) == (Alert(kind, quote, 7),)


@pytest.mark.parametrize(
    "text",
    [
        "燃气费怎么交",
        "燃气灶怎么保修",
        "没有人受伤",
        "刚才差点摔伤",
        "工伤受伤怎么赔",
        "如果家里着火保险赔不赔",
        "火灾保险多少钱",
        "我要去火车站",
        "本来十八块收了三十四",
        "这也太不像话了",
        "没有经过我同意",
    ],
)
def test_denials_and_questions_about_rules_raise_none(text: str) -> None:
    assert alerts(said(text)) == ()


def test_one_alert_of_each_kind() -> None:
    assert [a.kind for a in alerts(said("着火了，着火了，有人受伤"))] == ["fire", "injury"]


def test_a_question_in_another_clause_hides_no_alarm() -> None:
    assert [a.kind for a in alerts(said("我家着火了，保险的事以后再说"))] == ["fire"]


def test_the_operators_words_raise_none() -> None:
    assert alerts(said("有没有煤气味", "operator")) == ()
