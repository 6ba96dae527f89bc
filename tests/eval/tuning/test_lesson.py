"""Many questions make a model: merit, chance and silence together."""

from __future__ import annotations

import numpy as np
import pytest

from eval.errors import EvalError
from eval.tuning.lesson import LOST, Lesson, learn
from eval.tuning.merit import Asked
from eval.tuning.silence import kept, signs_of
from retrieval.evidence import FEATURES, Evidence
from retrieval.ranking import Ranking


def without(asked: Asked) -> Evidence:
    """What is considered with the document that answers held out."""
    found = asked.evidence
    left = ~asked.right
    ids = [number for number, kept_ in zip(found.ids, left, strict=True) if kept_]
    return Evidence({i: found.documents[i] for i in ids}, {}, ids, found.features[left], found.coverage)


@pytest.fixture
def lessons(questions: list[Asked]) -> list[Lesson]:
    return [Lesson(asked, without(asked)) for asked in questions]


def test_a_model_finds_what_is_there_and_is_silent_where_it_is_not(lessons: list[Lesson]) -> None:
    model = learn([lessons[:200]])
    ranking, left = Ranking(model, model), lessons[200:]
    shown = [ranking.worth_showing(one.answered.evidence, heard=True) for one in left]
    wrongly = [ranking.worth_showing(one.unanswered, heard=True) for one in left]
    assert float(np.mean(shown)) > 0.85
    assert float(np.mean(wrongly)) < 0.5 * float(np.mean(shown))
    best = [
        max(scores, key=scores.__getitem__) for one in left if (scores := ranking.scores(one.answered.evidence, True))
    ]
    right = [one.answered.evidence.documents[i] in one.answered.doc_ids for i, one in zip(best, left, strict=True)]
    assert float(np.mean(right)) > 0.9


def test_of_the_questions_taught_the_agreed_share_is_lost(lessons: list[Lesson]) -> None:
    model = learn([lessons])
    answered = signs_of([one.answered.evidence for one in lessons], model.merit)
    assert kept(answered, model.silence) == pytest.approx(1 - LOST, abs=0.03)


@pytest.mark.parametrize("number", [0, 1])
def test_too_few_questions_are_told(lessons: list[Lesson], number: int) -> None:
    with pytest.raises(EvalError, match=f"{number} questions cannot teach a ranking"):
        learn([lessons[:number]])


def test_questions_that_nothing_answers_teach_silence_alone(lessons: list[Lesson]) -> None:
    merit = learn([lessons]).merit
    more = [Lesson(None, lesson.unanswered) for lesson in lessons[:50]]
    assert learn([lessons, more]).merit == merit


def test_a_kind_of_few_questions_counts_as_much_for_silence_as_one_of_many(lessons: list[Lesson]) -> None:
    many, few = lessons[:200], lessons[200:240]
    for lesson in few:  # of another kind: what tells is another number
        assert lesson.answered and lesson.unanswered
        for found in (lesson.answered.evidence, lesson.unanswered):
            found.features[:, FEATURES.index("sound")] -= 2.0
    both, alone = learn([many, few]), learn([many])
    shown = [Ranking(one, one).worth_showing(lesson.answered.evidence, True) for one in (both, alone) for lesson in few]
    assert sum(shown[: len(few)]) > sum(shown[len(few) :])


def test_slower_silence_shows_more(lessons: list[Lesson]) -> None:
    plain, slower = learn([lessons]), learn([lessons], 1.0)
    assert slower.silence[:-1] == plain.silence[:-1] and slower.silence[-1] == plain.silence[-1] + 1.0
