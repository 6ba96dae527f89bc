"""The page of what was stored: submitted tickets, their export, and past calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.records_view import calls_html, tickets_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk


class TicketsPage:
    """Builds the page where it is made; `wire` fills it whenever its tab is opened."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._desk, self._say = desk, say
        with gr.Column(elem_classes=["sheet"]):
            export = "".join(
                f'<a class="button" href="/export/tickets.{kind}">{say(f"tickets.export_{kind}")}</a>'
                for kind in ("csv", "json")
            )
            gr.HTML(f"<h2>{say('tickets')}</h2><span>{export}</span>", elem_classes=["pane-title"])
            self._tickets = gr.HTML(elem_id="tickets", elem_classes=["scroll"])
            gr.HTML(f"<h2>{say('calls')}</h2>", elem_classes=["pane-title"])
            self._calls = gr.HTML(elem_id="calls", elem_classes=["scroll"])

    def wire(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Filled on load and on each visit."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(self._read, None, [self._tickets, self._calls], **quiet)
        tab.select(self._read, None, [self._tickets, self._calls], **quiet)

    def _read(self) -> tuple[str, str]:
        with spoken(self._say):
            return tickets_html(self._desk.tickets(), self._say), calls_html(self._desk.past_calls(), self._say)
