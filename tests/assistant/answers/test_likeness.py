"""Shares of a question by words and by sound."""

from assistant.answers.likeness import Question, sounded

PERMIT = sounded("居住证丢失补领收费")
FUND = sounded("公积金提取条件")


def test_words_heard_wrongly_count_by_their_sound() -> None:
    assert Question("居主正丢师不领", [PERMIT, FUND]).share(PERMIT) == 1.0
    assert Question("居主正丢师不领", [PERMIT, FUND]).share(FUND) == 0.0


def test_words_count_even_where_their_neighbours_differ() -> None:
    asked = Question("补领、居住证", [PERMIT, FUND])
    assert asked.share(PERMIT) == 1.0


def test_what_all_texts_have_weighs_less_than_what_one_has() -> None:
    texts = [sounded("居住证补领"), sounded("居住证签注"), sounded("居住证换领")]
    asked = Question("居住证签注", texts)
    assert asked.share(sounded("签注")) > asked.share(sounded("居住证"))


def test_fillers_ask_nothing() -> None:
    assert Question("您好，请问一下，那个", [PERMIT]).size == 0
    assert Question("嗯，我想问一下居住证", [PERMIT]).size == 2
    assert Question("嗯", [PERMIT]).share(PERMIT) == 0.0


def test_the_plain_share_does_not_depend_on_the_texts_at_hand() -> None:
    alone, among = Question("居住证签注", [PERMIT]), Question("居住证签注", [PERMIT, FUND, FUND])
    assert alone.plain_share(PERMIT) == among.plain_share(PERMIT) > 0
