"""All documents of the knowledge base in all their versions, with their passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

from knowledge_base import history, rows
from knowledge_base.document import Document, DocumentSummary, Note, Passage, unnoted
from knowledge_base.entry import Entry
from knowledge_base.extents import Extents, Places
from knowledge_base.indexer import Indexer, Progress, unseen
from knowledge_base.intake import Intake, changed, remove
from knowledge_base.migrations import MIGRATIONS
from knowledge_base.originals import Originals
from knowledge_base.readers.converter import convert_bytes, read_bytes
from knowledge_base.readers.limits import STANDARD, Limits
from knowledge_base.store import Database, Store
from knowledge_base.terms import current
from knowledge_base.transfer.past_version import PastVersion
from knowledge_base.validity import series_name
from knowledge_base.version import DocumentVersion


class Library:
    """Safe to share between threads and processes. A search sees a document as it was before a change or after.

    The indexer is told of passages before they become visible; one at a time adds, so that ids become visible
    in their order.
    """

    def __init__(self, store: Store, originals: Path, indexer: Indexer[Any]) -> None:
        self._store, self._originals = store, Originals(originals)
        self._intake = Intake(store, self._originals, indexer, originals.with_suffix(".lock"))
        self._extents = Extents(store)
        self._out: tuple[tuple[int, date], frozenset[int]] | None = None
        store.migrate(MIGRATIONS)
        store.write(self._intake.tidy)

    def add(
        self, path: Path, limits: Limits = STANDARD, progress: Progress = unseen, note: Note = unnoted
    ) -> DocumentSummary:
        """Take in a file and keep its bytes; raises DocumentUnreadable and leaves all as it was.

        Other bytes under a file name that is known, but for a day at its end, become a new version; the bytes
        of an older version make that one current again. The bytes of the newest one change nothing, nor do
        those of any document under a name of their own. While it is read, `progress` is told of 0 of 0.
        """
        data = read_bytes(path, limits.max_bytes)
        doc_id = hashlib.sha256(data).hexdigest()[:16]
        if not self._store.write(lambda db: self._known(db, doc_id, path.name, note)):
            document = convert_bytes(path.name, data, limits, waiting=lambda: progress(0, 0))
            self._intake.put([self._intake.prepare(document, progress, data)], note=note)
        return self._summary(doc_id)

    def add_document(self, document: Document) -> DocumentSummary:
        """Take in a document without a file; another one with the same id is replaced, not kept as a version."""
        return self.add_documents([document])[0]

    def add_documents(self, documents: Sequence[Document], progress: Progress = unseen) -> list[DocumentSummary]:
        """Take in many at once, all or none; much quicker than one by one. `progress` counts documents."""
        entries = []
        for done, document in enumerate(documents, 1):
            entries.append(self._intake.prepare(document, unseen))
            progress(done, len(documents))
        self._intake.put(entries)
        return [self._summary(entry.document.doc_id) for entry in entries]

    def add_line(self, line: Sequence[PastVersion], limits: Limits = STANDARD, note: Note = unnoted) -> list[str]:
        """Take in a series with its whole past, all or none; gives the ids of the documents that are new here.

        A line that the series has already is passed over, and so are corrections of documents that are here.
        Raises DocumentUnreadable.
        """
        pairs = [(one, one.document(limits)) for one in line]
        new: dict[str, Entry[Any]] = {}
        for one, document in pairs:
            if document.doc_id not in new and not self._intake.known(document):
                new[document.doc_id] = self._intake.prepare(document, unseen, one.original)
        told = [(document.doc_id, one.source, one.added_at, one.restored) for one, document in pairs]
        series = pairs[0][1].doc_id if line[0].original is None else series_name(line[0].source)

        def after(db: Database) -> None:
            history.retell(db, series, told, list(new))
            for one, document in pairs:
                if one.correction and document.doc_id in new:
                    history.correct(db, document.doc_id, *one.correction)
            changed(db)

        self._intake.put(list(new.values()), after, note)
        return list(new)

    def documents(self, on: date | None = None) -> list[DocumentSummary]:
        """One version of each, in the order in which they came: that in force on a day (today), else the newest."""

        def run(db: Database) -> list[DocumentSummary]:
            shown = current(history.histories(db), on or date.today())
            known = {one.doc_id: one for one in rows.summaries(db, "ORDER BY rowid")}
            return [history.placed(known[doc_id], *shown[doc_id]) for doc_id in known if doc_id in shown]

        with self._store.snapshot():
            return self._store.read(run)

    def document(self, doc_id: str) -> Document:
        """The whole document; raises DocumentNotFound."""
        return self._store.read(lambda db: rows.document(db, doc_id))

    def original(self, doc_id: str) -> Path | None:
        """The kept file, None where the document came without one; raises DocumentNotFound."""
        suffix = self._store.read(lambda db: rows.suffix(db, doc_id))
        return self._originals.path(doc_id + suffix) if suffix else None

    def came_as_file(self, doc_id: str) -> bool:
        """Whether there was an original, be it here or lost; raises DocumentNotFound."""
        return self._store.read(lambda db: rows.suffix(db, doc_id)) is not None

    def versions(self, doc_id: str) -> list[DocumentVersion]:
        """All versions of the document that this is one of, oldest first; raises DocumentNotFound."""
        found = self._store.read(lambda db: history.history(db, doc_id))
        if not found:
            raise rows.not_found(doc_id)
        return [version for line in found.values() for version in line]

    def restore(self, doc_id: str, note: Note = unnoted) -> DocumentSummary:
        """Make a version current again from today on, as a new one at the end of the list.

        What is in force already stays as it is. Raises DocumentNotFound.
        """

        def run(db: Database) -> None:
            rows.suffix(db, doc_id)
            for series, line in history.history(db, doc_id).items():
                own = [one for one in line if one.doc_id == doc_id]
                if all(one.term.state(date.today()) != "in_force" for one in own):
                    history.add_version(db, series, doc_id, own[-1].source, history.now(), restored=True)
                    changed(db)
                    note(history.told(db, doc_id, series))

        self._store.write(run)
        return self._summary(doc_id)

    def set_validity(
        self, doc_id: str, effective_from: date | None, effective_until: date | None, note: Note = unnoted
    ) -> None:
        """Correct a version's first and last day (None: open); raises DocumentNotFound.

        The correction stands over what the text says, and stays when the same bytes are added again.
        """

        def run(db: Database) -> None:
            rows.suffix(db, doc_id)
            history.correct(db, doc_id, effective_from, effective_until)
            changed(db)
            note(history.told(db, doc_id))

        self._store.write(run)

    def remove(self, doc_id: str, note: Note = unnoted) -> None:
        """Take a document out with all its versions, their passages and originals; raises DocumentNotFound."""

        def run(db: Database) -> None:
            rows.suffix(db, doc_id)
            note(history.told(db, doc_id))
            for gone in history.forget(db, history.series_of(db, doc_id)):
                remove(db, gone)

        self._store.write(run)
        self._store.write(self._intake.tidy)

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """The passages that there are among these ids."""
        wanted = json.dumps([int(passage_id) for passage_id in ids])
        where = "WHERE passage_id IN (SELECT value FROM json_each(?))"
        found = self._store.read(lambda db: rows.passages(db, where, wanted))
        return {passage.passage_id: passage for passage in found}

    def passage_ids(self) -> list[int]:
        """All ids, ascending."""
        query = "SELECT passage_id FROM passages ORDER BY passage_id"
        return self._store.read(lambda db: [passage_id for (passage_id,) in db.execute(query)])

    def places(self, passage_ids: Collection[int]) -> Places:
        """Of those of these passages that there are, of all versions."""
        return self._extents.places(passage_ids)

    def first_passages(self) -> dict[str, int]:
        """The id of the first passage of every document, in all their versions."""
        return self._store.read(lambda db: rows.first_passages(db, None))

    def counts(self) -> tuple[int, int]:
        """How many passages and documents there are, of all versions."""
        return self._store.read(rows.counts)

    def passages_of(self, doc_id: str) -> list[Passage]:
        """A document's passages in the order of its text; none for an unknown id."""
        where = "WHERE p.doc_id = ? ORDER BY passage_id"
        return self._store.read(lambda db: rows.passages(db, where, doc_id))

    def not_in_force(self, on: date) -> frozenset[int]:
        """Ids of the passages of versions that do not hold on that day; counted once for each revision and day."""
        with self._store.snapshot():
            key = (self.revision(), on)
            known = self._out
            if known is None or known[0] != key:
                ids = self._store.read(lambda db: rows.ids_of(db, history.not_in_force(db, on)))
                self._out = known = (key, frozenset(ids))
        return known[1]

    def revision(self) -> int:
        """A number that grows with every change of the documents or of when they hold."""
        return self._store.read(rows.revision)

    def snapshot(self) -> AbstractContextManager[None]:
        """What this thread reads inside is all of one moment, whatever others write meanwhile."""
        return self._store.snapshot()

    def adding(self) -> AbstractContextManager[object]:
        """Nobody adds meanwhile, in this process or another."""
        return self._intake.adding

    def _summary(self, doc_id: str) -> DocumentSummary:
        with self._store.snapshot():
            return self._store.read(lambda db: history.told(db, doc_id))

    def _known(self, db: Database, doc_id: str, source: str, note: Note) -> bool:
        """Whether these bytes are here; what else a file of that name held is then followed by them."""
        if not rows.summaries(db, "WHERE doc_id = ?", doc_id):
            return False
        series = series_name(source)
        line = history.lines(db, series)
        again = (doc_id, source) in line
        if line and line[-1][0] != doc_id and (not again or line[-1][1] == source):
            history.add_version(db, series, doc_id, source, history.now(), restored=again)
            changed(db)
            note(history.told(db, doc_id, series))
        return True
