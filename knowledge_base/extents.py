"""Which document each passage is of, held in memory, since every search asks it of some 150 passages.

A document's passages have ids in one unbroken row, and later documents have higher ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock

from knowledge_base import rows
from knowledge_base.store import Database, Store

Places = tuple[dict[int, str], dict[str, int]]
"""The document of each passage, and the first passage of each of these documents."""


@dataclass(frozen=True, slots=True)
class _Extents:
    """Of one revision: documents with the ids of their first and last passages, ascending; the first `count` of the
    lists, which later revisions make longer.
    """

    revision: int
    count: int
    doc_ids: list[str]
    firsts: list[int]
    lasts: list[int]

    def places(self, ids: Iterable[int]) -> Places:
        documents: dict[int, str] = {}
        firsts: dict[str, int] = {}
        for number in ids:
            place = bisect_right(self.firsts, number, 0, self.count) - 1
            if place >= 0 and number <= self.lasts[place]:
                documents[number] = document = self.doc_ids[place]
                firsts[document] = self.firsts[place]
        return documents, firsts


class Extents:
    """Follows the library's revision: what was added costs what it is, what was removed a look at every document.

    Safe to share between threads; a thread gets what holds in its own snapshot.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._known = _Extents(-1, 0, [], [], [])
        self._following = Lock()

    def places(self, ids: Collection[int]) -> Places:
        """Of those of these passages that there are."""
        with self._store.snapshot():
            return self._store.read(lambda db: self._places(db, ids))

    def _places(self, db: Database, ids: Collection[int]) -> Places:
        revision = rows.revision(db)
        with self._following:
            if revision > self._known.revision:
                self._known = _following(db, self._known, revision)
            known = self._known
        if revision < known.revision:  # another thread's snapshot is newer
            documents = rows.documents_of(db, ids)
            return documents, rows.first_passages(db, set(documents.values()))
        return known.places(ids)


def _following(db: Database, known: _Extents, revision: int) -> _Extents:
    last = known.lasts[known.count - 1] if known.count else 0
    new = _extents(db, last)
    there = db.execute("SELECT COUNT(*) FROM documents").fetchone()[0]
    if known.count + len(new) != there:
        known, new = _Extents(revision, 0, [], [], []), _extents(db, 0)
    for doc_id, first, last in new:
        known.doc_ids.append(doc_id)
        known.firsts.append(first)
        known.lasts.append(last)
    return _Extents(revision, known.count + len(new), known.doc_ids, known.firsts, known.lasts)


def _extents(db: Database, last: int) -> list[tuple[str, int, int]]:
    """Of the documents whose passages follow that one, by these."""
    scan = "NOT INDEXED WHERE passage_id > ?" if last else "WHERE passage_id > ?"  # a whole index, or new rows only
    query = f"SELECT doc_id, MIN(passage_id), MAX(passage_id) FROM passages {scan} GROUP BY doc_id ORDER BY 2"
    return list(db.execute(query, [last]))
