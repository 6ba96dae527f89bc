"""The knowledge base as admins and screens use it: documents in and out, searches with their reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge_base.clause_change import ClauseChange, clause_changes
from knowledge_base.document import Document, DocumentSummary
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from knowledge_base.version import DocumentVersion, Term
from retrieval.hit import Hit
from retrieval.searcher import Searcher

__all__ = [
    "AddOutcome",
    "ClauseChange",
    "Document",
    "DocumentSummary",
    "DocumentVersion",
    "Hit",
    "KnowledgeDesk",
    "Term",
]


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """What became of one file: a document, or the problem in a sentence."""

    file: str
    doc_id: str | None
    passages: int
    problem: str


def _silent(_done: int, _all: int, _what: str) -> None:
    """No progress shown."""


class KnowledgeDesk:
    """Safe to share between threads; a file that cannot be read stops no other."""

    def __init__(self, library: Library, searcher: Searcher, max_bytes: int) -> None:
        self._library, self._searcher, self._max_bytes = library, searcher, max_bytes
        self._adding = threading.Lock()

    def add(self, files: Sequence[Path], progress: Callable[[int, int, str], None] = _silent) -> list[AddOutcome]:
        """Takes files in, then embeds their passages; `progress(done, all, what)` counts files, then passages."""
        with self._adding:
            outcomes = []
            for done, file in enumerate(files):
                progress(done, len(files), file.name)
                outcomes.append(self._add(file))
            progress(len(files), len(files), "")
            self._searcher.refresh(lambda done, all_: progress(done, all_, ""))
            return outcomes

    def _add(self, file: Path) -> AddOutcome:
        try:
            added = self._library.add(file, self._max_bytes)
        except KnowledgeError as exc:
            return AddOutcome(file.name, None, 0, str(exc))
        return AddOutcome(file.name, added.doc_id, added.passages, "")

    def add_documents(self, documents: Sequence[Document], progress: Callable[[int, int, str], None] = _silent) -> None:
        """Takes in documents that are no files (data sets), all or none."""
        with self._adding:
            self._library.add_documents(documents)
            self._searcher.refresh(lambda done, all_: progress(done, all_, ""))

    def documents(self) -> list[DocumentSummary]:
        """One version of each document: the one in force today, else the newest."""
        return self._library.documents()

    def document(self, doc_id: str) -> Document:
        """One with its text; raises KnowledgeError where there is none."""
        return self._library.document(doc_id)

    def original(self, doc_id: str) -> Path | None:
        """The file it was made from, None for documents that were no files."""
        return self._library.original(doc_id)

    def versions(self, doc_id: str) -> list[DocumentVersion]:
        """All versions of the document that this is one of, oldest first; raises KnowledgeError where there is none."""
        return self._library.versions(doc_id)

    def changes(self, old: str, new: str) -> list[ClauseChange]:
        """What differs from one version to another, clause by clause."""
        return clause_changes(self._library.document(old), self._library.document(new))

    def set_validity(self, doc_id: str, effective_from: date | None, effective_until: date | None) -> None:
        """Corrects a version's first and last day, None for open; raises KnowledgeError where they are crossed."""
        if effective_from and effective_until and effective_until < effective_from:
            raise KnowledgeError("The last day lies before the first. Exchange them or leave one out.")
        self._library.set_validity(doc_id, effective_from, effective_until)

    def restore(self, doc_id: str) -> DocumentSummary:
        """Makes an old version the current one from today on; nothing is embedded anew."""
        return self._library.restore(doc_id)

    def remove(self, doc_id: str) -> None:
        """Takes a document with all its versions out of every index; raises KnowledgeError where there is none."""
        with self._adding:
            self._library.remove(doc_id)
            self._searcher.refresh()

    def search(
        self,
        text: str,
        heard: bool = False,
        limit: int = 5,
        as_of: date | None = None,
        include_repealed: bool = False,
    ) -> list[Hit]:
        """The passages that answer `text`, best first: of what is in force on a day (today), or marked others too."""
        return self._searcher.search(text, heard, limit, None, as_of, include_repealed)
