"""Tokens of sherpa-onnx as words with their times."""

from asr.engines.sherpa_words import joined, timed_words


def test_chinese_loses_the_spaces_between_its_characters_alone() -> None:
    assert joined(" 你 好 vip 卡 ok 的 ") == "你好 vip 卡 ok 的"


def test_each_character_is_a_word_and_pieces_of_letters_are_one() -> None:
    words = timed_words("办VIP CARD吧", ["办", "VI", "P", " CA", "RD", "吧"], [0, 200, 300, 400, 500, 1000], [], 1200)

    assert [(word.text, word.start_ms, word.end_ms) for word in words] == [
        ("办", 0, 200),
        ("VIP", 200, 400),
        ("CARD", 400, 820),
        ("吧", 1000, 1200),
    ]


def test_a_word_is_as_sure_as_its_least_sure_piece() -> None:
    words = timed_words("VIP卡", ["VI", "P", "卡"], [0, 100, 200], [0.9, 0.4, 0.7], 900)

    assert [(word.text, word.confidence) for word in words] == [("VIP", 0.4), ("卡", 0.7)]


def test_tokens_that_do_not_stand_in_the_text_or_have_no_times_are_no_words() -> None:
    assert timed_words("你好", ["ƌ", "ŋ"], [0, 100], [], 200) == ()
    assert timed_words("你好", ["好", "你"], [0, 100], [], 200) == ()
    assert timed_words("你好", ["你", "好"], [], [], 200) == ()
    assert timed_words("", [], [], [], 200) == ()
