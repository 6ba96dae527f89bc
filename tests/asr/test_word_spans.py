from asr.transcript import Word
from asr.word_spans import word_spans


def spans(text: str, *words: str) -> list[tuple[int, int] | None]:
    return word_spans(text, [Word(word, 0, 1, 1.0) for word in words])


def test_words_are_found_in_order_past_marks_and_spaces() -> None:
    assert spans("一，一 个", "一", " 一", "个") == [(0, 1), (2, 3), (4, 5)]


def test_a_word_that_is_not_there_has_no_place_and_takes_none_from_those_after_it() -> None:
    assert spans("我住金桂", "我", "主", "", "金桂") == [(0, 1), None, None, (2, 4)]


def test_the_same_word_far_on_is_another() -> None:
    assert spans("居住证多少钱可以办理一个", "一", "居住") == [None, (0, 2)]
