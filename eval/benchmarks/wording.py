"""Questions in the words that reach a search: as they were typed and, where they were spoken, as they were heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from asr.recognizer import Recognizer
from assistant.transcripts.mender import Mender
from eval.benchmarks.hearing import hear
from eval.data.question_set import Question
from eval.runs.result import Sample
from eval.runs.run import Run
from retrieval.ranking import Way


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as one of the two ways gives it."""

    question: Question
    text: str
    way: Way

    @property
    def heard(self) -> bool:
        """Whether a recogniser wrote it."""
        return self.way == "heard"

    @property
    def key(self) -> str:
        """Names the question in a run's journal."""
        return self.question.question_id


def wordings(
    questions: Sequence[Question],
    recognizer: Recognizer | None,
    mender: Mender | None,
    run: Run,
    stage: str = "Hearing",
) -> dict[Way, list[Wording]]:
    """What was heard, mended as in a call, stays in the run's journal; without a recogniser nothing is heard."""
    asked: dict[Way, list[Wording]] = {"typed": [Wording(question, question.text, "typed") for question in questions]}
    spoken = [question for question in questions if question.audio]
    if recognizer is not None and spoken:
        samples = run.measure(stage, spoken, lambda question: question.question_id, partial(_hear, recognizer, mender))
        heard = {sample["id"]: sample["heard"] for sample in samples}
        asked["heard"] = [Wording(one, heard[one.question_id], "heard") for one in spoken if one.question_id in heard]
    return asked


def _hear(recognizer: Recognizer, mender: Mender | None, question: Question) -> Sample:
    assert question.audio
    return {"id": question.question_id, "heard": hear(recognizer, question.audio, question.row, mender).text}
