"""Documents, the outcome of an upload and the hits of a trial search as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import TYPE_CHECKING

from assistant.events import Hit
from ui.advice_view import document_link, passage_card
from ui.knowledge.editorial_view import filed_html
from ui.knowledge.versions_view import state_html
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.knowledge.editorial_desk import Metadata
    from assistant.knowledge.knowledge_desk import DocumentSummary


CHANNELS = ("dense", "words", "sound")


def documents_html(
    documents: Sequence[DocumentSummary],
    wanted: str,
    say: Texts,
    catalog: Mapping[str, Metadata] = MappingProxyType({}),
    total: int | None = None,
) -> str:
    """The table of documents whose title, file name or source has the wanted words, `total` of which there are.

    `data-open`, for the details, and `data-remove` hold the id; `catalog` has metadata by id.
    """
    total = len(documents) if total is None else total
    if not total:
        return f'<p class="hint">{escape(say("knowledge.empty"))}</p>'
    needle = wanted.strip().casefold()
    links = {d.doc_id: catalog[d.doc_id].filing.link for d in documents if d.doc_id in catalog}
    shown = [d for d in documents if needle in f"{d.title}\n{d.source}\n{links.get(d.doc_id, '')}".casefold()]
    names = ("title", "kind", "passages", "version", "validity", "added_at")
    columns = [f"knowledge.{name}" for name in names]
    head = "".join(f"<th>{escape(say(column))}</th>" for column in columns)
    count = escape(say("knowledge.shown", shown=len(shown), total=total))
    rows = "".join(_document_row(document, catalog.get(document.doc_id), say) for document in shown)
    return f'<p class="count">{count}</p><table class="list"><tr>{head}<th></th></tr>{rows}</table>'


def _document_row(document: DocumentSummary, metadata: Metadata | None, say: Texts) -> str:
    filed = filed_html(metadata, say) if metadata else ""
    of = say("versions.of", number=document.number, versions=document.versions)
    link = document_link(document.doc_id, (0, 0), say)
    return (
        f'<tr data-open="{escape(document.doc_id)}"><td><a href="{link}" target="_blank" rel="noopener" '
        f'title="{escape(document.source)}">{escape(document.title)}</a>{filed}</td>'
        f"<td>{escape(say.known('kind', document.kind))}</td><td>{document.passages}</td>"
        f'<td><button type="button" class="quiet" '
        f'title="{escape(say("knowledge.open"))}">{escape(of)}</button></td>'
        f"<td>{state_html(document.term, say)}</td><td>{escape(local_time(document.added_at))}</td>"
        f'<td><button type="button" class="quiet" data-remove="{escape(document.doc_id)}">'
        f"{escape(say('knowledge.remove'))}</button></td></tr>"
    )


def hits_html(hits: Sequence[Hit], say: Texts) -> str:
    """Found passages, each with its score and its rank in every channel; or plainly none.

    One that is not in force is struck through.
    """
    if not hits:
        return f'<p class="nothing">{escape(say("try.nothing"))}</p>'
    return "".join(_hit(hit, say) for hit in hits)


def _hit(hit: Hit, say: Texts) -> str:
    card = passage_card(hit, {}, say, _ranks(hit, say))
    if hit.in_force:
        return card
    return f'<div class="repealed"><span class="validity repealed">{escape(say("try.not_in_force"))}</span>{card}</div>'


def _ranks(hit: Hit, say: Texts) -> str:
    parts = [f"<span>{escape(say('try.score', score=f'{hit.score:.2f}'))}</span>"]
    for channel in CHANNELS:
        rank = hit.ranks.get(channel)  # type: ignore[call-overload]
        name = say(f"channel.{channel}")
        words = say("channel.rank", channel=name, rank=rank) if rank else say("channel.missed", channel=name)
        parts.append(f'<span class="{"rank" if rank else "missed"}">{escape(words)}</span>')
    return f"<footer>{''.join(parts)}</footer>"
