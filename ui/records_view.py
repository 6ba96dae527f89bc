"""Submitted tickets and past calls as HTML tables; every word in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.ticket import FieldName
from ui.moments import local_time
from ui.texts import Texts
from ui.transcript_view import clock

if TYPE_CHECKING:
    from assistant.desk import CallSummary, Ticket

COLUMNS: tuple[FieldName, ...] = ("request_type", "title", "category", "department", "urgency")


def tickets_html(tickets: Sequence[Ticket], say: Texts) -> str:
    """Newest first, with a link to the call of each."""
    if not tickets:
        return f'<p class="hint">{escape(say("tickets.empty"))}</p>'
    names = [say("tickets.number"), say("tickets.at"), *(say(f"field.{column}") for column in COLUMNS), ""]
    newest = sorted(tickets, key=lambda ticket: ticket.ticket_id, reverse=True)
    return _table(names, [_ticket_row(ticket, say) for ticket in newest])


def calls_html(calls: Sequence[CallSummary], say: Texts) -> str:
    """In the order given, each with a link that opens it in the panel."""
    if not calls:
        return f'<p class="hint">{escape(say("calls.empty"))}</p>'
    names = [say(f"calls.{column}") for column in ("at", "label", "duration", "summary")]
    rows = [
        [
            escape(local_time(call.started_at)),
            escape(say.known("source", call.label)),
            "" if call.duration_ms is None else clock(call.duration_ms),
            f'<span lang="zh">{escape(call.summary)}</span>',
            _link(call.call_id, say),
        ]
        for call in calls
    ]
    return _table([*names, ""], rows)


def _ticket_row(ticket: Ticket, say: Texts) -> list[str]:
    fields = [
        escape(say.known(column, ticket.fields.get(column, "")) if ticket.fields.get(column) else "")
        for column in COLUMNS
    ]
    return [str(ticket.ticket_id), escape(local_time(ticket.submitted_at)), *fields, _link(ticket.call_id, say)]


def _link(call_id: str, say: Texts) -> str:
    return f'<a href="/{say.language}?call={escape(quote(call_id, safe=""))}">{escape(say("calls.open"))}</a>'


def _table(names: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="list"><tr>{head}</tr>{body}</table>'
