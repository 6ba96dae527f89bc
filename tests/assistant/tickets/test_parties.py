import pytest

from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.parties import parties
from assistant.tickets.taxonomy import Name

GAZETTEER = Gazetteer(
    [Name("恒顺物业公司", "company"), Name("顺捷出租汽车公司", "company"), Name("金桂花园", "estate")]
)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("c: 恒顺物业公司不管", "恒顺物业公司"),
        ("c: 横顺物页公司不管", "恒顺物业公司"),
        ("c: 二十六路公交车甩站", "26路公交"),
        ("c: 坐的103路公交", "103路公交"),
        ("c: 车牌是闽A12345", "车牌闽A12345"),
        ("c: 发票是顺捷出租汽车公司，车牌尾号五八二六", "顺捷出租汽车公司、车牌尾号5826"),
        ("c: 工号牌上是二零六七", "工号2067"),
        ("c: 我要投诉佳佳健身房不退钱", "佳佳健身房"),
        ("c: 恒顺物业公司，对，就是恒顺物业公司", "恒顺物业公司"),
        ("c: 找恒顺物业，恒顺物业公司不管", "恒顺物业公司"),
    ],
)
def test_parties_are_named(talk, line: str, value: str) -> None:
    found = parties(talk(line), GAZETTEER)
    assert found is not None and found.value == value
    assert len(found.evidence) == value.count("、") + 1


@pytest.mark.parametrize(
    "line", ["c: 我被公司辞退了", "c: 物业公司不管", "c: 走了一路", "c: 金桂花园", "o: 是恒顺物业公司吗"]
)
def test_nobody_is_made_up(talk, line: str) -> None:
    assert parties(talk(line), GAZETTEER) is None
