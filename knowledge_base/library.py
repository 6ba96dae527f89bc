"""All documents of the knowledge base with their passages and full-text indexes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge_base import rows
from knowledge_base.converter import convert_bytes, read_bytes
from knowledge_base.document import Document, DocumentSummary, Passage
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.migrations import MIGRATIONS
from knowledge_base.originals import Originals
from knowledge_base.passage_index import PassageIndex, forget_others
from knowledge_base.splitter import Span, split
from knowledge_base.store import Database, Store


@dataclass(frozen=True, slots=True)
class _Entry:
    """A document ready to be stored: its spans, for each index the tokens of each, and the original's bytes."""

    document: Document
    spans: Sequence[Span]
    tokens: Mapping[str, Sequence[str]]
    original: bytes | None = None


class Library:
    """Safe to share between threads. A search sees a document as it was before a change or after, never between.

    `indexes` maps index names ("words", "sound") to the functions that make tokens of a passage's title,
    heading path and text. An index whose function gives other tokens than before is built anew here.
    """

    def __init__(self, store: Store, originals: Path, indexes: Mapping[str, Callable[[str], str]]) -> None:
        self._store = store
        self._originals = Originals(originals)
        self._indexes = {name: PassageIndex(name, tokens) for name, tokens in indexes.items()}
        store.migrate(MIGRATIONS)
        store.write(self._settle)

    def add(self, path: Path, max_bytes: int) -> DocumentSummary:
        """Take in a file and keep its bytes; raises DocumentUnreadable and leaves all as it was.

        The same bytes again change nothing. Other bytes under the same file name replace the document.
        """
        data = read_bytes(path, max_bytes)
        doc_id = hashlib.sha256(data).hexdigest()[:16]
        known = self._store.read(lambda db: rows.summaries(db, "WHERE doc_id = ?", doc_id))
        if known:
            self._drop_others(path.name, doc_id)
            return known[0]
        return self._store_all([_prepared(convert_bytes(path.name, data), self._indexes, data)])[0]

    def add_document(self, document: Document) -> DocumentSummary:
        """Take in a document without a file; another one with the same id is replaced."""
        return self.add_documents([document])[0]

    def add_documents(self, documents: Iterable[Document]) -> list[DocumentSummary]:
        """Take in many at once, all or none; much quicker than one by one."""
        return self._store_all([_prepared(document, self._indexes) for document in documents])

    def documents(self) -> list[DocumentSummary]:
        """All of them in the order in which they came."""
        return self._store.read(lambda db: rows.summaries(db, "ORDER BY rowid"))

    def document(self, doc_id: str) -> Document:
        """The whole document; raises DocumentNotFound."""
        return self._store.read(lambda db: rows.document(db, doc_id))

    def original(self, doc_id: str) -> Path | None:
        """The kept file, None where the document came without one; raises DocumentNotFound."""
        suffix = self._store.read(lambda db: rows.suffix(db, doc_id))
        return self._originals.path(doc_id + suffix) if suffix else None

    def remove(self, doc_id: str) -> None:
        """Take a document out with its passages and its original; raises DocumentNotFound."""

        def run(db: Database) -> None:
            rows.suffix(db, doc_id)
            self._remove(db, doc_id)

        self._store.write(run)
        self._store.write(self._tidy)

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

    def passages_of(self, doc_id: str) -> list[Passage]:
        """A document's passages in the order of its text; none for an unknown id."""
        where = "WHERE p.doc_id = ? ORDER BY passage_id"
        return self._store.read(lambda db: rows.passages(db, where, doc_id))

    def match(self, index: str, query: str, limit: int) -> list[tuple[int, float]]:
        """Ids of passages with any of the space-separated tokens, scored by BM25: higher is better, best first."""
        return self._store.read(lambda db: self._indexes[index].match(db, query, limit))

    def revision(self) -> int:
        """A number that grows with every change of the documents."""
        return self._store.read(lambda db: int(db.execute("SELECT number FROM revision").fetchone()[0]))

    def _store_all(self, entries: Sequence[_Entry]) -> list[DocumentSummary]:
        """All entries in one transaction. Originals that no one claims then go, and so they do when it failed."""
        replaced: list[str] = []
        try:
            stored = self._store.write(lambda db: [self._put(db, entry, replaced) for entry in entries])
        except BaseException:
            self._store.write(self._tidy)
            raise
        if replaced:
            self._store.write(self._tidy)
        return stored

    def _put(self, db: Database, entry: _Entry, replaced: list[str]) -> DocumentSummary:
        document = entry.document
        same = rows.summaries(db, "WHERE doc_id = ? AND sha256 = ?", document.doc_id, document.sha256)
        if same:
            return same[0]
        old = _superseded(db, document.doc_id, document.source if entry.original is not None else None)
        for doc_id in old:
            self._remove(db, doc_id)
        replaced.extend(old)
        suffix = Path(document.source).suffix.lower() if entry.original is not None else None
        rows.insert_document(db, document, len(entry.spans), suffix)
        ids = [rows.insert_passage(db, document, span) for span in entry.spans]
        for name, index in self._indexes.items():
            index.insert(db, zip(ids, entry.tokens[name], strict=True))
        self._changed(db)
        if entry.original is not None:
            self._originals.put(f"{document.doc_id}{suffix}", entry.original)
        return rows.summaries(db, "WHERE doc_id = ?", document.doc_id)[0]

    def _drop_others(self, source: str, doc_id: str) -> None:
        """What a file held before its bytes became those of a document that is here already is out of date."""
        stale = self._store.read(lambda db: _superseded(db, doc_id, source))
        for other in stale:
            if other != doc_id:
                self.remove(other)

    def _remove(self, db: Database, doc_id: str) -> None:
        ids = [row[0] for row in db.execute("SELECT passage_id FROM passages WHERE doc_id = ?", [doc_id])]
        for index in self._indexes.values():
            index.delete(db, ids)
        db.execute("DELETE FROM documents WHERE doc_id = ?", [doc_id])
        self._changed(db)

    def _changed(self, db: Database) -> None:
        db.execute("UPDATE revision SET number = number + 1")
        forget_others(db, list(self._indexes))

    def _settle(self, db: Database) -> None:
        for index in self._indexes.values():
            index.refresh(db, lambda: _stored_texts(db))
        self._tidy(db)

    def _tidy(self, db: Database) -> None:
        names = db.execute("SELECT doc_id || suffix FROM documents WHERE suffix IS NOT NULL")
        self._originals.keep_only({name for (name,) in names})


def _prepared(document: Document, indexes: Mapping[str, PassageIndex], original: bytes | None = None) -> _Entry:
    """All that takes time, done before the transaction begins."""
    try:
        document.text.encode()
    except UnicodeEncodeError as exc:
        raise DocumentUnreadable(f"{document.source} holds broken characters. Save it as UTF-8.") from exc
    spans = split(document)
    if not spans:
        raise DocumentUnreadable(f"{document.source} has no text. Check that it is the right one.")
    texts = [_searchable(document.title, s.heading_path, document.text[s.start : s.end]) for s in spans]
    tokens = {name: [index.tokens(text) for text in texts] for name, index in indexes.items()}
    return _Entry(document, spans, tokens, original)


def _superseded(db: Database, doc_id: str, source: str | None) -> list[str]:
    """Ids of documents that one with this id, from a file of this name, takes the place of."""
    found = db.execute("SELECT doc_id FROM documents WHERE doc_id = ? OR source = ?", [doc_id, source])
    return [row[0] for row in found]


def _stored_texts(db: Database) -> Iterator[tuple[int, str]]:
    for passage in rows.passages(db, ""):
        yield passage.passage_id, _searchable(passage.title, passage.heading_path, passage.text)


def _searchable(title: str, heading_path: Sequence[str], text: str) -> str:
    return "\n".join((title, *heading_path, text))
