"""The knowledge base as admins and screens use it: documents in and out, searches with their reasons."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.knowledge.arrivals import Arrival, arrivals
from knowledge_base.clause_change import ClauseChange, clause_changes
from knowledge_base.document import Document, DocumentSummary, Note
from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from knowledge_base.indexer import Progress, unseen
from knowledge_base.library import Library
from knowledge_base.readers.limits import Limits
from knowledge_base.transfer.export_folder import export_folder
from knowledge_base.transfer.extra import Extra
from knowledge_base.transfer.import_folder import Imported, ImportOutcome, import_folder
from knowledge_base.version import DocumentVersion, Term
from retrieval.errors import RetrievalError
from retrieval.hit import Hit
from retrieval.searcher import Searcher

__all__ = [
    "AddOutcome",
    "ClauseChange",
    "Document",
    "DocumentSummary",
    "DocumentVersion",
    "Hit",
    "ImportOutcome",
    "Imported",
    "KnowledgeDesk",
    "Term",
]


@dataclass(frozen=True, slots=True)
class AddOutcome:
    """What became of one file: a document, or the problem in a sentence, or the earlier file it is a copy of.

    `notes` are sentences on what should be looked at in a document that went in.
    """

    file: str
    doc_id: str | None
    passages: int
    problem: str
    same_as: str = ""
    notes: tuple[str, ...] = ()


def _silent(_done: int, _all: int, _what: str) -> None:
    """No progress shown."""


class KnowledgeDesk:
    """Safe to share between threads; a file that cannot be read stops no other."""

    def __init__(
        self, library: Library, searcher: Searcher, audit: Audit, limits: Limits, extras: Sequence[Extra] = ()
    ) -> None:
        self._library, self._searcher, self._audit, self._extras = library, searcher, audit, extras
        self.limits = limits
        self._adding = threading.RLock()

    def add(
        self, files: Sequence[Path], progress: Callable[[int, int, str], None] = _silent, by: str = ""
    ) -> list[AddOutcome]:
        """Takes files in; `progress(done, all, file)` counts them, and with no file the passages embedded of one."""
        outcomes = []
        for done, arrival in arrivals(files, self.limits):
            progress(done, len(files), arrival.name)
            outcomes.append(self._outcome(arrival, by, lambda done, all_: progress(done, all_, "")))
        progress(len(files), len(files), "")
        return outcomes

    def take_in(self, file: Path, by: str = "", progress: Progress = unseen) -> AddOutcome:
        """Takes in one file whole; what `progress` raises ends that with nothing stored.

        Raises DocumentUnreadable for what is the file's fault, KnowledgeError for what is not.
        """

        def note(new: DocumentSummary) -> None:
            self._audit.record(by, "version" if new.number > 1 else "added", new.doc_id, new.title, file.name)

        with self._adding:
            added = self._library.add(file, self.limits, progress, note)
            notes = self._library.document(added.doc_id).notes
        return AddOutcome(file.name, added.doc_id, added.passages, "", notes=notes)

    def _outcome(self, arrival: Arrival, by: str, progress: Progress) -> AddOutcome:
        if arrival.path is None:
            return AddOutcome(arrival.name, None, 0, arrival.problem, arrival.same_as)
        try:
            return self.take_in(arrival.path, by, progress)
        except (KnowledgeError, RetrievalError) as exc:
            return AddOutcome(arrival.name, None, 0, exc.said)

    def add_documents(self, documents: Sequence[Document], progress: Callable[[int, int, str], None] = _silent) -> None:
        """Takes in documents that are no files (data sets), all or none."""
        with self._adding:
            self._library.add_documents(documents, lambda done, all_: progress(done, all_, ""))

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

    def set_validity(
        self, doc_id: str, effective_from: date | None, effective_until: date | None, by: str = ""
    ) -> None:
        """Corrects a version's first and last day, None for open; raises KnowledgeError where they are crossed."""
        if effective_from and effective_until and effective_until < effective_from:
            raise KnowledgeError("The last day lies before the first. Exchange them or leave one out.")
        days = f"{effective_from or ''}..{effective_until or ''}"
        self._library.set_validity(doc_id, effective_from, effective_until, self._note(by, "validity", days))

    def restore(self, doc_id: str, by: str = "") -> DocumentSummary:
        """Makes an old version the current one from today on; nothing is embedded anew."""
        return self._library.restore(doc_id, self._note(by, "restored"))

    def remove(self, doc_id: str, by: str = "") -> None:
        """Takes a document with all its versions out at once, whatever is being added; raises KnowledgeError."""
        self._library.remove(doc_id, self._note(by, "removed"))
        self._searcher.refresh()

    def export_to(self, folder: Path) -> int:
        """Everything into a new folder; gives how many documents, in all versions.

        Raises KnowledgeError.
        """
        return len(export_folder(self._library, folder, self._extras).documents)

    def import_from(self, folder: Path, by: str = "") -> Imported:
        """What is new in an exported folder; raises KnowledgeError, with nothing added, where it is not whole."""
        with self._adding:
            return import_folder(self._library, folder, self.limits, self._extras, by, self._note(by, "imported"))

    def _note(self, by: str, action: str, detail: str = "") -> Note:
        """Writes the line that tells of a change, in its transaction."""
        return lambda one: self._audit.record(by, action, one.doc_id, one.title, detail)

    def search(
        self,
        text: str,
        heard: bool = False,
        limit: int = 5,
        as_of: date | None = None,
        include_repealed: bool = False,
        without: AbstractSet[int] = frozenset(),
    ) -> list[Hit]:
        """The passages that answer `text`, best first: of what is in force on a day (today), or marked others too.

        Passages `without` are passed over.
        """
        return self._searcher.search(text, heard, limit, None, as_of, include_repealed, without)
