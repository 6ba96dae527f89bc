"""Texts that sound alike are equal to the sound channel."""

import pytest

from retrieval.sound import sound_grams, syllables


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("公积金", "攻击金"),
        ("失业保险金", "实业保险金"),
        ("居住证", "居住政"),
        ("长沙", "藏沙"),
        ("申请", "生情"),
        ("旅馆", "女馆"),
        ("蓝山", "南山"),
        ("城中村", "层总村"),
    ],
)
def test_homophones_and_near_sounds_are_the_same(said: str, heard: str) -> None:
    assert syllables(said) == syllables(heard)
    assert sound_grams(said) == sound_grams(heard)


@pytest.mark.parametrize(("one", "other"), [("公积金", "工资金"), ("落户", "罗汉"), ("医保", "社保"), ("十", "二")])
def test_other_sounds_stay_apart(one: str, other: str) -> None:
    assert syllables(one) != syllables(other)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12345", "一二三四五"),
        ("2026年", "二零二六年"),
        ("二〇二六年", "二零二六年"),
        ("１２３", "一二三"),
        ("Ｗｉ－Ｆｉ", "wi-fi"),
        ("VIP会员", "vip会员"),
        ("公积金，怎么取？", "公积金怎么取"),
        ("公 积\n金", "公积金"),
    ],
)
def test_ways_of_writing_do_not_matter(written: str, said: str) -> None:
    assert syllables(written) == syllables(said)


def test_each_character_and_digit_is_a_syllable_and_each_latin_word_a_token() -> None:
    assert syllables("ETC卡2张") == ["etc", "ka", "er", "zan"]
    assert len(syllables("住房公积金2026")) == 9


@pytest.mark.parametrize("text", ["", "  ", "……？！", "😀😀", "\x00", '" * ( ) -', "\ud800"])
def test_what_has_no_sound_gives_none(text: str) -> None:
    assert syllables(text) == []
    assert sound_grams(text) == ""


def test_grams_are_pairs_and_triples_and_one_token_each() -> None:
    assert sound_grams("公积金") == "gon0ji ji0jin gon0ji0jin"
    assert sound_grams("公积") == "gon0ji"
    assert sound_grams("公") == ""
    assert all(token.isalnum() for token in sound_grams("VIP卡，2026年《办法》第3条").split())


def test_a_wrong_character_in_a_sentence_costs_only_its_own_grams() -> None:
    right, wrong = (set(sound_grams(text).split()) for text in ("我想问公积金怎么提取", "我想问公积金怎么题材"))

    assert len(right & wrong) > len(right) / 2
