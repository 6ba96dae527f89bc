"""How much of a question stands in a passage and its document."""

from __future__ import annotations

import math

import pytest

from retrieval.coverage import COVERAGE, coverage
from retrieval.query import read_query
from retrieval.sound import sound_grams


@pytest.fixture
def told(base):
    """`told("问题", "公积金")`: the numbers by name for the only passage of that document."""

    def tell(question: str, doc_id: str) -> dict[str, float]:
        passage = base.library.passages_of(doc_id)[0].passage_id
        query = read_query(question, heard=True)
        assert query
        return dict(zip(COVERAGE, coverage(query, base.index, passage, passage), strict=True))

    return tell


def test_what_stands_there_is_covered_by_sound_and_what_does_not_is_counted(told) -> None:
    same = told("可以提取住房公积金吗", "公积金")
    assert same["passage_pairs"] == 1 and same["document_pairs"] == 1, "only 吗 stands in no pair"
    alike = told("可以题取住房攻击金吗", "公积金")
    assert all(alike[name] == same[name] for name in COVERAGE if name != "asked_words"), "what sounds alike is there"
    assert told("可以提取住房公积金吗", "噪音")["passage_pairs"] >= 8


def test_three_in_a_row_cover_less_than_two(told) -> None:
    found = told("提取五公积金", "公积金")
    assert (found["passage_pairs"], found["passage_triples"]) == (1, 3)


def test_length_and_what_is_asked_grow_with_the_question(told) -> None:
    short, long = told("公积金提取", "公积金"), told("公积金提取和网络攻击报案", "公积金")
    assert short["length"] == pytest.approx(math.log(6))
    assert long["length"] > short["length"]
    assert long["asked_words"] > short["asked_words"] and long["asked_sound"] > short["asked_sound"]


def test_a_passage_that_is_gone_covers_nothing(base) -> None:
    query = read_query("公积金提取", heard=False)
    assert query
    found = dict(zip(COVERAGE, coverage(query, base.index, 10**6, 10**6), strict=True))
    assert found["passage_pairs"] == found["document_triples"] == 5


def test_which_tokens_a_text_holds_is_told_for_more_than_a_number_has_bits(base) -> None:
    passage = base.library.passages_of("公积金")[0]
    own = sound_grams(passage.text).split()
    assert len(own) > 48
    assert base.index.passages.held("sound", [*own, "no0where"], passage.passage_id) == set(own)
    assert base.index.passages.held("sound", ["no0where"], passage.passage_id) == set()
