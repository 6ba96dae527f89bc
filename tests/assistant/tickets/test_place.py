import pytest

from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.place import place
from assistant.tickets.taxonomy import Name

GAZETTEER = Gazetteer(
    Name(name, kind)
    for kind, names in {
        "district": "云溪区 湖滨区 临港区 安平县",
        "town": "石坪镇",
        "road": "文昌路 学府路 湖滨大道 滨港大道",
        "estate": "金桂花园 书香苑",
        "site": "市第一人民医院 文昌小学",
        "company": "恒顺物业公司",
    }.items()
    for name in names.split()
)


@pytest.mark.parametrize(
    ("lines", "value"),
    [
        (("c: 我住在金桂花园三号楼二单元",), "金桂花园三号楼二单元"),
        (("c: 金贵花园没水了",), "金桂花园"),
        (("c: 云溪区的文昌路，文昌小学东门往南二十米，人行道上",), "云溪区文昌路文昌小学东门往南二十米人行道"),
        (("c: 胡滨大道和文昌路路口有个坑",), "湖滨大道文昌路路口"),
        (("c: 从市第一人民医院到金桂花园绕路",), "市第一人民医院至金桂花园"),
        (("c: 学府路有人施工", "o: 具体位置", "c: 湖滨区书香苑北门对面"), "湖滨区学府路书香苑北门对面"),
        (("o: 请问在哪个区", "c: 隐息区文昌路"), "云溪区文昌路"),
        (("c: 我在胡冰淇租房",), "湖滨区"),
        (("o: 是在临港区吗", "c: 对"), "临港区"),
        (("c: 我在安平县幸福村住",), "安平县幸福村"),
        (("c: 我们家在东方小区附近",), "东方小区附近"),
    ],
)
def test_places_are_put_together_from_the_whole_to_the_part(talk, lines, value: str) -> None:
    found = place(talk(*lines), GAZETTEER)
    assert found is not None and found.value == value


@pytest.mark.parametrize(
    "line",
    ["c: 我想问公积金怎么提", "c: 就在那个路口", "c: 那胡冰淇多少钱", "o: 湖滨区的办事大厅可以办", "c: 恒顺物业公司"],
)
def test_no_place_is_made_up(talk, line: str) -> None:
    assert place(talk(line), GAZETTEER) is None


def test_the_evidence_keeps_the_words_as_heard(talk) -> None:
    found = place(talk("c: 就在金贵花园门口"), GAZETTEER)
    assert found is not None
    assert (found.value, found.evidence[0].quote) == ("金桂花园门口", "金贵花园门口")
    assert found.confidence < 1


def test_two_districts_are_not_mixed(talk) -> None:
    found = place(talk("c: 我住临港区上班在湖滨区", "c: 书香苑门口有坑"), GAZETTEER)
    assert found is not None and found.value == "书香苑门口"
