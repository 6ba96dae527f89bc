"""Numbered changes to the tables of what calls showed, asked in vain and marked as wrong, and of pairs of passages."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from assistant.migrations import MIGRATIONS as CALLS
from knowledge_base.store import Store

MIGRATIONS = Migrations("insight")


def make_tables(store: Store) -> None:
    """These tables, after those of the calls that they are read from."""
    store.migrate(CALLS)
    store.migrate(MIGRATIONS)


@MIGRATIONS()
def m001_showings(db: Database) -> None:
    """What calls showed, read from their streams up to a row; every line can be read from them again.

    Suggestions are a small part of all events, so an index over them alone leads to the new ones.
    """
    db.execute("CREATE INDEX call_suggestions ON call_events (kind) WHERE kind = 'Suggestion'")
    db.execute("CREATE TABLE suggestions_read (up_to INTEGER NOT NULL)")
    db.execute("INSERT INTO suggestions_read VALUES (0)")
    db.execute(
        """CREATE TABLE showings (
            doc_id TEXT NOT NULL, passage_id INTEGER NOT NULL, call_id TEXT NOT NULL,
            at TEXT NOT NULL, quoted INTEGER NOT NULL, PRIMARY KEY (doc_id, passage_id, call_id)
        ) WITHOUT ROWID"""
    )
    db.execute(
        "CREATE TABLE shown_passages (passage_id INTEGER PRIMARY KEY, doc_id TEXT NOT NULL, last_at TEXT NOT NULL)"
    )
    db.execute("CREATE INDEX shown_passages_document ON shown_passages (doc_id, last_at)")
    db.execute(
        """CREATE TABLE shown_documents (
            doc_id TEXT PRIMARY KEY, title TEXT NOT NULL, last_at TEXT NOT NULL
        ) WITHOUT ROWID"""
    )


@MIGRATIONS()
def m002_gaps(db: Database) -> None:
    """Questions without an answer, once for each call, and the groups that they make."""
    db.execute(
        """CREATE TABLE gap_questions (
            question_id INTEGER PRIMARY KEY, call_id TEXT NOT NULL, query TEXT NOT NULL, heard INTEGER NOT NULL,
            at TEXT NOT NULL, group_id INTEGER, vector BLOB, UNIQUE (call_id, query)
        )"""
    )
    db.execute("CREATE INDEX gap_questions_group ON gap_questions (group_id)")
    db.execute(
        """CREATE TABLE gap_groups (
            group_id INTEGER PRIMARY KEY AUTOINCREMENT, central INTEGER NOT NULL,
            state TEXT NOT NULL DEFAULT 'open', person TEXT NOT NULL DEFAULT '', draft_id TEXT NOT NULL DEFAULT ''
        )"""
    )
    db.execute("CREATE TABLE gap_embedder (name TEXT NOT NULL)")


@MIGRATIONS()
def m003_marks(db: Database) -> None:
    """Passages that operators marked, with their words at that time."""
    db.execute(
        """CREATE TABLE passage_marks (
            mark_id INTEGER PRIMARY KEY AUTOINCREMENT, passage_id INTEGER NOT NULL, doc_id TEXT NOT NULL,
            title TEXT NOT NULL, text TEXT NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
            call_id TEXT NOT NULL, seat TEXT NOT NULL, kind TEXT NOT NULL, reason TEXT NOT NULL, at TEXT NOT NULL,
            handled_at TEXT, handled_by TEXT NOT NULL DEFAULT ''
        )"""
    )
    db.execute("CREATE UNIQUE INDEX open_marks ON passage_marks (passage_id, call_id) WHERE handled_at IS NULL")


@MIGRATIONS()
def m004_pairs(db: Database) -> None:
    """Passages that were compared with all others, the pairs found, and the pairs of texts that are no conflict."""
    db.execute("CREATE TABLE compared_passages (passage_id INTEGER PRIMARY KEY)")
    db.execute(
        """CREATE TABLE passage_pairs (
            one INTEGER NOT NULL, other INTEGER NOT NULL, kind TEXT NOT NULL, score REAL NOT NULL,
            one_span TEXT NOT NULL, other_span TEXT NOT NULL, texts TEXT NOT NULL, PRIMARY KEY (one, other)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX passage_pairs_other ON passage_pairs (other)")
    db.execute(
        "CREATE TABLE dismissed_pairs (texts TEXT PRIMARY KEY, person TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID"
    )


@MIGRATIONS()
def m005_pairs_anew(db: Database) -> None:
    """Pairs were found by other rules: all passages are compared again."""
    db.execute("DELETE FROM passage_pairs")
    db.execute("DELETE FROM compared_passages")
