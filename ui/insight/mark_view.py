"""The mark on a passage's card, and the list of marks, as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from html import escape
from typing import TYPE_CHECKING

from ui.advice_view import document_link
from ui.insight.tables import button, call_link, table
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.insight.insight_desk import PassageMark

KINDS = ("wrong", "outdated")


def mark_foot(passage_id: int, own: Mapping[int, PassageMark], warned: AbstractSet[int], say: Texts) -> str:
    """What stands under a card: two buttons, or this call's own mark; and a warning where another call marked it.

    `data-mark` holds the kind, "" to take the mark back, and `data-passage` the id.
    """
    mark = own.get(passage_id)
    if mark is None:
        buttons = "".join(_mark_button(passage_id, kind, say(f"mark.{kind}"), say) for kind in KINDS)
        warning = f'<b class="warned">{escape(say("mark.warning"))}</b>' if passage_id in warned else ""
        return f'<div class="mark-foot">{warning}<span>{buttons}</span></div>'
    done = escape(say("mark.done", kind=say(f"mark.{mark.kind}")))
    label = escape(say("mark.reason"))
    reason = (
        f'<input class="mark-reason" maxlength="200" data-passage="{passage_id}" data-kind="{mark.kind}" '
        f'value="{escape(mark.reason)}" placeholder="{label}" aria-label="{label}">'
    )
    undo = _mark_button(passage_id, "", say("mark.undo"), say)
    return f'<div class="mark-foot"><b class="warned">{done}</b>{reason}<span>{undo}</span></div>'


def marks_html(marks: Sequence[PassageMark], say: Texts) -> str:
    """The list, open ones with a button."""
    if not marks:
        return f'<p class="hint">{escape(say("marks.empty"))}</p>'
    names = [say(f"marks.{column}") for column in ("what", "passage", "when")]
    return table([*names, ""], [_row(mark, say) for mark in marks])


def _row(mark: PassageMark, say: Texts) -> list[str]:
    link = document_link(mark.doc_id, (mark.start, mark.end), say)
    seat = f" · {escape(say('marks.seat', seat=mark.seat))}" if mark.seat else ""
    reason = f'<br><q lang="zh">{escape(mark.reason)}</q>' if mark.reason else ""
    handled = escape(say("marks.handled", by=mark.handled_by or "–", at=local_time(mark.handled_at)))
    return [
        f'<span class="kind {escape(mark.kind)}">{escape(say(f"mark.{mark.kind}"))}</span>{reason}',
        f'<a href="{link}" target="_blank" rel="noopener">{escape(mark.title)}</a>'
        f'<p class="excerpt" lang="zh">{escape(mark.text)}</p>',
        f"{escape(local_time(mark.at))}<br>{call_link(mark.call_id, say)}{seat}",
        f"<small>{handled}</small>" if mark.handled_at else button("handle", str(mark.mark_id), say("marks.handle")),
    ]


def _mark_button(passage_id: int, kind: str, words: str, say: Texts) -> str:
    return (
        f'<button type="button" class="quiet" data-mark="{kind}" data-passage="{passage_id}" '
        f'title="{escape(say("mark.tip"))}">{escape(words)}</button>'
    )
