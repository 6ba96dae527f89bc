"""Submitted tickets: kept, listed, and given out as JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from assistant.errors import AssistantError
from assistant.migrations import MIGRATIONS
from assistant.ticket import FIELD_NAMES, REQUEST_TYPES, URGENCIES, FieldName
from knowledge_base.store import Database, Store

MAX_VALUE = 4000
_CHOICES = {"request_type": REQUEST_TYPES, "urgency": URGENCIES, "confidential": ("yes", "no")}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Ticket:
    """A form as it was submitted; `submitted_at` ISO 8601 in UTC, empty fields left out."""

    ticket_id: int
    call_id: str
    submitted_at: str
    fields: dict[FieldName, str]


class TicketBook:
    """Tickets are only ever added."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.migrate(MIGRATIONS)

    def submit(self, call_id: str, fields: dict[FieldName, str]) -> int:
        """The number of the new ticket; raises AssistantError naming a field that does not fit."""
        kept = {name: value.strip() for name, value in fields.items() if value.strip()}
        _check(kept)
        row = {
            "call_id": call_id,
            "submitted_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "fields": json.dumps(kept, ensure_ascii=False),
        }

        def insert(db: Database) -> int:
            return int(db["tickets"].insert(row).last_pk)  # type: ignore[union-attr, arg-type]

        return self._store.write(insert)

    def tickets(self) -> list[Ticket]:
        """The newest first."""
        rows = self._store.read(lambda db: list(db["tickets"].rows_where(order_by="ticket_id desc")))
        return [Ticket(r["ticket_id"], r["call_id"], r["submitted_at"], json.loads(r["fields"])) for r in rows]

    def export(self, kind: Literal["json", "csv"]) -> str:
        """All tickets as a JSON array, or as CSV (RFC 4180) that a spreadsheet may open without harm."""
        tickets = self.tickets()
        if kind == "json":
            return json.dumps([asdict(ticket) for ticket in tickets], ensure_ascii=False, indent=1)
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["ticket_id", "call_id", "submitted_at", *FIELD_NAMES])
        for t in tickets:
            values = [_cell(t.fields.get(name, "")) for name in FIELD_NAMES]
            writer.writerow([t.ticket_id, _cell(t.call_id), t.submitted_at, *values])
        return out.getvalue()


def _check(fields: dict[FieldName, str]) -> None:
    for name, value in fields.items():
        if name not in FIELD_NAMES:
            raise AssistantError("The form has a field that tickets do not have: reload the panel.")
        if value != value.encode(errors="ignore").decode():
            raise AssistantError("The field {form_field} holds broken characters: type it anew.", form_field=name)
        if len(value) > MAX_VALUE:
            raise AssistantError(
                "The field {form_field} is longer than {most} characters: shorten it.", form_field=name, most=MAX_VALUE
            )
        if name in _CHOICES and value not in _CHOICES[name]:
            raise AssistantError(
                "The field {form_field} must be one of {choices}.", form_field=name, choices=", ".join(_CHOICES[name])
            )


def _cell(value: str) -> str:
    """A value that a spreadsheet takes as text, never as a formula."""
    return "'" + value if value.startswith(_FORMULA) else value
