from dataclasses import replace

import pytest

from assistant.answer import Answer, AnswerSentence, Citation
from eval.data.call_set import ExpectedAnswer
from eval.metrics.caller_turn import CallerTurn
from eval.metrics.citation_precision import answered, answers_right, answers_unneeded, standing, supporting
from eval.metrics.known_documents import KnownDocuments

QUOTE = "水费可以在网上缴纳，每月二十五日抄表。"
PAID = Citation(0, "d1", "水费指南", (), None, 5, 24, QUOTE)
GOLD = (ExpectedAnswer(turn=1, document="水费指南", quote="每月二十五日抄表"),)


def answer(text: str, citation: Citation = PAID, origin: str = "quoted") -> Answer:
    return Answer((AnswerSentence(text, (citation,)),), origin)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("citation", "stands"),
    [
        (PAID, 1),
        (replace(PAID, start=6), 0),
        (replace(PAID, quote=QUOTE.replace("五", "六")), 0),
        (replace(PAID, doc_id="d9"), 0),
    ],
)
def test_a_quote_stands_where_it_says(stream, suggestion, documents, citation, stands) -> None:
    events = stream((0, suggestion(0, "d1", answer=answer(QUOTE, citation))))
    assert standing(events, documents) == [stands, 1]


@pytest.mark.parametrize(
    ("sentence", "origin", "supported"),
    [
        (QUOTE, "quoted", 1),
        ("水费可以在网上缴纳，每月二十五日抄表", "drafted", 1),
        ("水费可以在网上缴纳，每月二十六日抄表", "drafted", 0),
        ("水费不可以在网上缴纳，每月二十五日抄表", "drafted", 0),
        ("水费每月二十六日抄表。", "quoted", 0),
    ],
)
def test_a_sentence_rests_on_its_quote(stream, suggestion, sentence, origin, supported) -> None:
    events = stream((0, suggestion(0, "d1", answer=answer(sentence, origin=origin))))
    assert supporting(events) == [supported, 1]


def test_a_drafted_sentence_rests_only_on_a_passage_that_was_shown(stream, suggestion) -> None:
    drafted = answer(QUOTE, origin="drafted")
    assert supporting(stream((0, suggestion(0, "d1", answer=drafted)))) == [1, 1]
    assert supporting(stream((0, suggestion(0, "d2", "d1", answer=drafted)))) == [0, 1]  # cites the first passage


def test_only_the_answer_that_stayed_counts(stream, suggestion, documents) -> None:
    wrong = answer("水费免费", replace(PAID, quote="免费"), "drafted")
    events = stream(
        (0, suggestion(0, "d1", answer=wrong)), (1, suggestion(0, "d1", answer=answer(QUOTE))), (2, suggestion(1, "d1"))
    )
    assert (standing(events, documents), supporting(events)) == ([1, 1], [1, 1])


def test_an_answer_is_right_if_it_cites_the_clause(suggestion, documents) -> None:
    elsewhere = replace(PAID, start=0, end=5, quote="水费指南。")
    shown = [
        suggestion(0, "d1", answer=answer(QUOTE)),
        suggestion(1, "d1", answer=answer("水费指南", elsewhere)),
        suggestion(2, "d2", answer=answer(QUOTE, replace(PAID, doc_id="d2"))),
        suggestion(3, "d1"),
    ]
    turns = [CallerTurn(1, GOLD, (), tuple((each,) for each in shown))]
    assert answers_right(turns, documents) == [1, 3]
    alike = KnownDocuments(documents.names, lambda doc_id: documents.text("d1"))
    assert answers_right(turns, alike) == [1, 3]  # the same words in another document are not the clause
    without_clause = [CallerTurn(1, (ExpectedAnswer(turn=1, document="水费指南"),), (), ((shown[0],),))]
    assert answers_right(without_clause, documents) == [0, 0]


def test_answers_are_counted_by_turns_that_want_them_and_turns_that_do_not(suggestion) -> None:
    one, none = suggestion(0, "d1", answer=answer(QUOTE)), suggestion(1, "d1")
    turns = [
        CallerTurn(1, GOLD, (), ((none,), (one,))),
        CallerTurn(3, GOLD, (), ((one, none),)),
        CallerTurn(5, (), (), ((one,),)),
        CallerTurn(7, (), (), ((none,),)),
        CallerTurn(9, (), (), ()),
    ]
    assert answered(turns) == [1, 2]
    assert answers_unneeded(turns) == [1, 3]
