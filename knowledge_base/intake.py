"""Documents on their way into the database: indexed first, then visible all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from filelock import FileLock

from knowledge_base import history, rows
from knowledge_base.document import Document, Note, unnoted
from knowledge_base.entry import Entry, prepare
from knowledge_base.indexer import Indexer, Progress
from knowledge_base.originals import Originals
from knowledge_base.store import Database, Store


class Intake:
    """Safe to share between threads and processes; one at a time adds, so that ids become visible in their order."""

    def __init__(self, store: Store, originals: Originals, indexer: Indexer[Any], lock: Path) -> None:
        self._store, self._originals, self._indexer = store, originals, indexer
        self.adding = FileLock(lock)

    def prepare(self, document: Document, progress: Progress, original: bytes | None = None) -> Entry[Any]:
        """Everything that takes time; raises DocumentUnreadable where there is no proper text."""
        return prepare(document, self._indexer, progress, original)

    def put(
        self, entries: Sequence[Entry[Any]], after: Callable[[Database], None] | None = None, note: Note = unnoted
    ) -> None:
        """All entries in one transaction, which `after` ends; originals that no one claims go when it failed.

        Of one document the last entry stands. `note` is told of those that were not here.
        """
        last = {entry.document.doc_id: entry for entry in entries}.values()
        try:
            with self.adding:
                new = [entry for entry in last if not self.known(entry.document)]
                if new or after:
                    self._put(new, after, note)
        except BaseException:
            self._store.write(self.tidy)
            raise
        self._indexer.settle()

    def _put(self, entries: Sequence[Entry[Any]], after: Callable[[Database], None] | None, note: Note) -> None:
        numbers = self._store.write(lambda db: [rows.reserve(db, len(entry.spans)) for entry in entries])
        placed = self._indexer.place([(ids, entry.ready) for ids, entry in zip(numbers, entries, strict=True)])

        def run(db: Database) -> None:
            for ids, entry in zip(numbers, entries, strict=True):
                self._insert(db, entry, ids)
            placed(db)
            if after:
                after(db)
            for entry in entries:
                note(history.told(db, entry.document.doc_id))

        self._store.write(run)

    def known(self, document: Document) -> bool:
        """Whether these bytes are here under this id."""
        where = "WHERE doc_id = ? AND sha256 = ?"
        return bool(self._store.read(lambda db: rows.summaries(db, where, document.doc_id, document.sha256)))

    def tidy(self, db: Database) -> None:
        """Deletes originals that no document claims."""
        names = db.execute("SELECT doc_id || suffix FROM documents WHERE suffix IS NOT NULL")
        self._originals.keep_only({name for (name,) in names})

    def _insert(self, db: Database, entry: Entry[Any], ids: Sequence[int]) -> None:
        document = entry.document
        remove(db, document.doc_id)
        added_at = history.now()
        rows.insert_document(db, document, len(entry.spans), entry.suffix, added_at)
        history.add_version(db, entry.series, document.doc_id, document.source, added_at, restored=False)
        history.add_validity(db, document.doc_id, document.title, entry.validity)
        rows.insert_passages(db, document, entry.spans, ids)
        if entry.original is not None:
            self._originals.put(f"{document.doc_id}{entry.suffix}", entry.original)


def remove(db: Database, doc_id: str) -> None:
    """Takes one version out, if it is there."""
    db.execute("DELETE FROM documents WHERE doc_id = ?", [doc_id])
    changed(db)


def changed(db: Database) -> None:
    """Marks a change of the documents or of when they hold."""
    db.execute("UPDATE revision SET number = number + 1")
