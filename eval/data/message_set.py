"""Citizens' messages with the official reply to each: the replies are documents, the messages questions."""

from __future__ import annotations

import hashlib
from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.question_set import OPENING, Question
from eval.data.selection import Selection
from knowledge_base.document import Document, Section
from knowledge_base.told import Told


def read_messages(path: Path, strict: bool = False) -> tuple[Selection[Document], Selection[Question]]:
    """Rows of `id`, `title`, `body` and `reply`, each reply a document under the id of its message; raises EvalError.

    What a row lacks is told once, with the questions.
    """
    known: set[str] = set()

    def pair(row: Row) -> tuple[Document, Question]:
        document, question = _document(row), _question(row)
        if document.doc_id in known:
            raise row.wrong(Told('an earlier line has the same "{field}" {value}', field="id", value=document.doc_id))
        known.add(document.doc_id)
        return document, question

    pairs = read_rows([path], pair, strict)
    documents, questions = zip(*pairs.items, strict=True)
    return Selection(documents, ()), Selection(questions, pairs.skipped)


def _document(row: Row) -> Document:
    doc_id, text = row.text("id"), row.text("reply")
    title = " ".join(text.split())[:OPENING]
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(doc_id, title, f"{doc_id}.txt", "text", text, (Section((), 0, len(text)),), digest)


def _question(row: Row) -> Question:
    text = f"{row.text('title').strip()}\n{row.text('body').strip()}"
    return Question(row.text("id"), row.text("id"), text, None, row)
