"""One document of the knowledge base as a plain HTML page with a span of its text marked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ui.advice_view import Span, document_link, marked
from ui.knowledge.versions_view import term_words
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.knowledge.knowledge_desk import Document, DocumentVersion

STYLE = """
body{margin:0 auto;max-width:46rem;padding:1.5rem 1.25rem 40vh;color:#1a1f26;background:#fff;line-height:1.75;
font:16px/1.75 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
header{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;border-bottom:1px solid #cfd6de}
h1{font-size:1.35rem}h2{font-size:1.12rem;margin:1.6em 0 .3em}h3,h4,h5,h6{font-size:1rem;margin:1.2em 0 .2em}
p{margin:.2em 0;white-space:pre-wrap;overflow-wrap:anywhere}a{color:#1552a8;white-space:nowrap}
mark{background:#ffe58a;padding:.1em 0;scroll-margin-top:30vh}
.notice{padding:.5em .8em;background:#fff6e0;border-left:4px solid #d9a12c}
.page{color:#5b6673;font-size:.8rem;text-align:right}
"""


def document_html(document: Document, span: Span, say: Texts, versions: Sequence[DocumentVersion] = ()) -> str:
    """The page; `span` indexes into the document's text, and an empty one marks nothing.

    Where none of its `versions` that is this document is in force today, the page says so first.
    """
    original = f"/documents/{quote(document.doc_id, safe='')}/original"
    body = _blocks(document, _clamped(span, len(document.text)), say).replace("<mark>", "<mark id=quote>", 1)
    notices = _notice(document.doc_id, versions, say) + _notes(document, say)
    return (
        f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(document.title)}</title>'
        f"<style>{STYLE}</style></head><body><header><h1>{escape(document.title)}</h1>"
        f'<a href="{escape(original)}">{escape(say("document.original"))}</a></header>'
        f"{notices}{body}</body></html>"
    )


def _notice(doc_id: str, versions: Sequence[DocumentVersion], say: Texts) -> str:
    """That this version is not in force, with the way to the one that is."""
    today = date.today()
    own = [version for version in versions if version.doc_id == doc_id]
    if not own or any(version.term.state(today) == "in_force" for version in own):
        return ""
    term = own[-1].term
    words = escape(say(f"document.{term.state(today)}", term=term_words(term, say)))
    current = next((one for one in reversed(versions) if one.term.state(today) == "in_force"), None)
    link = document_link(current.doc_id, (0, 0), say) if current else ""
    way = f' <a href="{link}">{escape(say("document.current"))}</a>' if current else ""
    return f'<p class="notice" role="note">{words}{way}</p>'


def _notes(document: Document, say: Texts) -> str:
    """What its reader was not sure of."""
    return "".join(f'<p class="notice" role="note">{escape(say.told(note))}</p>' for note in document.notes)


def message_html(words: str) -> str:
    """A page that says one sentence."""
    return (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(words)}</title>'
        f"<style>{STYLE}</style></head><body><p>{escape(words)}</p></body></html>"
    )


def _clamped(span: Span, length: int) -> Span:
    start, end = max(span[0], 0), min(span[1], length)
    return (start, end) if start < end else (0, 0)


def _blocks(document: Document, span: Span, say: Texts) -> str:
    """Sections in order, each with the text before it, which may hold its headings."""
    html: list[str] = []
    at, page = 0, None
    before: tuple[str, ...] = ()
    for section in sorted(document.sections, key=lambda section: section.start):
        if section.page is not None and section.page != page:
            page = section.page
            html.append(f'<div class="page">{escape(say("passage.page", page=page))}</div>')
        part = (at, max(at, section.end))
        html.append(_unwritten(document, part, section.heading_path, before))
        html.append(_part(document, part, section.heading_path, span))
        at, before = part[1], section.heading_path
    return "".join(html) + _part(document, (at, len(document.text)), (), span)


def _bare(line: str) -> str:
    return line.strip("# \t\r\n")


def _heading(words: str, depth: int) -> str:
    level = min(max(depth + 1, 2), 6)
    return f"<h{level}>{words}</h{level}>"


def _unwritten(document: Document, part: Span, path: tuple[str, ...], before: tuple[str, ...]) -> str:
    """Headings that are new in this section and stand nowhere in its text."""
    written = {_bare(line) for line in document.text[part[0] : part[1]].splitlines()} | {document.title}
    return "".join(
        _heading(escape(words), depth)
        for depth, words in enumerate(path)
        if path[: depth + 1] != before[: depth + 1] and words not in written
    )


def _part(document: Document, part: Span, path: tuple[str, ...], span: Span) -> str:
    """Text of a section; lines of it that are its headings become such, the title is not said twice."""
    html, run, at = [], part[0], part[0]
    for line in document.text[part[0] : part[1]].splitlines(keepends=True):
        words = _bare(line)
        if words in path:
            start = at + line.index(words)
            marks = marked(words, [(max(span[0] - start, 0), max(span[1] - start, 0))])
            html.append(_text(document.text, (run, at), span))
            html.append("" if words == document.title else _heading(marks, path.index(words)))
            run = at + len(line)
        at += len(line)
    return "".join(html) + _text(document.text, (run, at), span)


def _text(text: str, part: Span, span: Span) -> str:
    start, end = part
    piece = text[start:end]
    if not piece.strip():
        return ""
    left = len(piece) - len(piece.lstrip("\n"))
    piece, start = piece.strip("\n"), start + left
    return f"<p>{marked(piece, [(max(span[0] - start, 0), max(span[1] - start, 0))])}</p>"
