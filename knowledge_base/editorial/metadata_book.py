"""The metadata of all documents: read from their texts, corrected by people."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from datetime import date
from functools import partial
from itertools import islice

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.editorial_tables import MIGRATIONS
from knowledge_base.editorial.metadata import EVERYTHING, DocumentFilter, Filing, Metadata, checked
from knowledge_base.editorial.origin import READING, Origin, read_origin
from knowledge_base.errors import DocumentNotFound, KnowledgeError
from knowledge_base.history import histories, now
from knowledge_base.migrations import MIGRATIONS as DOCUMENTS
from knowledge_base.rows import document, ids_of, not_found
from knowledge_base.store import Database, Store
from knowledge_base.version import ALWAYS, Term

_READ = ("department", "region", "audience")
_BATCH = 200
_KEPT = 8
_UNREAD = """SELECT d.doc_id, d.sha256 FROM documents d LEFT JOIN origins o
    ON o.doc_id = d.doc_id AND o.sha256 = d.sha256 AND o.reading = ? WHERE o.doc_id IS NULL LIMIT ?"""

Revision = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The metadata of every document, all versions of it sharing one, as of a revision; `keys` are first versions."""

    revision: Revision
    metadata: dict[str, Metadata]
    keys: dict[str, str]
    proposed: dict[str, Origin]


class MetadataBook:
    """Safe to share between threads and processes; rows belong to the first version of a document."""

    def __init__(self, store: Store, audit: Audit) -> None:
        self._store, self._audit = store, audit
        self._shelf: _Shelf | None = None
        self._outside: dict[tuple[Revision, DocumentFilter, date], frozenset[int]] = {}
        store.migrate(DOCUMENTS)
        store.migrate(MIGRATIONS)

    def of(self, doc_id: str) -> Metadata:
        """That of the document that this is a version of; empty for an unknown id."""
        return self.all().get(doc_id, Metadata())

    def all(self) -> dict[str, Metadata]:
        """By the id of every version."""
        return self._current().metadata

    def unfiled(self) -> set[str]:
        """The ids of all versions of documents that nobody filed or reviewed here."""
        keys = self._current().keys
        filed = {key for (key,) in self._store.read(lambda db: list(db.execute("SELECT doc_id FROM metadata")))}
        return {doc_id for doc_id, key in keys.items() if key not in filed}

    def set(self, doc_id: str, filing: Filing, by: str, opened: Filing | None = None) -> None:
        """A person's values; what equals the value that was read stays read.

        Raises KnowledgeError, also where somebody else set others since they were `opened`.
        """
        new, known = checked(filing), self._known(doc_id)
        self._store.write(lambda db: self._set(_as_of_now(db, known), doc_id, new, by, opened))

    def _set(self, shelf: _Shelf, doc_id: str, new: Filing, by: str, opened: Filing | None) -> None:
        if doc_id not in shelf.keys:
            raise not_found(doc_id)
        old, origin = shelf.metadata[doc_id].filing, shelf.proposed.get(doc_id, Origin())
        if opened is not None and opened != old:
            raise KnowledgeError(
                "Somebody else changed this meanwhile, and nothing of yours was stored: open it anew, and set it again."
            )
        if new == old:
            return
        kept = {name: None if (value := getattr(new, name)) == getattr(origin, name) else value for name in _READ}
        values = [*kept.values(), new.link, json.dumps(new.tags, ensure_ascii=False), _iso(new.review)]
        changed = ", ".join(_said(field.name, old, new) for field in fields(Filing) if _differs(field.name, old, new))
        self._write(
            shelf.keys[doc_id],
            "department = ?, region = ?, audience = ?, link = ?, tags = ?, review = ?",
            values,
            ("metadata", doc_id, by, changed),
        )

    def reviewed(self, doc_id: str, by: str, again: date | None) -> None:
        """Somebody looked through it today and will again on that day; raises DocumentNotFound."""
        shelf = self._known(doc_id)
        detail = f"review: {again}" if again else ""
        self._write(
            shelf.keys[doc_id],
            "review = ?, reviewed_at = ?, reviewed_by = ?",
            [_iso(again), now(), by.strip()],
            ("reviewed", doc_id, by, detail),
        )

    def passages_outside(self, wanted: DocumentFilter, on: date | None = None) -> frozenset[int]:
        """Ids of the passages, of all versions, of documents that do not pass; counted once for each revision."""
        if wanted == EVERYTHING:
            return frozenset()
        shelf, day = self._current(), on or date.today()
        key = (shelf.revision, wanted, day)
        if key not in self._outside:
            terms = self._store.read(_terms) if wanted.state else {}
            out = [
                doc_id
                for doc_id, metadata in shelf.metadata.items()
                if not any(wanted.fits(metadata, day, term) for term in terms.get(doc_id, [ALWAYS]))
            ]
            ids = frozenset(self._store.read(lambda db: ids_of(db, out)))
            kept = {one: found for one, found in self._outside.items() if one[0] == shelf.revision}
            self._outside = {**dict(islice(kept.items(), max(0, len(kept) - _KEPT), None)), key: ids}
            return ids
        return self._outside[key]

    def _known(self, doc_id: str) -> _Shelf:
        shelf = self._current()
        if doc_id not in shelf.keys:
            raise not_found(doc_id)
        return shelf

    def _write(self, key: str, columns: str, values: list[str | None], told: tuple[str, str, str, str]) -> None:
        action, doc_id, by, detail = told

        def run(db: Database) -> None:
            db.execute("INSERT OR IGNORE INTO metadata VALUES (?, NULL, NULL, NULL, '', '[]', NULL, '', '')", [key])
            db.execute(f"UPDATE metadata SET {columns} WHERE doc_id = ?", [*values, key])
            _grow(db)
            self._audit.record(by, action, doc_id, document(db, doc_id).title, detail)

        self._store.write(run)

    def _current(self) -> _Shelf:
        """The shelf of this revision; texts that were not read yet are read first."""
        shelf = self._shelf
        if shelf is not None and shelf.revision == self._store.read(_revision):
            return shelf
        before, unread = None, self._unread()
        while unread and unread != before:
            self._read(unread)
            before, unread = unread, self._unread()
        with self._store.snapshot():
            revision = self._store.read(_revision)
            if self._shelf is None or self._shelf.revision != revision:
                self._shelf = self._store.read(lambda db: _filled(db, revision))
            return self._shelf

    def _unread(self) -> list[tuple[str, str]]:
        """Some documents, with the digest of their bytes, whose text was not read by these rules yet."""
        return self._store.read(lambda db: list(db.execute(_UNREAD, [READING, _BATCH])))

    def _read(self, unread: list[tuple[str, str]]) -> None:
        """Reads who issued them."""
        found = []
        for doc_id, sha256 in unread:
            try:
                known = self._store.read(partial(document, doc_id=doc_id))
            except DocumentNotFound:
                continue  # removed meanwhile: it is not unread any more
            origin = read_origin(known.title, known.text)
            found.append([doc_id, sha256, READING, origin.department, origin.region, origin.audience, origin.evidence])

        def run(db: Database) -> None:
            db.conn.executemany("INSERT OR REPLACE INTO origins VALUES (?, ?, ?, ?, ?, ?, ?)", found)
            db.execute("DELETE FROM origins WHERE doc_id NOT IN (SELECT doc_id FROM documents)")
            _grow(db)

        self._store.write(run)


def _revision(db: Database) -> Revision:
    (numbers,) = db.execute("SELECT r.number, m.number FROM revision r, metadata_revision m")
    return (int(numbers[0]), int(numbers[1]))


def _as_of_now(db: Database, shelf: _Shelf) -> _Shelf:
    """The shelf, made anew where something changed since."""
    revision = _revision(db)
    return shelf if shelf.revision == revision else _filled(db, revision)


def _terms(db: Database) -> dict[str, list[Term]]:
    """Of every version, all of them where it was made current again."""
    found: dict[str, list[Term]] = {}
    for line in histories(db).values():
        for version in line:
            found.setdefault(version.doc_id, []).append(version.term)
    return found


def _filled(db: Database, revision: Revision) -> _Shelf:
    """Every series with its first and newest version, and what is set and read of it."""
    series: dict[str, list[str]] = {}
    for name, doc_id in db.execute("SELECT series, doc_id FROM versions ORDER BY entry"):
        series.setdefault(name, []).append(doc_id)
    origins = {row[0]: Origin(*row[1:]) for row in db.execute(
        "SELECT doc_id, department, region, audience, evidence FROM origins")}  # fmt: skip
    rows = {row[0]: row[1:] for row in db.execute("SELECT * FROM metadata")}
    shelf = _Shelf(revision, {}, {}, {})
    for line in series.values():
        origin = origins.get(line[-1], Origin())
        key = next((doc_id for doc_id in line if doc_id in rows), line[0])  # an import may put older ones before it
        metadata = _metadata(origin, rows.get(key))
        for doc_id in line:
            shelf.metadata.setdefault(doc_id, metadata)
            shelf.keys.setdefault(doc_id, key)
            shelf.proposed.setdefault(doc_id, origin)
    return shelf


def _metadata(origin: Origin, row: tuple[str | None, ...] | None) -> Metadata:
    *own, link, tags, review, reviewed_at, reviewed_by = row or (None, None, None, "", "[]", None, "", "")
    words = {name: getattr(origin, name) if set_ is None else set_ for name, set_ in zip(_READ, own, strict=True)}
    read = frozenset(name for name, set_ in zip(_READ, own, strict=True) if set_ is None and words[name])
    day = date.fromisoformat(review) if review else None
    filing = Filing(**words, link=link or "", tags=tuple(json.loads(tags or "[]")), review=day)
    return Metadata(filing, read, origin.evidence if "department" in read else "", reviewed_at or "", reviewed_by or "")


def _differs(name: str, old: Filing, new: Filing) -> bool:
    return bool(getattr(old, name) != getattr(new, name))


def _said(name: str, old: Filing, new: Filing) -> str:
    return f"{name}: {_shown(getattr(old, name))} → {_shown(getattr(new, name))}"


def _shown(value: object) -> str:
    return ("、".join(value) if isinstance(value, tuple) else str(value or "")) or "–"


def _grow(db: Database) -> None:
    db.execute("UPDATE metadata_revision SET number = number + 1")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
