"""The page of the knowledge base: upload, list, versions, remove, and try a query."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.day_field import read_day
from ui.knowledge.knowledge_view import documents_html, hits_html
from ui.knowledge.uploads_page import UploadsPage
from ui.knowledge.versions_page import VersionsPage
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

LIST_JS = """
element.addEventListener('click', (event) => {
  const data = event.target.closest('button')?.dataset ?? {};
  if (data.remove) trigger('remove', {doc_id: data.remove});
  if (data.open) trigger('open_versions', {doc_id: data.open});
});
"""


class KnowledgePage:
    """Builds the page where it is made; `wire` connects it to the knowledge base."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._desk, self._knowledge, self._say = desk, desk.knowledge, say
        self._marked = gr.State("")
        with gr.Row(elem_classes=["halves"]):
            with gr.Column(elem_classes=["sheet"], scale=3):
                self._build_list(say)
                self._versions = VersionsPage(desk, say, self._listed)
            with gr.Column(elem_classes=["sheet"], scale=2):
                self._build_trial(say)

    def _build_list(self, say: Texts) -> None:
        gr.HTML(f"<h2>{say('tab.knowledge')}</h2>", elem_classes=["pane-title"])
        with gr.Row(elem_classes=["tools"]):
            self._filter = gr.Textbox(
                show_label=False,
                label=say("knowledge.filter"),
                placeholder=say("knowledge.filter"),
                container=False,
                max_lines=1,
                elem_id="filter",
            )
            self._uploads = UploadsPage(self._desk, say, self._listed)
        self._outcomes = gr.HTML(elem_id="outcomes")
        with gr.Row(visible=False, elem_id="confirm") as self._confirm:
            self._sentence = gr.HTML()
            self._yes = gr.Button(say("knowledge.confirm_yes"), variant="stop", size="md", elem_id="confirm-yes")
            self._no = gr.Button(say("knowledge.confirm_no"), size="md", elem_id="confirm-no")
        self._list: Any = gr.HTML(js_on_load=LIST_JS, elem_id="documents", elem_classes=["scroll"])

    def _build_trial(self, say: Texts) -> None:
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

    def wire(self, blocks: gr.Blocks, tab: gr.Tab) -> None:
        """Every event of the page; called once, inside the blocks."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(self._listed, [self._filter], [self._list], **quiet)
        tab.select(self._listed, [self._filter], [self._list], **quiet)
        self._filter.input(self._listed, [self._filter], [self._list], trigger_mode="always_last", **quiet)
        self._uploads.wire(self._filter, self._outcomes, self._list)
        asked = [self._marked, self._sentence, self._confirm]
        self._list.remove(self._ask, None, asked, **quiet)
        self._no.click(lambda: ("", "", gr.update(visible=False)), None, asked, **quiet)
        removed = [*asked, self._outcomes, self._list, *self._versions.shown]
        self._yes.click(self._remove, [self._marked, self._filter], removed, **quiet)
        self._list.open_versions(self._open, None, self._versions.shown, **quiet)
        self._versions.wire(self._filter, self._list)
        blocks.load(lambda: date.today().isoformat(), None, [self._as_of], **quiet)
        trial = ([self._query, self._heard, self._as_of, self._repealed], [self._hits])
        for moment in (
            *(self._query.submit, self._as_of.submit, self._search.click),
            *(self._heard.input, self._repealed.input),
        ):
            moment(self._try, *trial, **quiet)

    def _listed(self, wanted: str | None) -> str:
        with spoken(self._say):
            return documents_html(self._knowledge.documents(), wanted or "", self._say)

    def _title(self, doc_id: str) -> str:
        return next((d.title for d in self._knowledge.documents() if d.doc_id == doc_id), "")

    def _ask(self, clicked: gr.EventData) -> tuple[str, str, Any]:
        doc_id = str(clicked.doc_id)
        sentence = escape(self._say("knowledge.confirm", title=self._title(doc_id)))
        return doc_id, f"<p>{sentence}</p>", gr.update(visible=True)

    def _open(self, clicked: gr.EventData) -> list[Any]:
        return self._versions.opening(str(clicked.doc_id))

    def _remove(self, doc_id: str, wanted: str | None) -> list[Any]:
        title = self._title(doc_id)
        with spoken(self._say):
            self._knowledge.remove(doc_id)
        done = f'<p class="done">{escape(self._say("knowledge.removed", title=title))}</p>'
        return ["", "", gr.update(visible=False), done, self._listed(wanted), *self._versions.closing()]

    def _try(self, text: str | None, heard: bool, as_of: str | None, repealed: bool) -> str:
        query = (text or "").strip()
        if not query:
            return ""
        with spoken(self._say):
            day = read_day(as_of, self._say)
            found = self._knowledge.search(query, heard, as_of=day, include_repealed=repealed)
            return hits_html(found, self._say)
