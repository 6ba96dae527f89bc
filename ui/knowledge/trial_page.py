"""The trial search on the knowledge page: what a question finds, why, and as of which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.day_field import read_day
from ui.knowledge.filters_page import FiltersPage
from ui.knowledge.knowledge_view import hits_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk


class TrialPage:
    """Builds its part where it is made; it searches in what passes the `filters`."""

    def __init__(self, desk: Desk, say: Texts, filters: FiltersPage) -> None:
        self._desk, self._say, self._filters = desk, say, filters
        gr.HTML(f"<h2>{say('try')}</h2>", elem_classes=["pane-title"])
        with gr.Row(elem_classes=["tools"]):
            self._query = gr.Textbox(
                show_label=False,
                label=say("try"),
                placeholder=say("try.placeholder"),
                container=False,
                max_lines=1,
                max_length=500,
                elem_id="try-query",
            )
            self._search = gr.Button(say("try.search"), size="md", min_width=80, elem_id="try-search")
        with gr.Row(elem_classes=["tools"], elem_id="try-options"):
            self._as_of = gr.Textbox(
                show_label=False,
                label=say("try.as_of"),
                placeholder=say("try.as_of"),
                container=False,
                max_lines=1,
                max_length=10,
                elem_id="try-as-of",
            )
            self._heard = gr.Checkbox(label=say("try.heard"), container=False, elem_id="try-heard")
            self._repealed = gr.Checkbox(label=say("try.repealed"), container=False, elem_id="try-repealed")
        self._hits = gr.HTML(elem_id="try-hits", elem_classes=["scroll"])

    def wire(self, blocks: gr.Blocks, filtered: list[Callable[..., Any]]) -> None:
        """Every event of the part; `filtered` are the moments at which the filters change."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(lambda: date.today().isoformat(), None, [self._as_of], **quiet)
        asked = [self._query, self._heard, self._as_of, self._repealed, *self._filters.values]
        for moment in (
            *(self._query.submit, self._as_of.submit, self._search.click),
            *(self._heard.input, self._repealed.input, *filtered),
        ):
            moment(self._try, asked, [self._hits], **quiet)

    def _try(self, text: str | None, heard: bool, as_of: str | None, repealed: bool, *filters: Any) -> str:
        query, only = (text or "").strip(), self._filters.chosen(filters)
        if not query:
            return ""
        with spoken(self._say):
            day = read_day(as_of, self._say)
            return hits_html(self._desk.editorial.search(query, heard, 5, day, repealed, only), self._say)
