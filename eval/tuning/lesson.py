"""A question as something to learn from, and the ranking that many of them teach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from eval.errors import EvalError
from eval.tuning.merit import Asked, learn_chance, learn_merit
from eval.tuning.silence import ABOUT, learn_silence, signs_of
from retrieval.evidence import Evidence
from retrieval.ranking import Model

LOST = 0.05
"""Share of the questions with an answer for which nothing is shown, the price of silence where there is none."""


HEARD_ABOUT = 2.0
"""What is heard leaves its subject to the words before it; what is typed names it, and has ABOUT."""

MISHEARD = 0.65
"""Log odds by which silence is slower where words were misheard by rule: a recogniser also drops syllables. Of 620
spoken questions, heard by Whisper base and mended, 0.95 are kept so, 0.89 without it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a search considered for a question that a document answers, and what it considers where none does: with
    that document held out, or for a question that no document answers.
    """

    answered: Asked | None
    unanswered: Evidence | None


def learn(kinds: Sequence[Sequence[Lesson]], slower: float = 0.0, about: float = ABOUT) -> Model:
    """Merit first, as chance and silence rest on it; each kind of questions counts the same for silence, which is
    `slower` by so many log odds, and by `about` in the document that a call is all about.

    Raises EvalError where the questions are too few or too easy.
    """
    answered = [[lesson.answered for lesson in lessons if lesson.answered] for lessons in kinds]
    unanswered = [[lesson.unanswered for lesson in lessons if lesson.unanswered] for lessons in kinds]
    every = [asked for kind in answered for asked in kind]
    try:
        merit = learn_merit(every)
        there = [signs_of([asked.evidence for asked in kind], merit) for kind in answered]
        not_there = [signs_of(kind, merit) for kind in unanswered]
        *weights, _, offset = learn_silence(there, not_there, LOST)
        return Model(merit, learn_chance(every, merit), (*weights, about, offset + slower))
    except ValueError as exc:
        raise EvalError(
            "{count} questions cannot teach a ranking: give more, some that are found at once and some not.",
            count=len(every),
        ) from exc
