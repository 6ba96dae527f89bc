"""Passages that hold and that no call has shown for long."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from assistant.insight.showing import ShowingIndex
from knowledge_base.document import Passage
from knowledge_base.library import Library


@dataclass(frozen=True, slots=True)
class UnusedPart:
    """A document in force: `unused` of its `passages` were not shown since a moment; `last_shown` is "" for never."""

    doc_id: str
    title: str
    passages: int
    unused: int
    added_at: str
    last_shown: str


class UnusedList:
    """Safe to share between threads."""

    def __init__(self, library: Library, showings: ShowingIndex) -> None:
        self._library, self._showings = library, showings

    def parts(self, since: str) -> list[UnusedPart]:
        """Documents with passages not shown since a moment, those least used first; what came later had no chance."""
        shown = self._showings.shown_since(since)
        last = {doc_id: at for doc_id, _, at in self._showings.shown_documents()}
        today = date.today()
        found = [
            UnusedPart(one.doc_id, one.title, one.passages, unused, one.added_at, last.get(one.doc_id, ""))
            for one in self._library.documents(today)
            if one.term.state(today) == "in_force" and one.added_at < since
            if (unused := one.passages - shown.get(one.doc_id, 0)) > 0
        ]
        return sorted(found, key=lambda part: (part.unused < part.passages, -part.unused, part.title))

    def passages(self, doc_id: str, since: str) -> list[Passage]:
        """The passages of a document that were not shown since a moment."""
        shown = self._showings.passages_since(doc_id, since)
        return [passage for passage in self._library.passages_of(doc_id) if passage.passage_id not in shown]
