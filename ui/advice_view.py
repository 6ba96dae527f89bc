"""Alerts, the suggested answer and the passages behind it as HTML; every word in it is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from types import MappingProxyType
from urllib.parse import quote

from assistant.answer import Answer, Citation
from assistant.events import Hit, Passage, Suggestion
from ui.calls.doubt import unsure_question
from ui.panel_state import PanelState
from ui.texts import Texts

Span = tuple[int, int]


def document_link(doc_id: str, span: Span, say: Texts) -> str:
    """The address of a document's page, opened at a span of its text; attribute-safe."""
    start, end = span
    return escape(f"/documents/{quote(doc_id, safe='')}?start={start}&end={end}&lang={say.language}#quote")


def alerts_html(state: PanelState, say: Texts) -> str:
    """One banner for each alert, the caller's words in it; empty when there is none."""
    return "".join(
        f'<div class="alert" role="alert"><b>{escape(say.known("alert", alert.kind))}</b>'
        f"<q>{escape(alert.quote)}</q></div>"
        for alert in reversed(state.alerts)
    )


def advice_html(
    state: PanelState, say: Texts, feet: Mapping[int, str] = MappingProxyType({}), unsure: float = 0.0
) -> str:
    """What to answer and where it stands, or plainly that nothing was found.

    `feet` is HTML set under the card of a passage, by its id. It is said where the question was heard with less
    confidence than `unsure`.
    """
    suggestion = state.suggestion
    if suggestion is None:
        return f'<p class="hint">{escape(say("advice.empty"))}</p>'
    label = say("advice.for_heard" if suggestion.heard else "advice.for_typed")
    doubt = f'<b class="doubt">{escape(say("doubt.question"))}</b>' if unsure_question(state, unsure) else ""
    asked = f'<p class="asked"><span>{escape(label)}</span>{doubt}{escape(suggestion.query)}</p>'
    if not suggestion.hits:
        return f'{asked}<p class="nothing">{escape(say("advice.nothing"))}</p>'
    order = _citation_order(suggestion)
    answer = _answer(suggestion.answer, order, say) if suggestion.answer else ""
    hits = _cited_first(suggestion.hits, order)
    cards = "".join(passage_card(hit, order, say, feet.get(hit.passage.passage_id, "")) for hit in hits)
    return f"{asked}{answer}<h3>{escape(say('passages'))}</h3>{cards}"


def passage_card(hit: Hit, order: dict[int, tuple[int, list[Citation]]], say: Texts, foot: str = "") -> str:
    """A passage with where it stands, its quotes marked and a link; `foot` is HTML set under it."""
    passage = hit.passage
    number, citations = order.get(passage.passage_id, (0, []))
    spans = merge_spans([(c.start - passage.start, c.end - passage.start) for c in citations])
    first = citations[0] if citations else None
    span = (first.start, first.end) if first else (passage.start, passage.end)
    marker = f'<span class="marker">{number}</span>' if number else ""
    return (
        f'<article class="passage{" cited" if number else ""}" data-passage="{passage.passage_id}"><header>{marker}'
        f'<a href="{document_link(passage.doc_id, span, say)}" target="_blank" rel="noopener" '
        f'title="{escape(say("passage.open"))}">{escape(passage.title)}</a>{_place(passage, say)}</header>'
        f'<p lang="zh">{marked(passage.text, spans)}</p>{foot}</article>'
    )


def marked(text: str, spans: list[Span]) -> str:
    """Escaped text with each of the spans, which are in order and apart, inside <mark>."""
    html, at = [], 0
    for start, end in spans:
        start, end = max(start, at), min(end, len(text))
        if start < end:
            html.append(f"{escape(text[at:start])}<mark>{escape(text[start:end])}</mark>")
            at = end
    return "".join(html) + escape(text[at:])


def merge_spans(spans: list[Span]) -> list[Span]:
    """The same characters as spans in order that do not touch."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _citation_order(suggestion: Suggestion) -> dict[int, tuple[int, list[Citation]]]:
    """Passage → its number in the answer, by first mention, and its citations."""
    order: dict[int, tuple[int, list[Citation]]] = {}
    for sentence in suggestion.answer.sentences if suggestion.answer else ():
        for citation in sentence.citations:
            order.setdefault(citation.passage_id, (len(order) + 1, []))[1].append(citation)
    return order


def _cited_first(hits: tuple[Hit, ...], order: dict[int, tuple[int, list[Citation]]]) -> list[Hit]:
    last = len(order) + 1
    return sorted(hits, key=lambda hit: order.get(hit.passage.passage_id, (last, []))[0])


def _answer(answer: Answer, order: dict[int, tuple[int, list[Citation]]], say: Texts) -> str:
    sentences = []
    for sentence in answer.sentences:
        links = {
            order[c.passage_id][0]: f'<a class="marker" target="_blank" rel="noopener" '
            f'title="{escape(" › ".join((c.title, *c.heading_path)))}" '
            f'href="{document_link(c.doc_id, (c.start, c.end), say)}">{order[c.passage_id][0]}'
            f"{escape(f' {c.clause}' if c.clause else '')}</a>"
            for c in sentence.citations
        }
        sentences.append(f"<p>{escape(sentence.text)}{''.join(links.values())}</p>")
    writing = "" if answer.complete else f'<p class="streaming">{escape(say("answer.streaming"))}</p>'
    return (
        f'<section class="answer {escape(answer.origin)}"><header><h3>{escape(say("answer"))}</h3>'
        f'<span class="origin">{escape(say.known("answer", answer.origin))}</span></header>'
        f'<div lang="zh">{"".join(sentences)}</div>{writing}</section>'
    )


def _place(passage: Passage, say: Texts) -> str:
    steps = list(passage.heading_path)
    if steps and steps[0] == passage.title:
        steps = steps[1:]
    if passage.page is not None:
        steps.append(say("passage.page", page=passage.page))
    return f'<span class="place">{escape(" › ".join(steps))}</span>' if steps else ""
