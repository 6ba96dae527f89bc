"""Which call showed or quoted which passage, read out of the stored streams of calls."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from assistant.insight.insight_tables import make_tables
from knowledge_base.store import Database, Store

STEP = 500
"""Suggestions that are read in one transaction, so that no other write waits long."""

_NEW = "e.kind = 'Suggestion' AND e.rowid > :after AND e.rowid <= :until"
_MOMENT = """strftime('%Y-%m-%dT%H:%M:%S+00:00', COALESCE((SELECT json_extract(b.event, '$.started_at')
    FROM call_events b WHERE b.call_id = e.call_id AND b.seq = 0), '1970-01-01'), (e.at_ms / 1000) || ' seconds')"""
_DOCUMENT, _PASSAGE, _TITLE = (
    f"json_extract(h.value, '$.passage.{name}')" for name in ("doc_id", "passage_id", "title")
)
_HITS = f"FROM call_events e, json_each(e.event, '$.hits') h WHERE {_NEW} ON CONFLICT DO"
_LATEST = "UPDATE SET last_at = max(last_at, excluded.last_at)"
_SHOWN = f"INSERT INTO showings SELECT {_DOCUMENT}, {_PASSAGE}, e.call_id, {_MOMENT}, 0 {_HITS} NOTHING"
_QUOTED = f"""INSERT INTO showings
    SELECT json_extract(c.value, '$.doc_id'), json_extract(c.value, '$.passage_id'), e.call_id, {_MOMENT}, 1
    FROM call_events e, json_each(e.event, '$.answer.sentences') s, json_each(s.value, '$.citations') c
    WHERE {_NEW} ON CONFLICT DO UPDATE SET quoted = 1"""
_PASSAGES = f"INSERT INTO shown_passages SELECT {_PASSAGE}, {_DOCUMENT}, {_MOMENT} {_HITS} {_LATEST}"
_DOCUMENTS = f"INSERT INTO shown_documents SELECT {_DOCUMENT}, {_TITLE}, {_MOMENT} {_HITS} {_LATEST}"
_ASKED = f"""INSERT INTO gap_questions (call_id, query, heard, at)
    SELECT e.call_id, trim(json_extract(e.event, '$.query')), json_extract(e.event, '$.heard'), {_MOMENT}
    FROM call_events e WHERE {_NEW} AND json_array_length(e.event, '$.hits') = 0
    AND trim(json_extract(e.event, '$.query')) <> '' ON CONFLICT DO NOTHING"""


@dataclass(frozen=True, slots=True)
class Showing:
    """A call in which passages were before the operator's eyes; `at` ISO 8601 in UTC, of the first of them.

    `quoted` are those of them that an answer cited or the submitted ticket repeats; `tickets` are numbers.
    """

    call_id: str
    at: str
    passages: tuple[int, ...]
    quoted: tuple[int, ...]
    tickets: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How many calls showed something, in how many of them it was cited, and how many tickets these calls have."""

    calls: int
    quoted: int
    tickets: int


class ShowingIndex:
    """Lines for every suggestion of every stored call; safe to share between threads.

    The streams stay the truth: `catch_up` reads what was logged since, from the beginning the first time.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        make_tables(store)

    def catch_up(self) -> int:
        """Reads what is new; gives how many suggestions that were."""
        taken = 0
        while step := self._store.write(_take):
            taken += step
        return taken

    def behind(self) -> int:
        """How many logged suggestions are not read yet."""
        count = """SELECT COUNT(*) FROM call_events
            WHERE kind = 'Suggestion' AND rowid > (SELECT up_to FROM suggestions_read)"""
        return self._store.read(lambda db: int(db.execute(count).fetchone()[0]))

    def reach(self, doc_id: str, passages: Collection[int] | None = None) -> Reach:
        """How far a document, or some of its passages, went."""
        query = """SELECT COUNT(*), COALESCE(SUM(quoted), 0),
            (SELECT COUNT(*) FROM tickets WHERE call_id IN (SELECT call_id FROM found))
            FROM (SELECT call_id, MAX(quoted) AS quoted FROM found GROUP BY call_id)"""
        whole, keys = f"{_found(passages)} {query}", _keys(doc_id, passages)
        return Reach(*self._store.read(lambda db: db.execute(whole, keys).fetchone()))

    def shown_in(self, doc_id: str, passages: Collection[int] | None = None, limit: int = 200) -> list[Showing]:
        """The calls that showed a document, or some of its passages, the newest first."""
        query = f"""{_found(passages)} SELECT call_id, MIN(at), json_group_array(passage_id),
            json_group_array(passage_id) FILTER (WHERE quoted),
            (SELECT json_group_array(ticket_id) FROM tickets t WHERE t.call_id = found.call_id)
            FROM found GROUP BY call_id ORDER BY MIN(at) DESC, call_id LIMIT {limit:d}"""
        rows = self._store.read(lambda db: list(db.execute(query, _keys(doc_id, passages))))
        return [Showing(call_id, at, *(tuple(json.loads(ids)) for ids in lists)) for call_id, at, *lists in rows]

    def shown_documents(self) -> list[tuple[str, str, str]]:
        """Id, title and last moment of every document that was shown, the newest first."""
        query = "SELECT doc_id, title, last_at FROM shown_documents ORDER BY last_at DESC"
        return self._store.read(lambda db: list(db.execute(query)))

    def ticket_texts(self, call_ids: Collection[str]) -> dict[str, str]:
        """What the tickets of these calls say, all fields of all of them together; nothing for a call without."""
        query = """SELECT call_id, group_concat(f.value, char(10)) FROM tickets, json_each(fields) f
            WHERE call_id IN (SELECT value FROM json_each(?)) GROUP BY call_id"""
        return dict(self._store.read(lambda db: list(db.execute(query, [json.dumps(list(call_ids))]))))

    def shown_since(self, since: str) -> dict[str, int]:
        """How many passages of each document were shown since a moment."""
        query = "SELECT doc_id, COUNT(*) FROM shown_passages WHERE last_at >= ? GROUP BY doc_id"
        return dict(self._store.read(lambda db: list(db.execute(query, [since]))))

    def passages_since(self, doc_id: str, since: str) -> frozenset[int]:
        """The passages of a document that were shown since a moment."""
        query = "SELECT passage_id FROM shown_passages WHERE doc_id = ? AND last_at >= ?"
        return frozenset(i for (i,) in self._store.read(lambda db: list(db.execute(query, [doc_id, since]))))


def _take(db: Database) -> int:
    """The next suggestions, read once and for all; gives how many."""
    (after,) = db.execute("SELECT up_to FROM suggestions_read").fetchone()
    next_ones = "SELECT rowid FROM call_events WHERE kind = 'Suggestion' AND rowid > ? ORDER BY rowid LIMIT ?"
    rows = db.execute(next_ones, [after, STEP]).fetchall()
    if rows:
        until = rows[-1][0]
        for statement in (_SHOWN, _QUOTED, _PASSAGES, _DOCUMENTS, _ASKED):
            db.execute(statement, {"after": after, "until": until})
        db.execute("UPDATE suggestions_read SET up_to = ?", [until])
    return len(rows)


def _found(passages: Collection[int] | None) -> str:
    some = "" if passages is None else " AND passage_id IN (SELECT value FROM json_each(:passages))"
    return f"WITH found AS (SELECT * FROM showings WHERE doc_id = :doc_id{some})"


def _keys(doc_id: str, passages: Collection[int] | None) -> dict[str, str]:
    return {"doc_id": doc_id} | ({} if passages is None else {"passages": json.dumps(sorted(passages))})
