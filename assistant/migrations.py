"""Numbered changes to the tables of calls and tickets."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

MIGRATIONS = Migrations("assistant")


@MIGRATIONS()
def m001_calls(db: Database) -> None:
    """The stream of each call, event by event."""
    db["call_events"].create(  # type: ignore[union-attr]
        {"call_id": str, "seq": int, "at_ms": int, "kind": str, "event": str}, pk=("call_id", "seq")
    )


@MIGRATIONS()
def m002_tickets(db: Database) -> None:
    """Submitted forms."""
    db["tickets"].create(  # type: ignore[union-attr]
        {"ticket_id": int, "call_id": str, "submitted_at": str, "fields": str}, pk="ticket_id"
    )
    db["tickets"].create_index(["call_id"])  # type: ignore[union-attr]
