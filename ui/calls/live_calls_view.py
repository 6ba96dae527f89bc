"""Calls that go on, and the notice of a new one, as HTML; every word in them is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import LiveCall


def button_words(calls: int, extension: str, say: Texts) -> str:
    """How many calls go on, and which extension this page opens calls of; plain text."""
    key = "live.button_extension" if extension else "live.button"
    return say(key, count=calls, extension=extension) if extension else say(key, count=calls)


def live_calls_html(calls: Sequence[LiveCall], shown: str, extension: str, say: Texts) -> str:
    """In the order given, each with a button whose `data-call` says what it opens; `shown` is the open call."""
    if not calls:
        return f'<p class="hint">{escape(say("live.empty"))}</p>'
    names = [say(f"live.{column}") for column in ("since", "who", "extension", "state")]
    head = "".join(f"<th>{escape(name)}</th>" for name in (*names, ""))
    return f'<table class="list"><tr>{head}</tr>{"".join(_row(call, shown, extension, say) for call in calls)}</table>'


def incoming_html(calls: Sequence[LiveCall], say: Texts) -> str:
    """The notice of the calls that wait for this operator, with a button to open the first; empty for none."""
    if not calls:
        return ""
    call, more = calls[0], len(calls) - 1
    others = f'<i class="more">{escape(say("incoming.more", count=more))}</i>' if more else ""
    return (
        f'<div class="incoming" role="alert" title="{escape(say("incoming.kept"))}"><b>{escape(say("incoming"))}</b>'
        f"<span>{escape(_who(call, say))} {escape(_clock_time(call))}</span>{others}"
        f'<button type="button" class="open" data-call="{escape(call.call_id)}">{escape(say("incoming.open"))}</button>'
        f'<button type="button" data-later="{escape(call.call_id)}">{escape(say("incoming.later"))}</button></div>'
    )


def lost_html(say: Texts) -> str:
    """What the page's script shows when the page is told nothing more, with a button to load it anew."""
    reload = f'<button type="button">{escape(say("lost.reload"))}</button>'
    return f'<div role="alert"><b>{escape(say("lost"))}</b>{reload}</div>'


def _row(call: LiveCall, shown: str, extension: str, say: Texts) -> str:
    state = say(f"hearing.{call.hearing}")
    held = f'<span class="pill held">{escape(state)}</span>' if call.hearing != "on" else escape(state)
    opening = escape(say("live.shown" if call.call_id == shown else "live.open"))
    if call.call_id != shown:
        opening = f'<button type="button" class="link" data-call="{escape(call.call_id)}">{opening}</button>'
    cells = (escape(_clock_time(call)), escape(_who(call, say)), escape(call.operator), held, opening)
    mine = ' class="mine"' if extension and call.operator == extension else ""
    return f"<tr{mine}>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _who(call: LiveCall, say: Texts) -> str:
    label = "" if call.label == call.operator else call.label
    return " · ".join(part for part in (say.known("source", call.source), label) if part)


def _clock_time(call: LiveCall) -> str:
    """The time of day, without the day."""
    return local_time(call.started_at).rpartition(" ")[2]
