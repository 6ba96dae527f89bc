import pytest

from eval.data.call_set import ExpectedAnswer
from eval.errors import EvalError

TURNS = [("caller", "水费怎么交", 1000, 2000)]


def test_an_answer_is_in_the_document_it_names_or_in_any_that_holds_its_quote(documents) -> None:
    named = ExpectedAnswer(turn=0, document="电费指南", quote="水费可以在网上缴纳")
    assert [documents.answered_by(named, doc_id) for doc_id in ("d1", "d2", "d3")] == [False, True, False]
    quoted = ExpectedAnswer(turn=0, quote="水费可以 在网上缴纳")
    assert [documents.answered_by(quoted, doc_id) for doc_id in ("d1", "d2", "d3")] == [True, False, False]
    assert documents.span(quoted, "d1") == (5, 14)


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"document": "气费指南"}, "document"),
        ({"document": "电费指南", "quote": "水费可以在网上缴纳"}, "quote"),
        ({"quote": "气费可以在网上缴纳"}, "quote"),
    ],
)
def test_answers_that_nothing_could_give_are_named(script, documents, answer, field) -> None:
    with pytest.raises(EvalError, match=rf"one: expected\.answers\.0\.{field}"):
        documents.check(script(TURNS, answers=[{"turn": 0, **answer}]))


def test_answers_that_can_be_given_pass(script, documents) -> None:
    documents.check(script(TURNS, answers=[{"turn": 0, "document": "电费指南"}, {"turn": 0, "quote": "按阶梯计算"}]))
