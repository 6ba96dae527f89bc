"""The knowledge base as admins and screens use it: documents in and out, searches with their reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge_base.document import Document, DocumentSummary
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library
from retrieval.hit import Hit
from retrieval.searcher import Searcher

__all__ = ["AddOutcome", "Document", "DocumentSummary", "Hit", "KnowledgeDesk"]


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
        """All documents."""
        return self._library.documents()

    def document(self, doc_id: str) -> Document:
        """One with its text; raises KnowledgeError where there is none."""
        return self._library.document(doc_id)

    def original(self, doc_id: str) -> Path | None:
        """The file it was made from, None for documents that were no files."""
        return self._library.original(doc_id)

    def remove(self, doc_id: str) -> None:
        """Takes a document out of every index; raises KnowledgeError where there is none."""
        with self._adding:
            self._library.remove(doc_id)
            self._searcher.refresh()

    def search(self, text: str, heard: bool = False, limit: int = 5) -> list[Hit]:
        """The passages that answer `text`, best first."""
        return self._searcher.search(text, heard, limit)
