"""Documents, and questions that one of them answers, typed or spoken."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.selection import Selection
from knowledge_base.document import Document, Section
from knowledge_base.told import Told


@dataclass(frozen=True, slots=True)
class Question:
    """Words, the document that answers them, and the recording where they were also spoken.

    `answer` is what stands there, empty where the row does not say; `also` are documents that answer as well. No
    document at all answers where `doc_id` is empty.
    """

    question_id: str
    doc_id: str
    text: str
    audio: Path | None
    row: Row
    answer: str = ""
    also: tuple[str, ...] = ()

    @property
    def doc_ids(self) -> frozenset[str]:
        """All documents that answer."""
        return frozenset((self.doc_id, *self.also)) - {""}


OPENING = 40
"""Characters of a text that stand for its title where it has none: documents begin with theirs."""


def read_documents(path: Path, strict: bool = False) -> Selection[Document]:
    """Rows of `docid`, `text` and maybe `title`, each a document of one section; raises EvalError."""
    known: set[str] = set()

    def new(row: Row) -> Document:
        document = _document(row)
        if document.doc_id in known:
            raise row.wrong(
                Told('an earlier line has the same "{field}" {value}', field="docid", value=document.doc_id)
            )
        known.add(document.doc_id)
        return document

    return read_rows([path], new, strict)


def read_questions(path: Path, doc_ids: Collection[str], strict: bool = False) -> Selection[Question]:
    """Rows of `id`, `docid`, `question` or `text`, maybe `audio` and `answer`; raises EvalError.

    `doc_ids` are the documents that are searched: a question about another could never be answered.
    """
    return read_rows([path], lambda row: _question(row, doc_ids), strict)


def _document(row: Row) -> Document:
    doc_id, text = row.text("docid"), row.text("text")
    title = row.text("title") if row.values.get("title") else " ".join(text.split())[:OPENING]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(doc_id, title, f"{doc_id}.txt", "text", text, (Section((), 0, len(text)),), digest)


def _question(row: Row, doc_ids: Collection[str]) -> Question:
    doc_id = row.text("docid")
    if doc_id not in doc_ids:
        raise row.wrong(Told('no document has the "docid" {doc_id}', doc_id=doc_id))
    text = row.text("question") if row.has("question") else row.text("text")
    audio = row.path("audio") if row.has("audio") else None
    answer = row.text("answer") if row.values.get("answer") else ""
    return Question(row.text("id"), doc_id, text, audio, row, answer)
