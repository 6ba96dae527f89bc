import pytest

from assistant.tickets.caller_name import caller_name


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("o: 请问您贵姓", "c: 免贵姓王", "o: 王女士您好"), "王女士"),
        (("o: 您怎么称呼", "c: 王建国"), "王建国"),
        (("o: 您贵姓", "c: 陈", "o: 好的陈先生"), "陈先生"),
        (("o: 您贵姓", "c: 我信张", "o: 张先生请说"), "张先生"),
        (("c: 我叫李晓明电话是一三八",), "李晓明"),
        (("c: 我姓王，叫王丽丽",), "王丽丽"),
        (("c: 我姓欧阳", "o: 好的欧阳女士"), "欧阳女士"),
        (("c: 我姓赵，赵女士",), "赵女士"),
        (("c: 我姓林", "o: 林女是您的电话"), "林女士"),
        (("c: 我姓吴",), "吴"),
        (("c: 太好了,我信林,要是有问题呢", "o: 当然可以,临女士"), "林女士"),
        (("c: 好的明白了我信诚", "o: 全先生,留个电话"), "陈先生"),
        (("c: 我信中。电话是", "o: 周先生已经登记"), "周先生"),
        (("c: 你好", "o: 张女士您好，又是您"), "张女士"),
    ],
)
def test_names_as_they_are_given(talk, lines, name: str) -> None:
    found = caller_name(talk(*lines))
    assert found is not None and found.value == name


@pytest.mark.parametrize(
    "lines",
    [
        ("c: 我叫了一辆车",),
        ("c: 我是金桂花园的业主",),
        ("o: 您贵姓", "c: 嗯好的谢谢"),
        ("c: 物业的李先生说不管",),
        ("c: 那个司机姓王",),
        ("c: 物业经理叫王强",),
        ("c: 我信你", "c: 我心里难受", "c: 我新买的"),
    ],
)
def test_other_people_and_other_words_are_no_name(talk, lines) -> None:
    assert caller_name(talk(*lines)) is None


def test_of_two_spellings_of_one_sound_the_commoner_surname_is_taken_with_less_confidence(talk) -> None:
    agreed = caller_name(talk("c: 我姓陈", "o: 陈先生"))
    differing = caller_name(talk("c: 我姓成", "o: 陈先生"))
    assert agreed is not None and differing is not None
    assert agreed.value == differing.value == "陈先生"
    assert differing.confidence < agreed.confidence


def test_a_misheard_surname_becomes_the_commonest_of_its_sound(talk) -> None:
    found = caller_name(talk("c: 我姓章鱼的账"))
    assert found is not None and found.evidence[0].quote == "我姓章"
    heard = caller_name(talk("o: 您贵姓", "c: 我姓往"))
    assert heard is not None and (heard.value, heard.confidence) == ("王", 0.5)
