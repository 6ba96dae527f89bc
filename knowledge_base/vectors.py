"""The vectors of passages as rows of the database, which indexes in memory are made of."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

from knowledge_base.store import Database, Store

PAGE = 20_000


def insert_vectors(db: Database, model: str, rows: Iterable[tuple[int, str, bytes]]) -> None:
    """Passage id, digest of what was embedded, and vector of each; one that is there is replaced."""
    db.conn.executemany(
        "INSERT OR REPLACE INTO vectors (passage_id, digest, vector, model) VALUES (?, ?, ?, ?)",
        ((*row, model) for row in rows),
    )


class VectorRows:
    """The rows of one model; safe to share between threads."""

    def __init__(self, store: Store, model: str) -> None:
        self._store, self._model = store, model

    def known(self, digests: Iterable[str]) -> Mapping[str, bytes]:
        """Vectors of texts that were embedded before, by digest."""
        query = """SELECT digest, vector FROM vectors
            WHERE digest IN (SELECT value FROM json_each(?)) AND model = ?"""
        return dict(self._store.read(lambda db: list(db.execute(query, [json.dumps(list(digests)), self._model]))))

    def of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """The vectors that there are among these passages."""
        query = """SELECT passage_id, vector FROM vectors
            WHERE passage_id IN (SELECT value FROM json_each(?)) AND model = ?"""
        return dict(self._store.read(lambda db: list(db.execute(query, [json.dumps(list(ids)), self._model]))))

    def after(self, passage_id: int) -> Iterator[list[tuple[int, bytes]]]:
        """Vectors of all passages with a higher id, ascending, page by page."""
        query = "SELECT passage_id, vector FROM vectors WHERE model = ? AND passage_id > ? ORDER BY passage_id LIMIT ?"
        while rows := self._page(query, passage_id):
            yield rows
            passage_id = rows[-1][0]

    def missing(self) -> list[int]:
        """Passages that have none."""
        query = """SELECT passage_id FROM passages p WHERE NOT EXISTS
            (SELECT 1 FROM vectors v WHERE v.passage_id = p.passage_id AND v.model = ?) ORDER BY passage_id"""
        return self._store.read(lambda db: [number for (number,) in db.execute(query, [self._model])])

    def put(self, rows: Sequence[tuple[int, str, bytes]]) -> None:
        """Stores vectors of passages that are there; those of passages that went meanwhile are left out."""

        def run(db: Database) -> None:
            wanted = json.dumps([number for number, _, _ in rows])
            query = "SELECT passage_id FROM passages WHERE passage_id IN (SELECT value FROM json_each(?))"
            there = {number for (number,) in db.execute(query, [wanted])}
            insert_vectors(db, self._model, (row for row in rows if row[0] in there))

        self._store.write(run)

    def _page(self, query: str, passage_id: int) -> list[tuple[int, bytes]]:
        return self._store.read(lambda db: list(db.execute(query, [self._model, passage_id, PAGE])))
