"""The knowledge tab: its inner tabs, and the name that changes are signed with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.insight.insight_page import InsightPage
from ui.knowledge.entries_page import EntriesPage
from ui.knowledge.knowledge_page import KnowledgePage
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

# gr.BrowserState and js-only events do nothing here while their tab was not shown yet.
NAME_JS = """
const recall = () => {
  const box = document.querySelector('#your-name input');
  if (!box) return setTimeout(recall, 50);
  box.value = localStorage.getItem('calldesk-name') ?? '';
  box.dispatchEvent(new Event('input', {bubbles: true}));
  box.addEventListener('input', () => localStorage.setItem('calldesk-name', box.value));
};
recall();
"""


class KnowledgeTabsPage:
    """Builds the tabs where it is made; `wire` connects them.

    The name is kept in the browser and signs what is changed there; it is no password.
    """

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._desk, self._say = desk, say
        with gr.Row(elem_id="signature"):
            self._name = gr.Textbox(
                label=say("signature"),
                placeholder=say("signature.placeholder"),
                max_lines=1,
                max_length=40,
                elem_id="your-name",
            )
            gr.HTML(f'<span title="{say("signature.hint")}">{say("signature.short")}</span>', js_on_load=NAME_JS)
        with gr.Tabs(elem_id="knowledge-tabs"):
            with gr.Tab(say("tab.documents"), id="documents") as self._documents_tab:
                self._documents = KnowledgePage(desk, say, self._name)
            with gr.Tab(say("tab.entries"), id="entries") as self._entries_tab:
                self._entries = EntriesPage(desk, say, self._name)
            with gr.Tab(say("tab.insight"), id="insight") as self._insight_tab:
                self._insight = InsightPage(desk, say, self._name)

    def wire(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Every event of the inner tabs; `tab` is the outer one, which says how many documents are due for review."""
        blocks.load(self._label, None, [tab], show_progress="hidden", api_visibility="private")
        self._documents.wire(blocks, [tab, self._documents_tab])
        self._entries.wire([tab, self._entries_tab])
        self._insight.wire(self._insight_tab)

    def _label(self) -> Any:
        with spoken(self._say):
            due = self._desk.editorial.due()
        return gr.update(label=self._say("tab.knowledge.due", count=due) if due else self._say("tab.knowledge"))
