import pytest

from assistant.tickets.request_type import request_type


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("c: 我要投诉物业", "complaint"),
        ("c: 我要头诉物业", "complaint"),
        ("c: 我不是要投诉，就是想问问怎么退", "consultation"),
        ("c: 社保卡怎么补办，要什么材料", "consultation"),
        ("c: 楼上太吵了，天天半夜", "complaint"),
        ("c: 家里停水了，快派人来看看", "help"),
        ("c: 我要举报有人偷排污水", "report"),
        ("c: 我想提个建议，公交能不能晚点收车", "suggestion"),
        ("c: 我想表扬一位司机，他帮忙找到了我的包", "praise"),
    ],
)
def test_types_by_what_is_said(talk, line: str, kind: str) -> None:
    found = request_type(talk(line))
    assert found is not None and found.value == kind
    assert found.evidence[0].quote in line


def test_what_is_announced_first_outweighs_what_comes_later(talk) -> None:
    found = request_type(talk("c: 我要表扬一位护士", "c: 补卡要多少钱，怎么办理", "c: 能不能上门"))
    assert found is not None and found.value == "praise"
    changed = request_type(talk("c: 我要投诉物业", "c: 乱收费", "c: 我要举报他们", "c: 违法了，要匿名"))
    assert changed is not None and changed.value == "complaint"


def test_nothing_is_said_yet(talk) -> None:
    assert request_type(talk("c: 你好", "o: 请说")) is None
