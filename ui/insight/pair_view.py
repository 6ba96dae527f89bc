"""Contradictions and near-duplicates side by side as HTML; every word is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from ui.advice_view import document_link
from ui.insight.tables import button, empty
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.events import Passage
    from assistant.insight.insight_desk import FoundPair
    from assistant.knowledge.editorial_desk import Filing

AROUND = 60
"""Characters of the passage that are shown to either side of a clause."""

Span = tuple[int, int]


def pairs_html(pairs: Sequence[FoundPair], section: str, say: Texts) -> str:
    """Each with both texts, the clause at odds set off and its differing figures marked."""
    if not pairs:
        return empty(say(f"{section}.empty"))
    return "".join(_pair(found, say) for found in pairs)


def _pair(found: FoundPair, say: Texts) -> str:
    kind, both = found.pair.kind, f"{found.pair.one}-{found.pair.other}"
    label = say(f"pair.{kind}", percent=round(100 * found.pair.score)) if kind == "duplicate" else say(f"pair.{kind}")
    times = f"<small>{escape(say('pair.times', times=found.times))}</small>" if found.times > 1 else ""
    dismiss = say("pair.dismiss_duplicate" if kind == "duplicate" else "pair.dismiss")
    head = f'<header><b class="kind {kind}">{escape(label)}</b> {times}{button("dismiss", both, dismiss)}</header>'
    one = _side(found.one, found.pair.one_span, found.one_figures, found.one_filing, say)
    other = _side(found.other, found.pair.other_span, found.other_figures, found.other_filing, say)
    return f'<article class="pair">{head}<div>{one}</div><div>{other}</div></article>'


def _side(passage: Passage, span: Span, figures: Sequence[Span], filing: Filing, say: Texts) -> str:
    issued = dict.fromkeys(word for word in (filing.region, filing.department) if word)
    place = " · ".join([*issued, " › ".join(passage.heading_path[-2:])]).strip(" ·")
    address = document_link(passage.doc_id, (passage.start + span[0], passage.start + span[1]), say)
    link = f'<a href="{address}" target="_blank" rel="noopener">{escape(passage.title)}</a>'
    return (
        f'<h4>{link} <span class="place">{escape(place)}</span></h4>'
        f'<p lang="zh">{_clause(passage.text, span, figures)}</p>'
    )


def _clause(text: str, span: Span, figures: Sequence[Span]) -> str:
    start, end = span
    before, after = max(0, start - AROUND), min(len(text), end + AROUND)
    html, at = [f'<span class="around">{"…" if before else ""}{escape(text[before:start])}</span>'], start
    for first, last in figures:
        html.append(f"{escape(text[at:first])}<mark>{escape(text[first:last])}</mark>")
        at = last
    tail = f"{escape(text[end:after])}{'…' if after < len(text) else ''}"
    return "".join(html) + f'{escape(text[at:end])}<span class="around">{tail}</span>'
