"""A question as something to learn from, and the ranking that many of them teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.errors import EvalError
from eval.tuning.merit import Asked, learn_chance, learn_merit
from eval.tuning.silence import learn_silence, signs_of
from retrieval.evidence import Evidence
from retrieval.ranking import Model

LOST = 0.05
"""Share of the questions with an answer for which nothing is shown, the price of silence where there is none."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a search considered for a question, and what it considered with the document that answers held out."""

    asked: Asked
    held_out: Evidence


def learn(lessons: Sequence[Lesson]) -> Model:
    """Merit first, as chance and silence rest on it; raises EvalError where the questions are too few or too easy."""
    asked = [lesson.asked for lesson in lessons]
    try:
        merit = learn_merit(asked)
        answered = signs_of([one.evidence for one in asked], merit)
        unanswered = signs_of([lesson.held_out for lesson in lessons], merit)
        return Model(merit, learn_chance(asked, merit), learn_silence(answered, unanswered, LOST))
    except ValueError as exc:
        raise EvalError(
            f"{len(lessons)} questions cannot teach a ranking: give more, some that are found at once and some not."
        ) from exc
