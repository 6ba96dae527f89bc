"""When to show nothing is learnt from questions with and without an answer."""

from __future__ import annotations

import numpy as np
import pytest

from eval.tuning.silence import ABOUT, kept, learn_silence, signs_of
from retrieval.evidence import FEATURES
from retrieval.ranking import SIGNS, WEIGHTS, signs

COUNT = 400


def rows(seed: int, **means: float) -> np.ndarray:
    """Signs of questions: noise about 0, some of them about another mean; nothing on the conversation."""
    found = np.random.default_rng(seed).normal(0, 1, (COUNT, WEIGHTS))
    for name, mean in means.items():
        found[:, SIGNS.index(name)] += mean
    found[:, -1] = 0.0
    return found


@pytest.fixture
def answered() -> np.ndarray:
    return rows(1, words_share=2.5, dense=1.0)


@pytest.fixture
def unanswered() -> np.ndarray:
    return rows(2)


def test_the_signs_are_those_of_a_search(make_evidence) -> None:
    found = [make_evidence("ab", words=[1.0, 0.5], dense=[0.5, 0.8]), make_evidence(""), make_evidence("a")]
    merit = [2.0 if name == "words" else 0.0 for name in FEATURES]
    table = signs_of(found, merit)
    assert table.shape == (2, WEIGHTS)
    assert table[0].tolist() == signs(found[0], np.array([2.0, 1.0])).tolist()
    assert signs_of([make_evidence("")], merit).shape == (0, WEIGHTS)


@pytest.mark.parametrize("lost", [0.0, 0.02, 0.05, 0.2])
def test_the_share_that_may_be_lost_is_lost_and_no_more(answered, unanswered, lost: float) -> None:
    silence = learn_silence([answered], [unanswered], lost)
    assert len(silence) == WEIGHTS + 1
    assert kept(answered, silence) == pytest.approx(1 - lost, abs=0.04)


def test_most_without_an_answer_are_kept_silent_also_those_never_seen(answered, unanswered) -> None:
    silence = learn_silence([answered], [unanswered], 0.05)
    assert kept(unanswered, silence) < 0.3
    assert kept(rows(3), silence) < 0.4
    assert kept(rows(4, words_share=2.5, dense=1.0), silence) > 0.85
    weights = dict(zip(SIGNS, silence, strict=False))
    assert max((name for name in SIGNS), key=lambda name: weights[name]) == "words_share"


def test_the_conversations_weight_is_given_and_opens_the_door(answered, unanswered) -> None:
    silence = learn_silence([answered], [unanswered], 0.05)
    assert silence[-2] == ABOUT
    about = unanswered.copy()
    about[:, -1] = 1.0
    assert kept(about, silence) > kept(unanswered, silence)


def test_units_do_not_matter(answered, unanswered) -> None:
    silence = learn_silence([answered], [unanswered], 0.05)
    for table in (answered, unanswered):
        table[:, SIGNS.index("words_share")] *= 1000
    scaled = learn_silence([answered], [unanswered], 0.05)
    assert kept(answered, scaled) == pytest.approx(0.95, abs=0.04)
    assert scaled[SIGNS.index("words_share")] == pytest.approx(silence[SIGNS.index("words_share")] / 1000, rel=1e-3)


def test_what_is_kept_is_counted_from_the_offset_on() -> None:
    silence = (1.0, *[0.0] * (WEIGHTS - 1), -0.5)
    table = np.zeros((4, WEIGHTS))
    table[:, 0] = [0.0, 0.49, 0.5, 2.0]
    assert kept(table, silence) == 0.5
    assert kept(np.zeros((0, WEIGHTS)), silence) == 0.0


def test_one_kind_of_question_alone_teaches_nothing(answered) -> None:
    with pytest.raises(ValueError, match="class"):
        learn_silence([answered], [np.zeros((0, WEIGHTS))], 0.05)
