"""The page of documents: filters, uploads, the list, one document's details, and the trial search."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.filters_page import FiltersPage
from ui.knowledge.knowledge_view import documents_html
from ui.knowledge.signature import signature
from ui.knowledge.trial_page import TrialPage
from ui.knowledge.uploads_page import UploadsPage
from ui.knowledge.versions_page import VersionsPage
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

LIST_JS = """
element.addEventListener('click', (event) => {
  const remove = event.target.closest('button')?.dataset.remove;
  if (remove) return trigger('remove', {doc_id: remove});
  const open = event.target.closest('a') ? '' : event.target.closest('[data-open]')?.dataset.open;
  if (open) trigger('open_details', {doc_id: open});
});
"""


class KnowledgePage:
    """Builds the page where it is made; `wire` connects it to the knowledge base."""

    def __init__(self, desk: Desk, say: Texts, name: gr.Textbox) -> None:
        self._desk, self._knowledge, self._say, self._name = desk, desk.knowledge, say, name
        self._marked = gr.State("")
        self._filters = FiltersPage(desk, say)
        with gr.Row(elem_classes=["halves"], elem_id="knowledge"):
            with gr.Column(elem_classes=["sheet"], scale=3):
                self._build_list(say)
                self._versions = VersionsPage(desk, say)
            with gr.Column(elem_classes=["sheet"], scale=2):
                self._trial = TrialPage(desk, say, self._filters)

    def _build_list(self, say: Texts) -> None:
        with gr.Row(elem_classes=["tools"]):
            gr.HTML(f"<h2>{say('tab.knowledge')}</h2>", elem_id="documents-title")
            self._uploads = UploadsPage(self._desk, say)
        self._outcomes = gr.HTML(elem_id="outcomes")
        self._uploads.build_list()
        with gr.Row(visible=False, elem_id="confirm") as self._confirm:
            self._sentence = gr.HTML()
            self._yes = gr.Button(say("knowledge.confirm_yes"), variant="stop", size="md", elem_id="confirm-yes")
            self._no = gr.Button(say("knowledge.confirm_no"), size="md", elem_id="confirm-no")
        self._list: Any = gr.HTML(js_on_load=LIST_JS, elem_id="documents", elem_classes=["scroll"])

    def wire(self, blocks: gr.Blocks, tabs: Sequence[gr.Tab]) -> None:
        """Every event of the page; called once, inside the blocks."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        filters, listed = self._filters, [self._list, *self._filters.offered]
        for moment in (*(tab.select for tab in tabs), self._uploads.finished.change):
            moment(self._anew, filters.values, listed, **quiet)
        filtered = filters.wire()
        for moment in filtered:
            moment(self._listed, filters.values, [self._list], trigger_mode="always_last", **quiet)
        self._uploads.wire(tabs, self._name)
        asked = [self._marked, self._sentence, self._confirm]
        self._list.remove(self._ask, None, asked, **quiet)
        self._no.click(lambda: ("", "", gr.update(visible=False)), None, asked, **quiet)
        removed = self._yes.click(
            self._remove, [self._marked, self._name], [*asked, self._outcomes, *self._versions.shown], **quiet
        )
        self._list.open_details(self._open, None, self._versions.shown, **quiet)
        for done in (removed, *self._versions.wire(self._name)):
            done.success(self._anew, filters.values, listed, **quiet)
        self._trial.wire(blocks, filtered)

    def _listed(self, *filters: Any) -> str:
        editorial, only = self._desk.editorial, self._filters.chosen(filters)
        with spoken(self._say):
            documents = self._knowledge.documents()
            fitting, catalog = editorial.fitting(documents, only), editorial.catalog()
        return documents_html(fitting, filters[0] or "", self._say, catalog, len(documents))

    def _anew(self, *filters: Any) -> list[Any]:
        """The list, and what there is to choose from."""
        return [self._listed(*filters), *self._filters.offers()]

    def _title(self, doc_id: str) -> str:
        return next((d.title for d in self._knowledge.documents() if d.doc_id == doc_id), "")

    def _ask(self, clicked: gr.EventData) -> tuple[str, str, Any]:
        doc_id = str(clicked.doc_id)
        sentence = escape(self._say("knowledge.confirm", title=self._title(doc_id)))
        return doc_id, f"<p>{sentence}</p>", gr.update(visible=True)

    def _open(self, clicked: gr.EventData) -> list[Any]:
        return self._versions.opening(str(clicked.doc_id))

    def _remove(self, doc_id: str, name: str | None) -> list[Any]:
        title = self._title(doc_id)
        with spoken(self._say):
            self._knowledge.remove(doc_id, signature(name, self._say))
        done = f'<p class="done">{escape(self._say("knowledge.removed", title=title))}</p>'
        return ["", "", gr.update(visible=False), done, *self._versions.closing()]
