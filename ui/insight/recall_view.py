"""Documents to recall with their calls, and passages that are never used, as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.advice_view import document_link
from ui.insight.tables import button, call_link, empty, table
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.events import Passage
    from assistant.insight.insight_desk import Recall, Showing, UnusedPart

MOST = 40
"""Passages of one document that are written out."""


def recalls_html(recalls: Sequence[Recall], opened: str, detail: str, say: Texts) -> str:
    """A row for each document; `detail` is HTML set below the one that is opened."""
    if not recalls:
        return empty(say("recall.empty"))
    names = [say(f"recall.{column}") for column in ("document", "what", "calls", "quoted", "tickets", "last")]
    rows = "".join(_recall(recall, recall.doc_id == opened, detail, say) for recall in recalls)
    head = "".join(f"<th>{escape(name)}</th>" for name in [*names, ""])
    return f'<table class="list"><tr>{head}</tr>{rows}</table>'


def _recall(recall: Recall, opened: bool, detail: str, say: Texts) -> str:
    day = f" <small>{escape(say('recall.until', day=recall.day))}</small>" if recall.day else ""
    count = len(recall.passages or ())
    what = say("recall.replaced", count=count) if recall.kind == "replaced" else say(f"recall.{recall.kind}")
    title = escape(recall.title)
    link = f'<a href="{document_link(recall.doc_id, (0, 0), say)}" target="_blank" rel="noopener">{title}</a>'
    words = say("insight.hide" if opened else "insight.list")
    cells = [
        title if recall.kind == "removed" else link,
        f"{escape(what)}{day}",
        f"<b>{recall.reach.calls}</b>",
        str(recall.reach.quoted),
        str(recall.reach.tickets),
        escape(local_time(recall.last_shown)),
        button("open", "" if opened else recall.doc_id, words),
    ]
    row = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    return row + (f'<tr class="detail"><td colspan="{len(cells)}">{detail}</td></tr>' if opened else "")


def showings_html(showings: Sequence[Showing], recall: Recall, passages: Sequence[Passage], say: Texts) -> str:
    """The calls that showed it, the newest first, after the passages in question."""
    rows = [_showing(showing, say) for showing in showings]
    more = recall.reach.calls - len(showings)
    rest = f"<p>{escape(say('insight.more', more=more))}</p>" if more > 0 else ""
    texts = passages_html(passages, say)
    head = f"<h4>{escape(say('recall.passages'))}</h4>{texts}" if texts else ""
    return f'{head}<div class="calls">{"".join(rows)}</div>{rest}'


def _showing(showing: Showing, say: Texts) -> str:
    quoted = f"<b>{escape(say('recall.was_quoted'))}</b>" if showing.quoted else ""
    tickets = " ".join(escape(say("insight.ticket", number=number)) for number in showing.tickets)
    return f"<span>{call_link(showing.call_id, say, local_time(showing.at))} {quoted} {tickets}</span>"


def unused_html(parts: Sequence[UnusedPart], opened: str, passages: Sequence[Passage], say: Texts) -> str:
    """A row for each document, below the opened one its passages that were not shown."""
    if not parts:
        return empty(say("unused.empty"))
    columns = ("recall.document", "unused.passages", "recall.last", "knowledge.added_at")
    rows: list[list[str]] = []
    for part in parts:
        is_open = part.doc_id == opened
        link = f'<a href="{document_link(part.doc_id, (0, 0), say)}" target="_blank">{escape(part.title)}</a>'
        last = escape(local_time(part.last_shown)) if part.last_shown else escape(say("unused.never"))
        words = say("insight.hide" if is_open else "insight.list")
        rows.append(
            [
                link + (passages_html(passages, say) if is_open else ""),
                f"<b>{part.unused}</b> / {part.passages}",
                last,
                escape(local_time(part.added_at)),
                button("open", "" if is_open else part.doc_id, words),
            ]
        )
    return table([*(say(column) for column in columns), ""], rows)


def passages_html(passages: Sequence[Passage], say: Texts) -> str:
    """Passages as a list, shortened, each linked to its place."""
    lines = "".join(
        f'<li><a href="{document_link(p.doc_id, (p.start, p.end), say)}" target="_blank" rel="noopener">'
        f'<span lang="zh">{escape(" ".join(p.text.split())[:120])}</span></a></li>'
        for p in passages[:MOST]
    )
    more = len(passages) - MOST
    rest = f"<li>{escape(say('insight.more', more=more))}</li>" if more > 0 else ""
    return f'<ul class="texts">{lines}{rest}</ul>' if lines else ""
