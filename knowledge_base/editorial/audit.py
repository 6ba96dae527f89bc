"""Who changed what in the knowledge base, and when."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from knowledge_base.editorial.editorial_tables import MIGRATIONS
from knowledge_base.history import now
from knowledge_base.store import Database, Store


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
        query = "INSERT INTO audit (at, person, action, subject, title, detail) VALUES (?, ?, ?, ?, ?, ?)"
        self._store.write(lambda db: db.execute(query, line))

    def entries(self, limit: int, subject: str | None = None) -> list[AuditEntry]:
        """The newest first, of everything or of one subject."""
        return self._read("", limit) if subject is None else self.about([subject], limit)

    def about(self, subjects: Collection[str], limit: int) -> list[AuditEntry]:
        """The newest first, of any of these subjects: a document has an id for each version."""
        return self._read("WHERE subject IN (SELECT value FROM json_each(?))", limit, json.dumps(list(subjects)))

    def _read(self, where: str, limit: int, *values: str) -> list[AuditEntry]:
        query = f"SELECT at, person, action, subject, title, detail FROM audit {where} ORDER BY entry DESC LIMIT ?"

        def run(db: Database) -> list[AuditEntry]:
            return [AuditEntry(*row) for row in db.execute(query, [*values, limit])]

        return self._store.read(run)
