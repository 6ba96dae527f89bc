"""Passages that operators marked as wrong or out of date, until somebody has looked into it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from assistant.errors import AssistantError
from assistant.insight.insight_tables import make_tables
from knowledge_base.document import Passage
from knowledge_base.history import now
from knowledge_base.store import Database, Store

MarkKind = Literal["wrong", "outdated"]
MARK_KINDS: tuple[MarkKind, ...] = get_args(MarkKind)

LONGEST_REASON = 200

_COLUMNS = """mark_id, passage_id, doc_id, title, text, start_at, end_at, call_id, seat, kind, reason, at,
    COALESCE(handled_at, ''), handled_by"""


@dataclass(frozen=True, slots=True)
class PassageMark:
    """What an operator said of a passage in a call; `text` is the passage's at that time, `start` and `end` its place.

    `seat` is "" where it is not known; moments are ISO 8601 in UTC, `handled_at` is "" while it is open.
    """

    mark_id: int
    passage_id: int
    doc_id: str
    title: str
    text: str
    start: int
    end: int
    call_id: str
    seat: str
    kind: MarkKind
    reason: str
    at: str
    handled_at: str
    handled_by: str


class MarkBook:
    """Safe to share between threads; what is open is kept in mind, as every card that is drawn asks for it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        make_tables(store)
        self._open = store.read(_open_ids)

    @property
    def open_passages(self) -> frozenset[int]:
        """The passages with a mark that nobody has handled."""
        return self._open

    def mark(self, call_id: str, passage: Passage, kind: MarkKind, seat: str = "", reason: str = "") -> None:
        """Notes it once for each call and passage: a second time only changes kind and reason."""
        query = """INSERT INTO passage_marks
            (passage_id, doc_id, title, text, start_at, end_at, call_id, seat, kind, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (passage_id, call_id) WHERE handled_at IS NULL
            DO UPDATE SET kind = excluded.kind, reason = excluded.reason"""
        where = (passage.passage_id, passage.doc_id, passage.title, passage.text, passage.start, passage.end)
        words = reason.encode(errors="replace").decode().strip()[:LONGEST_REASON]
        self._change(query, *where, call_id, seat, kind, words, now())

    def withdraw(self, call_id: str, passage_id: int) -> None:
        """Takes back what that call said of a passage, if it is still open."""
        query = "DELETE FROM passage_marks WHERE call_id = ? AND passage_id = ? AND handled_at IS NULL"
        self._change(query, call_id, passage_id)

    def handle(self, mark_id: int, by: str) -> None:
        """Notes that somebody has looked into it: the warning goes from the cards."""
        query = "UPDATE passage_marks SET handled_at = ?, handled_by = ? WHERE mark_id = ? AND handled_at IS NULL"
        if not self._change(query, now(), by.strip(), mark_id):
            raise AssistantError("That mark was handled already, or taken back: reload the page.")

    def take(self, marks: Sequence[PassageMark], note: Callable[[int], None]) -> int:
        """Adds marks of another base that are not here, whatever their `mark_id`; gives how many those were.

        A mark of no passage (0) is kept with a number of its own that no passage has. `note` is told their number in
        the same transaction; what it raises undoes all.
        """

        def run(db: Database) -> tuple[int, frozenset[int]]:
            here = set(db.execute("SELECT doc_id, start_at, end_at, call_id, at FROM passage_marks"))
            new = [one for one in marks if (one.doc_id, one.start, one.end, one.call_id, one.at) not in here]
            added = sum(_insert(db, one) for one in new)
            note(added)
            return added, _open_ids(db)

        taken, self._open = self._store.write(run)
        return taken

    def of_call(self, call_id: str) -> dict[int, PassageMark]:
        """The open marks of one call by passage."""
        found = self._marks("WHERE call_id = ? AND handled_at IS NULL", call_id)
        return {mark.passage_id: mark for mark in found}

    def marks(self, limit: int = 200) -> list[PassageMark]:
        """Open ones first, each the newest first."""
        return self._marks("ORDER BY handled_at IS NOT NULL, mark_id DESC LIMIT ?", limit)

    def open(self) -> int:
        """How many marks wait for somebody."""
        query = "SELECT COUNT(*) FROM passage_marks WHERE handled_at IS NULL"
        return self._store.read(lambda db: int(db.execute(query).fetchone()[0]))

    def _marks(self, rest: str, *values: str | int) -> list[PassageMark]:
        query = f"SELECT {_COLUMNS} FROM passage_marks {rest}"
        return [PassageMark(*row) for row in self._store.read(lambda db: list(db.execute(query, values)))]

    def _change(self, query: str, *values: str | int) -> int:
        """How many rows changed."""
        changed = self._store.write(lambda db: db.execute(query, values).rowcount)
        self._open = self._store.read(_open_ids)
        return changed


def _insert(db: Database, mark: PassageMark) -> int:
    """Adds a mark unless its call has an open one on that passage; gives how many rows that were."""
    (lowest,) = db.execute("SELECT COALESCE(MIN(passage_id), 0) FROM passage_marks").fetchone()
    columns = """INSERT OR IGNORE INTO passage_marks (passage_id, doc_id, title, text, start_at, end_at, call_id, seat,
        kind, reason, at, handled_at, handled_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
    where = (mark.passage_id or min(lowest, 0) - 1, mark.doc_id, mark.title, mark.text, mark.start, mark.end)
    said = (mark.call_id, mark.seat, mark.kind, mark.reason, mark.at, mark.handled_at or None, mark.handled_by)
    return db.execute(columns, [*where, *said]).rowcount


def _open_ids(db: Database) -> frozenset[int]:
    return frozenset(i for (i,) in db.execute("SELECT passage_id FROM passage_marks WHERE handled_at IS NULL"))
