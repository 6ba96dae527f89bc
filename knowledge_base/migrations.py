"""The tables of the knowledge base; a numbered migration is never changed once released, only followed."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

INDEX_NAMES = ("words", "sound")
MIGRATIONS = Migrations("knowledge_base")


@MIGRATIONS()
def m001_documents(db: Database) -> None:
    """Documents and sections; `suffix` is that of the kept original, NULL where there is none."""
    db.execute(
        """CREATE TABLE documents (
            doc_id TEXT PRIMARY KEY, title TEXT NOT NULL, source TEXT NOT NULL, kind TEXT NOT NULL,
            sha256 TEXT NOT NULL, suffix TEXT, characters INTEGER NOT NULL, passages INTEGER NOT NULL,
            added_at TEXT NOT NULL, text TEXT NOT NULL
        )"""
    )
    db.execute("CREATE INDEX documents_source ON documents (source)")
    db.execute(
        """CREATE TABLE sections (
            doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, position INTEGER NOT NULL,
            heading_path TEXT NOT NULL, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL, page INTEGER,
            PRIMARY KEY (doc_id, position)
        ) WITHOUT ROWID"""
    )


@MIGRATIONS()
def m002_passages(db: Database) -> None:
    """Passages with ids that are never used again, and the count of changes."""
    db.execute(
        """CREATE TABLE passages (
            passage_id INTEGER PRIMARY KEY AUTOINCREMENT,
            doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            heading_path TEXT NOT NULL, page INTEGER, start_at INTEGER NOT NULL, end_at INTEGER NOT NULL,
            text TEXT NOT NULL
        )"""
    )
    db.execute("CREATE INDEX passages_document ON passages (doc_id)")
    db.execute("CREATE TABLE revision (number INTEGER NOT NULL)")
    db.execute("INSERT INTO revision VALUES (0)")


@MIGRATIONS()
def m003_indexes(db: Database) -> None:
    """A full-text index each (FTS5) of ready-made tokens, which only white space parts.

    The tokens are kept, because removal needs them; positions are kept (detail=full), because without
    them bm25() reads and parts the tokens of every row found, which took 40 to 60 times as long.
    """
    for name in INDEX_NAMES:
        db.execute(
            f"""CREATE VIRTUAL TABLE passages_{name} USING fts5(
                tokens, tokenize="unicode61 remove_diacritics 0 categories 'L* N* P* S* M* Co'"
            )"""
        )
    db.execute("CREATE TABLE passage_indexes (name TEXT PRIMARY KEY, fingerprint TEXT NOT NULL)")
