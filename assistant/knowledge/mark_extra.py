"""What operators marked in passages, as it travels with an export of the knowledge base."""

from __future__ import annotations

import sys
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from assistant.insight.mark_book import LONGEST_REASON, MarkBook, MarkKind, PassageMark
from assistant.insight.passage_matter import overlap, pairs
from knowledge_base.document import Passage
from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from knowledge_base.transfer.moment import Moment

_Id = Annotated[str, Field(min_length=1, max_length=1000)]
_Place = Annotated[int, Field(ge=0, le=10**9)]


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class _Row:
    """A mark by its place in a document, since passages have other numbers in another base."""

    doc_id: _Id
    title: str
    text: str
    start: _Place
    end: _Place
    call_id: _Id
    seat: str
    kind: MarkKind
    reason: Annotated[str, Field(max_length=LONGEST_REASON)]
    at: Moment
    handled_at: Moment | Annotated[str, Field(max_length=0)]
    handled_by: str


_ALIKE = 0.5
"""What the words of a passage and of a mark share at least, where they were not read as the same."""

_ROWS = TypeAdapter(list[_Row])


class MarkExtra:
    """The calls in which passages were marked do not travel; their ids stay with the marks."""

    name = "marks"

    def __init__(self, library: Library, book: MarkBook, audit: Audit) -> None:
        self._library, self._book, self._audit = library, book, audit

    def rows(self) -> list[dict[str, Any]]:
        """Every mark, the oldest first."""
        marks = sorted(self._book.marks(sys.maxsize), key=lambda mark: (mark.at, mark.doc_id, mark.start, mark.call_id))
        names = _Row.__dataclass_fields__
        return [{name: getattr(mark, name) for name in names} for mark in marks]

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raises KnowledgeError for marks that nobody could have set."""
        try:
            _ROWS.validate_python(rows)
        except ValidationError as exc:
            raise KnowledgeError("The marks of the export are damaged, so nothing was taken. Export it anew.") from exc

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        """Adds the marks that are not here, each to the passage that stands where it was set."""
        told = _ROWS.validate_python(rows)
        passages = {doc_id: self._library.passages_of(doc_id) for doc_id in {row.doc_id for row in told}}
        marks = [_mark(row, passages[row.doc_id]) for row in told]

        def note(added: int) -> None:
            if added:
                self._audit.record(by, "imported_marks", "", "", str(added))

        return self._book.take(marks, note)


def _mark(row: _Row, passages: list[Passage]) -> PassageMark:
    where = (_passage_id(row, passages), row.doc_id, row.title, row.text, row.start, row.end)
    return PassageMark(0, *where, row.call_id, row.seat, row.kind, row.reason, row.at, row.handled_at, row.handled_by)


def _passage_id(row: _Row, passages: list[Passage]) -> int:
    """The nearest passage of the same words, else one of much the same that shares most with its place, else 0."""
    same = [one for one in passages if one.text == row.text]
    if same:
        return min(same, key=lambda one: abs(one.start - row.start)).passage_id
    words = pairs(row.text)
    shared = {one.passage_id: min(one.end, row.end) - max(one.start, row.start) for one in passages
              if overlap(pairs(one.text), words) >= _ALIKE}  # fmt: skip
    found = max(shared, key=lambda one: shared[one], default=0)
    return found if shared.get(found, 0) > 0 else 0
