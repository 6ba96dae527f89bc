import pytest

from eval.data.call_set import ExpectedAnswer
from eval.metrics.caller_turn import CallerTurn
from eval.metrics.recommendation import Ranking, rankings, unneeded, useless

WATER = (ExpectedAnswer(turn=1, document="水费指南"),)


@pytest.fixture
def turns(suggestion) -> list[CallerTurn]:
    """A turn that found its document at the second try, one that did not, one without advice, two that ask nothing."""
    return [
        CallerTurn(
            1, WATER, (), ((suggestion(0, "d2", "d1"), suggestion(0, "d2", "d1", "d1")), (suggestion(1, "d2"),))
        ),
        CallerTurn(3, WATER, (), ((suggestion(2, "d3", "d2"),), (suggestion(3),))),
        CallerTurn(5, WATER, (), ()),
        CallerTurn(7, (), (), ((suggestion(4, "d2"),), (suggestion(5, "d1"),))),
        CallerTurn(9, (), (), ((suggestion(6, "d2", "d1"),),)),
    ]


def test_a_ranking_is_the_best_recommendation_of_the_turn(turns, documents) -> None:
    assert rankings(turns, documents) == [
        Ranking(1, ["电费指南", "水费指南", "水费指南"], [False, True, True]),
        Ranking(3, ["", "电费指南"], [False, False]),
        Ranking(5, [], []),
    ]


def test_a_better_place_found_first_is_kept(documents, suggestion) -> None:
    turn = CallerTurn(1, WATER, (), ((suggestion(0, "d1", "d2"), suggestion(0, "d2", "d1")),))
    assert rankings([turn], documents)[0].right == [True, False]


def test_useless_are_those_that_stayed_and_do_not_hold_the_document(turns, documents) -> None:
    assert useless(turns, documents) == [2, 3]  # what found nothing recommended nothing


def test_unneeded_is_what_answers_nothing_in_the_whole_call(turns, documents) -> None:
    assert unneeded(turns, documents) == [1, 2]  # "d1" answers another turn of the call
