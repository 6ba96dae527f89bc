"""Many questions make a model: merit, chance and silence together."""

from __future__ import annotations

import numpy as np
import pytest

from eval.errors import EvalError
from eval.tuning.lesson import LOST, Lesson, learn
from eval.tuning.merit import Asked
from eval.tuning.silence import kept, signs_of
from retrieval.evidence import Evidence
from retrieval.ranking import Ranking


def without(asked: Asked) -> Evidence:
    """What is considered with the document that answers held out."""
    found = asked.evidence
    left = ~asked.right
    ids = [number for number, kept_ in zip(found.ids, left, strict=True) if kept_]
    return Evidence({i: found.documents[i] for i in ids}, {}, ids, found.features[left])


@pytest.fixture
def lessons(questions: list[Asked]) -> list[Lesson]:
    return [Lesson(asked, without(asked)) for asked in questions]


def test_a_model_finds_what_is_there_and_is_silent_where_it_is_not(lessons: list[Lesson]) -> None:
    model = learn(lessons[:200])
    ranking, left = Ranking(model, model), lessons[200:]
    shown = [ranking.worth_showing(one.asked.evidence, heard=True) for one in left]
    wrongly = [ranking.worth_showing(one.held_out, heard=True) for one in left]
    assert float(np.mean(shown)) > 0.85
    assert float(np.mean(wrongly)) < 0.5 * float(np.mean(shown))
    best = [max(scores, key=scores.__getitem__) for one in left if (scores := ranking.scores(one.asked.evidence, True))]
    right = [one.asked.evidence.documents[i] == one.asked.doc_id for i, one in zip(best, left, strict=True)]
    assert float(np.mean(right)) > 0.9


def test_of_the_questions_taught_the_agreed_share_is_lost(lessons: list[Lesson]) -> None:
    model = learn(lessons)
    answered = signs_of([one.asked.evidence for one in lessons], model.merit)
    assert kept(answered, model.silence) == pytest.approx(1 - LOST, abs=0.01)


@pytest.mark.parametrize("number", [0, 1])
def test_too_few_questions_are_told(lessons: list[Lesson], number: int) -> None:
    with pytest.raises(EvalError, match=f"{number} questions cannot teach a ranking"):
        learn(lessons[:number])
