"""Numbered changes to the tables of what people add to documents."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("editorial")


@MIGRATIONS()
def m001_audit(db: Database) -> None:
    """Who changed what, when; lines are added and never changed."""
    db.execute(
        """CREATE TABLE audit (
            entry INTEGER PRIMARY KEY, at TEXT NOT NULL, person TEXT NOT NULL, action TEXT NOT NULL,
            subject TEXT NOT NULL, title TEXT NOT NULL, detail TEXT NOT NULL)"""
    )
    db.execute("CREATE INDEX audit_subject ON audit (subject)")


@MIGRATIONS()
def m002_metadata(db: Database) -> None:
    """What a person set for a document, by its first version; what was read from the text of each version."""
    db.execute(
        """CREATE TABLE metadata (
            doc_id TEXT PRIMARY KEY, department TEXT, region TEXT, audience TEXT, link TEXT NOT NULL,
            tags TEXT NOT NULL, review TEXT, reviewed_at TEXT NOT NULL, reviewed_by TEXT NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE origins (
            doc_id TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reading INTEGER NOT NULL, department TEXT NOT NULL,
            region TEXT NOT NULL, audience TEXT NOT NULL, evidence TEXT NOT NULL)"""
    )
    db.execute("CREATE TABLE metadata_revision (number INTEGER NOT NULL)")
    db.execute("INSERT INTO metadata_revision VALUES (0)")


@MIGRATIONS()
def m003_drafts(db: Database) -> None:
    """Entries being written, each with the number of its newest saved state."""
    db.execute(
        """CREATE TABLE drafts (
            draft_id TEXT PRIMARY KEY, revision INTEGER NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL,
            text TEXT NOT NULL, replaces TEXT NOT NULL, filing TEXT NOT NULL, reason TEXT NOT NULL,
            writers TEXT NOT NULL, created_at TEXT NOT NULL, saved_at TEXT NOT NULL,
            reviewer TEXT NOT NULL, note TEXT NOT NULL, doc_id TEXT NOT NULL)"""
    )


@MIGRATIONS()
def m004_audit_by_moment(db: Database) -> None:
    """Lines are shown by their moments, since those of an import are older than when they came."""
    db.execute("CREATE INDEX audit_moment ON audit (at, entry)")
