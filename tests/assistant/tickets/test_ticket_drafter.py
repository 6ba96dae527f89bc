import pytest

from assistant.tickets.category_ranker import CategoryRanker
from assistant.tickets.department_ranker import DepartmentRanker
from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.taxonomy import Category, Department, Name
from assistant.tickets.ticket_drafter import TicketDrafter

CALL = (
    "o: 您好，请问有什么可以帮您",
    "c: 你好，我要投诉恒顺物业公司，金贵花园电梯坏了没人修",
    "o: 请问从什么时候开始的，在哪个小区",
    "c: 从上周三开始，云溪区金桂花园三号楼，请给我保密",
    "o: 请问您贵姓，电话多少",
    "c: 我姓王，幺三八零零零零一二三四",
    "o: 王女士，已经转市住建局处理",
    "c: 好的，谢谢",
)


@pytest.fixture(scope="module")
def drafter() -> TicketDrafter:
    categories = (Category("住", "物", "电梯", "市住建局"), Category("交", "车", "出租", "市交通运输局"))
    departments = (
        Department("市住房和城乡建设局", "市住建局", ("物业电梯",)),
        Department("市交通运输局", "市交通运输局", ("出租车",)),
    )
    names = (Name("云溪区", "district"), Name("金桂花园", "estate"), Name("恒顺物业公司", "company"))
    ranker = CategoryRanker.fit(
        ["电梯坏了没人修", "物业不修电梯", "出租车绕道", "司机拒载"], ["住/物/电梯"] * 2 + ["交/车/出租"] * 2
    )
    return TicketDrafter(ranker, DepartmentRanker(departments, categories), Gazetteer(names))


def test_a_whole_call_fills_the_form(drafter: TicketDrafter, talk) -> None:
    draft = drafter.draft(talk(*CALL))
    assert {name: field.value for name, field in draft.fields.items()} == {
        "caller_name": "王女士",
        "caller_phone": "13800001234",
        "request_type": "complaint",
        "title": "投诉恒顺物业公司，金桂花园电梯坏了没人修",
        "description": "恒顺物业公司，金桂花园电梯坏了没人修。从上周三开始，云溪区金桂花园三号楼，请给我保密。",
        "place": "云溪区金桂花园三号楼",
        "time": "从上周三开始",
        "parties": "恒顺物业公司",
        "confidential": "yes",
        "category": "住/物/电梯",
        "department": "市住建局",
    }
    assert draft.categories[0].label == "住/物/电梯"
    assert draft.departments[0].label == "市住建局"


def test_every_value_rests_on_exact_words_at_every_final(drafter: TicketDrafter, talk) -> None:
    finals = talk(*CALL)
    for count in range(len(finals) + 1):
        for field in drafter.draft(finals[:count]).fields.values():
            assert field.evidence
            for evidence in field.evidence:
                final = next(f for f in finals if (f.channel, f.utterance) == (evidence.channel, evidence.utterance))
                assert evidence.quote and evidence.quote in final.text
                assert final.start_ms <= evidence.start_ms <= evidence.end_ms <= final.end_ms


def test_a_greeting_fills_nothing(drafter: TicketDrafter, talk) -> None:
    draft = drafter.draft(talk("o: 您好，请问有什么可以帮您", "c: 喂，你好"))
    assert (draft.fields, draft.categories, draft.departments) == ({}, (), ())


def test_an_alarm_makes_a_request_urgent_but_not_a_question(drafter: TicketDrafter, talk) -> None:
    urgent = drafter.draft(talk("c: 我家楼道有煤气味，快派人来"))
    assert urgent.fields["urgency"].value == "urgent"
    assert "urgency" not in drafter.draft(talk("c: 我想表扬救了晕倒老人的司机")).fields
    assert "urgency" not in drafter.draft(talk("c: 我想问一下燃气费怎么交")).fields


@pytest.mark.parametrize(
    ("line", "wish"), [("能匿名吗", "yes"), ("不用保密，可以公开", "no"), ("别把我的名字说出去", "yes")]
)
def test_the_wish_for_confidentiality(drafter: TicketDrafter, talk, line: str, wish: str) -> None:
    assert drafter.draft(talk(f"c: {line}")).fields["confidential"].value == wish


def test_the_operators_word_decides_the_department(drafter: TicketDrafter, talk) -> None:
    said = ("c: 出租车司机绕道", "o: 好的，工单转市住建局", "o: 市交通运输局的电话您记一下")
    assert drafter.draft(talk(*said)).fields["department"].value == "市住建局"
