from math import inf

import pytest

from assistant.transcripts.phrase_count import PhraseCount, count_phrases
from assistant.transcripts.term_book import TermBook


@pytest.fixture
def book() -> TermBook:
    return TermBook(count_phrases(["住房公积金提取办法"] * 3), {"湖滨区": "place", "第一医院": "place"})


def test_terms_are_found_by_their_sound(book: TermBook) -> None:
    assert "公积金" in set(book.alike(book.sounds("公鸡京")))
    assert "湖滨区" in set(book.alike(book.sounds("胡冰区")))


def test_long_ones_also_with_one_syllable_wrong_but_not_two(book: TermBook) -> None:
    assert "住房公积金" in set(book.alike(book.sounds("住房公级天")))
    assert "住房公积金" not in set(book.alike(book.sounds("住房水级天")))
    assert "公积金" not in set(book.alike(book.sounds("公积天")))


def test_names_with_a_numeral_are_no_terms(book: TermBook) -> None:
    assert not set(book.alike(book.sounds("第一医院")))


def test_the_kind_of_a_name_is_known(book: TermBook) -> None:
    assert (book.kind("湖滨区"), book.kind("公积金")) == ("place", "term")


def test_what_the_documents_hold_is_likelier_than_what_they_do_not(book: TermBook) -> None:
    assert book.chance("公积金") > book.chance("公鸡") > book.chance("鼍") > -inf
    assert book.chance("公鸡京") == -inf


def test_an_empty_knowledge_base_has_no_terms() -> None:
    empty = TermBook(PhraseCount({}, 0), {})
    assert not set(empty.alike(empty.sounds("公积金")))
    assert empty.chance("公司") > -inf
