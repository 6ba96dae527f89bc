"""The versions of a document, when they hold and what changed between two, as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from ui.advice_view import document_link
from ui.knowledge.day_field import shown_day
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.knowledge.knowledge_desk import ClauseChange, DocumentVersion, Term

SHORTEST_KEPT = 3
"""Characters that two wordings must share in a row to be shown as kept."""

MOST_SHOWN = 300
"""Changes that are shown; the rest are counted."""

MOST_COMPARED = 250_000
"""Pairs of characters above which two wordings are shown whole, one after the other."""


def term_words(term: Term, say: Texts) -> str:
    """The days of a term in words; plain text."""
    if term.empty:
        return say("term.never")
    begins, ends = shown_day(term.begins), shown_day(term.ends)
    if begins and ends:
        return say("term.both", begins=begins, ends=ends)
    if begins:
        return say("term.from", begins=begins)
    return say("term.until", ends=ends) if ends else say("term.always")


def state_html(term: Term, say: Texts) -> str:
    """Whether it is in force today, and when it is."""
    state = term.state(date.today())
    days = "" if term.begins is None and term.ends is None else f" <small>{escape(term_words(term, say))}</small>"
    return f'<span class="validity {state}">{escape(say(f"state.{state}"))}</span>{days}'


def versions_html(versions: Sequence[DocumentVersion], say: Texts) -> str:
    """The newest first; `data-old` and `data-new`, `data-dates` and `data-restore` hold ids."""
    columns = ("knowledge.version", "versions.term", "versions.read", "versions.added_at")
    head = "".join(f"<th>{escape(say(column))}</th>" for column in columns)
    before = {new.number: old for old, new in pairwise(versions)}
    rows = "".join(_row(version, before.get(version.number), say) for version in reversed(versions))
    return f'<table class="list"><tr>{head}<th></th></tr>{rows}</table>'


def _row(version: DocumentVersion, before: DocumentVersion | None, say: Texts) -> str:
    marks = f" <small>{escape(say('versions.restored'))}</small>" if version.restored else ""
    words = version.evidence or say("versions.unknown")
    corrected = f"<br><small>{escape(say('versions.corrected'))}</small>" if version.corrected else ""
    buttons = [_button("dates", version.doc_id, say("versions.correct"))]
    if before:
        pair = f'data-old="{escape(before.doc_id)}" data-new="{escape(version.doc_id)}"'
        buttons.insert(0, f'<button type="button" class="quiet" {pair}>{escape(say("versions.changes"))}</button>')
    if version.term.state(date.today()) == "repealed":
        buttons.append(_button("restore", version.doc_id, say("versions.restore")))
    link = document_link(version.doc_id, (0, 0), say)
    return (
        f'<tr><td><a href="{link}" target="_blank" rel="noopener" title="{escape(version.source)}">'
        f"{escape(say('versions.number', number=version.number))}</a>{marks}</td>"
        f"<td>{state_html(version.term, say)}</td><td><q>{escape(words)}</q>{corrected}</td>"
        f"<td>{escape(local_time(version.added_at))}</td><td>{''.join(buttons)}</td></tr>"
    )


def _button(does: str, doc_id: str, words: str) -> str:
    return f'<button type="button" class="quiet" data-{does}="{escape(doc_id)}">{escape(words)}</button>'


def differences_html(changes: Sequence[ClauseChange], old: int, new: int, say: Texts) -> str:
    """Clause by clause, what went struck and what came underlined; `old` and `new` are the versions' numbers."""
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "removed", "changed")}
    head = f'<p class="count">{escape(say("versions.compared", old=old, new=new, **counts))}</p>'
    if not changes:
        return f'{head}<p class="hint">{escape(say("versions.same"))}</p>'
    more = len(changes) - MOST_SHOWN
    rest = f'<p class="hint">{escape(say("versions.more", more=more))}</p>' if more > 0 else ""
    return head + "".join(_change(change, say) for change in changes[:MOST_SHOWN]) + rest


def _change(change: ClauseChange, say: Texts) -> str:
    where = " › ".join(change.heading_path)
    return (
        f'<article class="change {change.kind}"><header><b>{escape(say(f"change.{change.kind}"))}</b> '
        f'{escape(where)}</header><p lang="zh">{wording_html(change.old, change.new)}</p></article>'
    )


def wording_html(old: str, new: str) -> str:
    """One wording become another: `<del>` and `<ins>` around what differs."""
    if len(old) * len(new) > MOST_COMPARED:
        return _changed(old, new)
    html, gone, come = [], "", ""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal" and i2 - i1 >= SHORTEST_KEPT:
            html.append(_changed(gone, come) + escape(old[i1:i2]))
            gone = come = ""
        else:
            gone, come = gone + old[i1:i2], come + new[j1:j2]
    return "".join(html) + _changed(gone, come)


def _changed(gone: str, come: str) -> str:
    return (f"<del>{escape(gone)}</del>" if gone else "") + (f"<ins>{escape(come)}</ins>" if come else "")
