"""Numbered changes to the tables of uploads and of the watched folder."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("uploads")


@MIGRATIONS()
def m001_uploads(db: Database) -> None:
    """Batches and their files; `staged` is relative to the folder of uploads, NULL once the file is finished with."""
    db.execute(
        """CREATE TABLE upload_batches (
            batch TEXT PRIMARY KEY, person TEXT NOT NULL, origin TEXT NOT NULL, started_at TEXT NOT NULL,
            cancelled INTEGER NOT NULL
        )"""
    )
    db.execute(
        """CREATE TABLE upload_files (
            file INTEGER PRIMARY KEY AUTOINCREMENT,
            batch TEXT NOT NULL REFERENCES upload_batches ON DELETE CASCADE, position INTEGER NOT NULL,
            name TEXT NOT NULL, staged TEXT, sha256 TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL,
            doc_id TEXT, passages INTEGER NOT NULL, note TEXT NOT NULL, UNIQUE (batch, position)
        )"""
    )
    db.execute("CREATE INDEX upload_files_state ON upload_files (state, position)")


@MIGRATIONS()
def m002_watched_files(db: Database) -> None:
    """What the watched folder held when it was last looked at, by path relative to it."""
    db.execute(
        """CREATE TABLE watched_files (
            path TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, sha256 TEXT NOT NULL,
            state TEXT NOT NULL
        )"""
    )
