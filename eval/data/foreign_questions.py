"""Questions to which the documents at hand have no answer."""

from __future__ import annotations

from pathlib import Path

from eval.data.json_lines import Row, read_rows
from eval.data.question_set import Question
from eval.data.selection import Selection


def read_foreign_questions(path: Path, strict: bool = False) -> Selection[Question]:
    """Rows of `id`, `question` or `text`, and maybe `audio`, whatever document they name; raises EvalError."""
    return read_rows([path], _question, strict)


def _question(row: Row) -> Question:
    text = row.text("question") if row.has("question") else row.text("text")
    audio = row.path("audio") if row.has("audio") else None
    return Question(row.text("id"), "", text, audio, row)
