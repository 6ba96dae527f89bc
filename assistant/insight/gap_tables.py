"""Numbered changes to the table of what searches find by now for the groups of questions without an answer."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("gaps")


@MIGRATIONS()
def m001_answers(db: Database) -> None:
    """Whether a group's most central question found something, and in what state of the base (`as_of`) it was asked."""
    db.execute(
        """CREATE TABLE gap_answers (
            group_id INTEGER PRIMARY KEY, question TEXT NOT NULL, as_of TEXT NOT NULL, found INTEGER NOT NULL)"""
    )
