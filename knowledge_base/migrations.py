"""The tables of the knowledge base; a numbered migration is never changed once released, only followed."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from knowledge_base.history import add_validity, add_version
from knowledge_base.validity import Validity, read_validity, series_name

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


@MIGRATIONS()
def m004_versions(db: Database) -> None:
    """Lines of the documents' histories, what documents say of when they hold, and people's corrections.

    What was there becomes the first version of its series, files of one name but for a day at its end being
    versions of one another, in the order in which they came.
    """
    db.execute(
        """CREATE TABLE versions (
            entry INTEGER PRIMARY KEY AUTOINCREMENT, series TEXT NOT NULL,
            doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
            source TEXT NOT NULL, added_at TEXT NOT NULL, restored INTEGER NOT NULL
        )"""
    )
    db.execute("CREATE INDEX versions_series ON versions (series)")
    db.execute("CREATE INDEX versions_document ON versions (doc_id)")
    db.execute(
        """CREATE TABLE validity (
            doc_id TEXT PRIMARY KEY REFERENCES documents ON DELETE CASCADE,
            name TEXT NOT NULL, effective_from TEXT, effective_until TEXT, evidence TEXT NOT NULL
        ) WITHOUT ROWID"""
    )
    db.execute(
        """CREATE TABLE repeals (
            doc_id TEXT NOT NULL REFERENCES documents ON DELETE CASCADE, name TEXT NOT NULL, since TEXT NOT NULL
        )"""
    )
    db.execute("CREATE INDEX repeals_document ON repeals (doc_id)")
    db.execute("CREATE INDEX repeals_name ON repeals (name)")
    db.execute("CREATE TABLE corrections (doc_id TEXT PRIMARY KEY, effective_from TEXT, effective_until TEXT)")
    known = db.execute("SELECT doc_id, title, source, text, added_at, suffix FROM documents ORDER BY rowid").fetchall()
    for doc_id, title, source, text, added_at, suffix in known:
        series = series_name(source) if suffix else doc_id
        add_version(db, series, doc_id, source, added_at, restored=False)
        add_validity(db, doc_id, title, read_validity(title, source, text) if suffix else Validity())


@MIGRATIONS()
def m005_vectors(db: Database) -> None:
    """A vector of each passage for each model, as 16-bit floats; the full-text indexes are kept beside the database.

    `digest` is that of what was embedded, so that a passage that stays as it was is not embedded again. Documents get
    what their readers noted, a JSON list.
    """
    db.execute(
        """CREATE TABLE vectors (
            model TEXT NOT NULL, passage_id INTEGER NOT NULL REFERENCES passages ON DELETE CASCADE,
            digest TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, passage_id)
        ) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX vectors_digest ON vectors (digest)")
    db.execute("CREATE INDEX vectors_passage ON vectors (passage_id)")
    for name in INDEX_NAMES:
        db.execute(f"DROP TABLE passages_{name}")
    db.execute("DROP TABLE passage_indexes")
    db.execute("ALTER TABLE documents ADD COLUMN notes TEXT NOT NULL DEFAULT '[]'")
