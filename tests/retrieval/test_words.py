"""Chinese text as words for the channel that trusts the characters."""

import pytest

from retrieval.words import word_tokens, words


def test_long_words_give_their_parts_too() -> None:
    assert {"公积金", "公积", "积金"} <= set(words("住房公积金提取"))


@pytest.mark.parametrize(
    ("written", "same"), [("VIP卡", "vip卡"), ("ＡＢＣ１２３", "abc123"), ("公积金，提取。", "公积金 提取")]
)
def test_case_width_and_marks_do_not_matter(written: str, same: str) -> None:
    assert words(written) == words(same)


@pytest.mark.parametrize("text", ["", " \n\t", "，。！？", "😀", "\x00", "\ud800", '"*()-'])
def test_what_is_no_word_gives_none(text: str) -> None:
    assert words(text) == []
    assert word_tokens(text) == ""


def test_tokens_are_the_words_between_spaces() -> None:
    assert word_tokens("失业金1824元").split() == words("失业金1824元")
    assert "1824" in words("失业金1824元")


def test_homophones_are_other_words_here() -> None:
    assert "公积金" not in words("攻击金怎么取")
