"""Where a ranking learns: the questions of a data set, and those that come with the sample city."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from asr.recognizer import Recognizer
from eval.benchmarks.benchmark_base import Base, document_base
from eval.benchmarks.repair_knowledge import document_mender
from eval.benchmarks.sample_base import sample_base, sample_questions
from eval.benchmarks.wording import Wording, wordings
from eval.data.homophones import Homophones
from eval.data.question_set import Question, read_documents, read_questions
from eval.data.selection import Selection, Skipped
from eval.runs.run import Run
from eval.tuning.questions import Questions
from knowledge_base.document import Document
from retrieval.embedder import Embedder
from retrieval.ranking import Ranking


@dataclass(frozen=True, slots=True)
class DataSet:
    """Documents and questions as their two files hold them."""

    documents_file: Path
    questions_file: Path
    documents: Selection[Document]
    questions: Selection[Question]

    @property
    def recordings(self) -> list[Path]:
        """Of the questions that were also spoken."""
        return [question.audio for question in self.questions.items if question.audio]

    @property
    def files(self) -> list[Path]:
        """All that the set is made of."""
        return [self.documents_file, self.questions_file, *self.recordings]

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """What could not be read."""
        return (*self.documents.skipped, *self.questions.skipped)


def read_data_set(documents: Path, questions: Path, strict: bool) -> DataSet:
    """Raises EvalError."""
    texts = read_documents(documents, strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, strict)
    return DataSet(documents, questions, texts, asked)


@dataclass(frozen=True, slots=True)
class Teaching:
    """`misheard`: what has no recording is put into words that sound alike; `without_meaning`: cosines say nothing."""

    home: Path
    embedder: Embedder
    ranking: Ranking
    recognizer: Recognizer | None
    misheard: bool
    without_meaning: bool
    run: Run

    @contextmanager
    def kinds(self, data: DataSet | None, sample: bool) -> Iterator[list[Questions]]:
        """The questions of a data set over its documents, and the sample city's, `sample` in figures."""
        found: list[Questions] = []
        with ExitStack() as bases:
            if data:
                opened = document_base(
                    self.home, data.documents_file, data.documents.items, self.embedder, self.ranking
                )
                found.append(self._questions("", bases.enter_context(opened), data.questions.items))
            if sample:
                base = bases.enter_context(sample_base(self.home, self.embedder, self.ranking))
                found.append(self._questions("sample", base, sample_questions(base)))
            yield found

    def _questions(self, name: str, base: Base, questions: Sequence[Question]) -> Questions:
        mender = document_mender(base.library) if any(question.audio for question in questions) else None
        asked = wordings(questions, self.recognizer, mender, self.run)
        if self.misheard:
            summaries = base.library.documents()
            sounds = Homophones(base.library.document(summary.doc_id).text for summary in summaries)
            silent = [question for question in questions if not question.audio]
            misheard = [Wording(one, sounds.misheard(one.text), "heard") for one in silent]
            asked["heard"] = [*asked.get("heard", ()), *misheard]
        return Questions(name, base, self.ranking, asked, not self.without_meaning)
