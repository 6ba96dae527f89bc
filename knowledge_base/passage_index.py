"""One full-text index of all passages: tokens made by a function, ranked by BM25."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from itertools import islice

from knowledge_base.migrations import INDEX_NAMES
from knowledge_base.store import Database

_PROBE = "住房公积金提取、长沙市落户怎么办理？2026年3月1日起每月 1250.5 元，拨打12345，VIP 与 Wi-Fi 照旧。"


class PassageIndex:
    """`tokens` turns text into index tokens parted by spaces; `name` is one of the migrations' INDEX_NAMES."""

    def __init__(self, name: str, tokens: Callable[[str], str]) -> None:
        if name not in INDEX_NAMES:
            raise ValueError(f"no index is called {name!r}; there are {', '.join(INDEX_NAMES)}")
        self.name = name
        self.tokens = tokens
        self._table = f"passages_{name}"

    def insert(self, db: Database, rows: Iterable[tuple[int, str]]) -> None:
        """Put in passages by id with their tokens."""
        db.conn.executemany(f"INSERT INTO {self._table} (rowid, tokens) VALUES (?, ?)", rows)

    def delete(self, db: Database, passage_ids: Iterable[int]) -> None:
        """Take passages out by id."""
        db.conn.executemany(f"DELETE FROM {self._table} WHERE rowid = ?", ((i,) for i in passage_ids))

    def match(
        self, db: Database, query: str, limit: int, without: AbstractSet[int] = frozenset()
    ) -> list[tuple[int, float]]:
        """The best passages but those `without` that have any token of `query`: ids and scores, best first.

        Scores are BM25 (FTS5), positive.
        """
        distinct = dict.fromkeys(query.replace("\0", " ").split())
        if not distinct or limit < 1:
            return []
        wanted = " OR ".join('"' + token.replace('"', '""') + '"' for token in distinct)
        query = f"SELECT rowid, -rank FROM {self._table} WHERE {self._table} MATCH ? ORDER BY rank LIMIT ?"
        with closing(db.execute(query, [wanted, -1 if without else limit])) as rows:
            found = ((int(passage_id), float(score)) for passage_id, score in rows)
            return list(islice((one for one in found if one[0] not in without), limit))

    def refresh(self, db: Database, passages: Callable[[], Iterable[tuple[int, str]]]) -> None:
        """Build anew from ids and texts when the function's tokens are not those the index was built with."""
        fingerprint = hashlib.sha256(self.tokens(_PROBE).encode()).hexdigest()
        built = db.execute("SELECT fingerprint FROM passage_indexes WHERE name = ?", [self.name]).fetchone()
        if built and built[0] == fingerprint:
            return
        db.execute(f"DELETE FROM {self._table}")
        self.insert(db, ((passage_id, self.tokens(text)) for passage_id, text in passages()))
        db.execute("INSERT OR REPLACE INTO passage_indexes VALUES (?, ?)", [self.name, fingerprint])


def forget_others(db: Database, kept: Sequence[str]) -> None:
    """Mark every index but those kept as out of date, because a change is not being written to them."""
    marks = ", ".join("?" * len(kept))
    db.execute(f"DELETE FROM passage_indexes WHERE name NOT IN ({marks})", list(kept))
