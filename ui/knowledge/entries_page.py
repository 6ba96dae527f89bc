"""Entries written in the panel: drafts, their review by a second person, and who changed what when."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.draft_page import QUIET, DraftPage
from ui.knowledge.editorial_view import changes_html, drafts_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

STATES = ("draft", "submitted", "rejected", "published")
MOST_CHANGES = 200
DRAFTS_JS = """
element.addEventListener('click', (event) => {
  const draft = event.target.closest('tr[data-draft]')?.dataset.draft;
  if (draft) trigger('open_draft', {draft_id: draft});
});
"""
DOWNLOAD_JS = """
(text) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(['\\ufeff' + text], {type: 'text/csv;charset=utf-8'}));
  link.download = 'changes.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
"""


class EntriesPage:
    """Builds the page where it is made; `wire` connects it."""

    def __init__(self, desk: Desk, say: Texts, name: gr.Textbox) -> None:
        self._editorial, self._knowledge, self._say, self._name = desk.editorial, desk.knowledge, say, name
        with gr.Row(elem_classes=["halves"]):
            with gr.Column(elem_classes=["sheet"], scale=2):
                self._build_lists(say)
            with gr.Column(elem_classes=["sheet"], scale=3):
                self._draft = DraftPage(desk, say)

    def _build_lists(self, say: Texts) -> None:
        with gr.Row(elem_classes=["tools"]):
            self._state = gr.Dropdown(
                [(say("drafts.all"), ""), *((say(f"draft.{state}"), state) for state in STATES)],
                value="",
                label=say("drafts.state"),
                show_label=False,
                container=False,
                elem_id="drafts-state",
                min_width=120,
            )
            self._new = gr.Button(say("drafts.new"), variant="primary", size="md", elem_id="draft-new")
        hint = say("drafts.hint") if self._editorial.second_person else say("drafts.hint_alone")
        gr.HTML(f'<p class="count">{escape(hint)}</p>', elem_id="drafts-hint")
        self._list: Any = gr.HTML(js_on_load=DRAFTS_JS, elem_id="drafts", elem_classes=["scroll"])
        with gr.Row(elem_classes=["pane-title", "tools"], elem_id="changes-title"):
            gr.HTML(f"<h2>{escape(say('changes'))}</h2>")
            self._export = gr.Button(say("changes.export"), size="md", elem_id="changes-export")
        self._record = gr.HTML(elem_id="changes-record", elem_classes=["scroll"])
        self._csv = gr.Textbox(visible=False)

    def wire(self, tabs: Sequence[gr.Tab]) -> None:
        """Every event of the page; called once, inside the blocks."""
        lists = [self._list, self._record]
        for moment in (*(tab.select for tab in tabs), self._state.input):
            moment(self._listed, [self._state], lists, **QUIET)
        self._new.click(self._draft.blank, None, self._draft.filled, **QUIET)
        self._list.open_draft(self._open, None, self._draft.filled, **QUIET)
        for done in self._draft.wire(self._name):
            done.success(self._listed, [self._state], lists, **QUIET)
        exported = self._export.click(self._editorial.changes_csv, None, [self._csv], **QUIET)
        exported.then(None, [self._csv], None, js=DOWNLOAD_JS)

    def _listed(self, state: str | None) -> tuple[str, str]:
        with spoken(self._say):
            drafts = [one for one in self._editorial.drafts() if state in (None, "", one.state)]
            titles = {one.doc_id: one.title for one in self._knowledge.documents()}
            changes = self._editorial.changes(MOST_CHANGES)
        return drafts_html(drafts, titles, self._say), changes_html(changes, self._say)

    def _open(self, clicked: gr.EventData) -> list[Any]:
        with spoken(self._say):
            return self._draft.opening(self._editorial.draft(str(clicked.draft_id)))
