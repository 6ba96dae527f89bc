"""Who changed what in the knowledge base, and when."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass

from knowledge_base.editorial.editorial_tables import MIGRATIONS
from knowledge_base.history import now
from knowledge_base.store import Database, Store

_ADD = "INSERT INTO audit (at, person, action, subject, title, detail) VALUES (?, ?, ?, ?, ?, ?)"
_ALL = "SELECT at, person, action, subject, title, detail FROM audit"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One change: `at` is ISO 8601 in UTC, `by` the name as typed ("" for the system), `subject` the id of a document
    or draft. No text of a document stands in it."""

    at: str
    by: str
    action: str
    subject: str
    title: str
    detail: str


class Audit:
    """Lines are added and never changed. Safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.migrate(MIGRATIONS)

    def record(self, by: str, action: str, subject: str, title: str, detail: str = "") -> None:
        """One more line; inside a `Store.write` it stands or falls with that."""
        line = [now(), by.strip(), action, subject, title, detail]
        self._store.write(lambda db: db.execute(_ADD, line))

    def take(self, lines: Sequence[AuditEntry], by: str) -> int:
        """Adds lines of another base that are not here, and one that says so; gives how many those of it were."""

        def run(db: Database) -> int:
            here = Counter(tuple(row) for row in db.execute(_ALL))
            new = [line for number, line in _numbered(lines) if number > here[line]]
            db.conn.executemany(_ADD, new)
            if new:
                self.record(by, "imported_changes", "", "", str(len(new)))
            return len(new)

        return self._store.write(run)

    def entries(self, limit: int, subject: str | None = None) -> list[AuditEntry]:
        """The newest first, of everything or of one subject."""
        return self._read("", limit) if subject is None else self.about([subject], limit)

    def about(self, subjects: Collection[str], limit: int) -> list[AuditEntry]:
        """The newest first, of any of these subjects: a document has an id for each version."""
        return self._read("WHERE subject IN (SELECT value FROM json_each(?))", limit, json.dumps(list(subjects)))

    def _read(self, where: str, limit: int, *values: str) -> list[AuditEntry]:
        query = f"{_ALL} {where} ORDER BY at DESC, entry DESC LIMIT ?"

        def run(db: Database) -> list[AuditEntry]:
            return [AuditEntry(*row) for row in db.execute(query, [*values, limit])]

        return self._store.read(run)


def _numbered(lines: Sequence[AuditEntry]) -> list[tuple[int, tuple[str, ...]]]:
    """Each line with how often it came up to there: the same may well happen twice in a second."""
    counts: Counter[tuple[str, ...]] = Counter()
    found = []
    for line in map(astuple, lines):
        counts[line] += 1
        found.append((counts[line], line))
    return found
