"""The sample city's documents as a knowledge base of their own, and the questions that come with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.settings import SAMPLE
from eval.benchmarks.benchmark_base import Base, open_base
from eval.benchmarks.benchmark_knowledge import knowledge_key
from eval.data.json_lines import Row, read_rows
from eval.data.question_set import Question
from retrieval.embedder import Embedder
from retrieval.ranking import Ranking

QUESTIONS = SAMPLE / "questions.jsonl"


@contextmanager
def sample_base(home: Path, embedder: Embedder, ranking: Ranking) -> Iterator[Base]:
    """Indexed in the home folder once for all benchmarks; raises KnowledgeError for a file that cannot be read."""
    files = sorted(path for path in (SAMPLE / "documents").iterdir() if path.is_file())
    folder = home / "benchmarks" / f"sample-{knowledge_key(files, embedder.name)}"
    with open_base(folder, embedder, ranking) as base:
        known = {summary.source for summary in base.library.documents()}
        for file in files:
            if file.name not in known:
                added = base.library.add(file)
                base.library.set_validity(added.doc_id, None, None)  # on whatever day it is measured
        yield base


def sample_questions(base: Base) -> tuple[Question, ...]:
    """Those that a document answers, and those that none does."""
    doc_ids = {Path(summary.source).stem: summary.doc_id for summary in base.library.documents()}
    return read_rows([QUESTIONS], lambda row: _question(row, doc_ids), strict=True).items


def _question(row: Row, doc_ids: Mapping[str, str]) -> Question:
    """Rows name files without their ending; one that no document answers names none."""
    if not row.values["document"]:
        return Question(row.text("id"), "", row.text("question"), None, row)
    more = row.values.get("also")
    also = tuple(doc_ids[str(name)] for name in more) if isinstance(more, list) else ()
    own = doc_ids[row.text("document")]
    return Question(row.text("id"), own, row.text("question"), None, row, row.text("quote"), also)
