import pytest

from assistant.transcripts.phrase_count import count_phrases
from assistant.transcripts.term_book import TermBook
from assistant.transcripts.word_lattice import WordLattice


@pytest.fixture
def book() -> TermBook:
    return TermBook(count_phrases(["提取住房公积金", "怎么提取公积金"] * 5), {})


def test_the_term_reads_likelier_than_what_is_no_word(book: TermBook) -> None:
    assert WordLattice("提取公基金", book).gain(2, 5, "公积金") > 3


def test_it_gains_nothing_over_itself_and_loses_against_what_reads_better(book: TermBook) -> None:
    assert WordLattice("提取公积金", book).gain(2, 5, "公积金") <= 0
    assert WordLattice("提取公积金", book).gain(0, 2, "题曲") < -3
