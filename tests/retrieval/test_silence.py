"""Whether what was found is worth an operator's eye."""

import math

import pytest

from retrieval.silence import CLEAR_COSINE, CLEAR_SUPPORT, FAIR_COSINE, FAIR_SUPPORT, near_enough, support

LITTLE = 0.001


@pytest.mark.parametrize(
    ("share", "cosine", "near"),
    [
        (CLEAR_SUPPORT, 0.0, True),
        (0.0, CLEAR_COSINE, True),
        (FAIR_SUPPORT, FAIR_COSINE, True),
        (CLEAR_SUPPORT - LITTLE, FAIR_COSINE - LITTLE, False),
        (FAIR_SUPPORT - LITTLE, CLEAR_COSINE - LITTLE, False),
        (0.0, 0.0, False),
        (0.0, -1.0, False),
    ],
)
def test_one_of_them_clear_or_both_fair(share: float, cosine: float, near: bool) -> None:
    assert near_enough(share, cosine) is near


def test_the_subject_of_the_conversation_need_not_be_said_again_but_alone_is_no_question() -> None:
    assert near_enough(FAIR_SUPPORT, 0.0, about=1.0)
    assert not near_enough(FAIR_SUPPORT, 0.0)
    assert not near_enough(0.0, 0.0, about=1.0)


def test_support_is_a_share_whatever_the_length_of_the_query_and_the_size_of_the_library() -> None:
    assert support(10.0, 5, 98) == pytest.approx(10.0 / (5 * math.log(100)))
    assert support(20.0, 10, 98) == pytest.approx(support(10.0, 5, 98))
    assert support(10.0, 5, 10_000) < support(10.0, 5, 100)


@pytest.mark.parametrize(("bm25", "grams", "passages"), [(0.0, 0, 0), (5.0, 0, 100), (0.0, 5, 0)])
def test_nothing_asked_or_nothing_found_is_no_support(bm25: float, grams: int, passages: int) -> None:
    assert support(bm25, grams, passages) == 0.0
