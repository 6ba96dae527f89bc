"""Which document each passage is of, held in memory, since every search asks it of some 150 passages.

A document's passages have ids in one unbroken row, and later documents have higher ones.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from knowledge_base import rows
from knowledge_base.store import Database, Store

Places = tuple[dict[int, str], dict[str, int]]
"""The document of each passage, and the first passage of each of these documents."""


@dataclass(frozen=True, slots=True)
class _Extents:
    """Of one revision: documents with the ids of their first and last passages, ascending."""

    revision: int
    doc_ids: Sequence[str] = ()
    firsts: Sequence[int] = ()
    lasts: Sequence[int] = ()

    def places(self, ids: Iterable[int]) -> Places:
        documents: dict[int, str] = {}
        firsts: dict[str, int] = {}
        for number in ids:
            place = bisect_right(self.firsts, number) - 1
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
        self._known = _Extents(-1)

    def places(self, ids: Collection[int]) -> Places:
        """Of those of these passages that there are."""
        with self._store.snapshot():
            return self._store.read(lambda db: self._places(db, ids))

    def _places(self, db: Database, ids: Collection[int]) -> Places:
        known, revision = self._known, rows.revision(db)
        if revision < known.revision:  # another thread's snapshot is newer
            documents = rows.documents_of(db, ids)
            return documents, rows.first_passages(db, set(documents.values()))
        if revision > known.revision:
            self._known = known = _following(db, known, revision)
        return known.places(ids)


def _following(db: Database, known: _Extents, revision: int) -> _Extents:
    last = known.lasts[-1] if known.lasts else 0
    scan = "NOT INDEXED WHERE passage_id > ?" if last else "WHERE passage_id > ?"  # a whole index, or new rows only
    query = f"SELECT doc_id, MIN(passage_id), MAX(passage_id) FROM passages {scan} GROUP BY doc_id ORDER BY 2"
    every = [*zip(known.doc_ids, known.firsts, known.lasts, strict=True), *db.execute(query, [last])]
    if len(every) != db.execute("SELECT COUNT(*) FROM documents").fetchone()[0]:
        every = _left(db, every)
    return _Extents(revision, *(tuple(column) for column in zip(*every, strict=True))) if every else _Extents(revision)


def _left(db: Database, every: Iterable[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without the documents that were removed; where one was replaced its later passages stand."""
    there = {doc_id for (doc_id,) in db.execute("SELECT doc_id FROM documents")}
    last = {one[0]: one for one in every if one[0] in there}
    return sorted(last.values(), key=lambda one: one[1])
