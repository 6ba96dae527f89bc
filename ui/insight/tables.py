"""Tables, buttons and links of the health page as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from ui.texts import Texts


def table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A list of rows whose cells are HTML; the names are not."""
    head = "".join(f"<th>{escape(name)}</th>" for name in names)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="list"><tr>{head}</tr>{body}</table>'


def button(does: str, subject: str, words: str, value: str = "") -> str:
    """A press of it is told to the page as `does`, with what it is about."""
    data = f'data-do="{escape(does)}" data-id="{escape(subject)}" data-value="{escape(value)}"'
    return f'<button type="button" class="quiet" {data}>{escape(words)}</button>'


def call_link(call_id: str, say: Texts, words: str = "") -> str:
    """Opens a call in the panel."""
    address = f"/{say.language}/?call={quote(call_id, safe='')}"
    return f'<a href="{escape(address)}" target="_blank">{escape(words or say("insight.call"))}</a>'


def empty(words: str) -> str:
    """Said where a list has nothing."""
    return f'<p class="hint">{escape(words)}</p>'
