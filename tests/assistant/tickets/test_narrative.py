from assistant.tickets.gazetteer import Gazetteer
from assistant.tickets.narrative import description, title
from assistant.tickets.taxonomy import Name

GAZETTEER = Gazetteer([Name("金桂花园", "estate")])


def test_the_description_keeps_sentences_and_drops_greetings_name_number_and_thanks(talk) -> None:
    found = description(
        talk(
            "o: 您好",
            "c: 喂，你好，我想问一下，金贵花园停水了怎么办",
            "o: 请问您贵姓，电话多少",
            "c: 我姓王，一三八零零零零一二三四",
            "c: 嗯，已经停了三天。好的，谢谢你，再见",
        ),
        GAZETTEER,
    )
    assert found is not None
    assert found.value == "金桂花园停水了怎么办。已经停了三天。"
    assert [e.quote for e in found.evidence] == ["金贵花园停水了怎么办", "已经停了三天"]


def test_the_description_has_a_limit(talk) -> None:
    found = description(talk(*["c: 楼上每天半夜装修吵得睡不着觉"] * 40), GAZETTEER)
    assert found is not None and 250 < len(found.value) <= 300


def test_the_title_says_kind_place_and_matter(talk) -> None:
    finals = talk("c: 你好，我要投诉，楼上半夜装修")
    found = title(finals, GAZETTEER, "complaint", "金桂花园")
    assert found is not None and found.value == "投诉金桂花园楼上半夜装修"
    assert found.evidence[0].quote == "楼上半夜装修"


def test_the_title_of_a_question_is_the_question(talk) -> None:
    finals = talk("c: 你好，我上个月被公司辞退了，想问问失业保险金怎么领。")
    found = title(finals, GAZETTEER, "consultation")
    assert found is not None and found.value == "咨询失业保险金怎么领"


def test_a_long_title_is_cut_between_words(talk) -> None:
    finals = talk("c: 金桂花园南门对面的工地每天晚上十二点以后还在施工扰民没有人管")
    found = title(finals, GAZETTEER, "complaint")
    assert found is not None and 15 <= len(found.value) <= 25


def test_a_greeting_gives_neither(talk) -> None:
    finals = talk("c: 喂，你好", "o: 请讲")
    assert title(finals, GAZETTEER) is None
    assert description(finals, GAZETTEER) is None
