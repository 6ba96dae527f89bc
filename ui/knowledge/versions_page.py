"""The versions of one document on the knowledge page: what changed, days to correct, an old one made current."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.day_field import read_day, shown_day
from ui.knowledge.metadata_page import MetadataPage
from ui.knowledge.signature import signature
from ui.knowledge.versions_view import differences_html, versions_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

VERSIONS_JS = """
element.addEventListener('click', (event) => {
  const data = event.target.closest('button')?.dataset ?? {};
  if (data.new) trigger('compare', {old_id: data.old, new_id: data.new});
  if (data.dates) trigger('dates', {doc_id: data.dates});
  if (data.restore) trigger('restore', {doc_id: data.restore});
});
"""


class VersionsPage:
    """Builds a part of the page, hidden until `opening` shows a document; `wire` connects it.

    The metadata of the document stands above its versions, the record of its changes below them.
    """

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._knowledge, self._say = desk.knowledge, say
        self._opened, self._dated = gr.State(""), gr.State("")
        with gr.Column(visible=False, elem_id="versions") as self._part:
            with gr.Row(elem_classes=["tools"]):
                self._title = gr.HTML()
                self._close = gr.Button(say("versions.close"), size="md", elem_id="versions-close")
            self._metadata = MetadataPage(desk, say)
            self._outcome = gr.HTML(elem_id="versions-outcome")
            self._table: Any = gr.HTML(js_on_load=VERSIONS_JS, elem_id="versions-list")
            with gr.Row(visible=False, elem_classes=["tools"], elem_id="versions-days") as self._form:
                self._number = gr.HTML()
                self._from, self._until = (
                    gr.Textbox(label=say(f"versions.{side}"), placeholder=say("day"), max_lines=1, max_length=10,
                               elem_id=f"versions-{side}")
                    for side in ("from", "until")
                )  # fmt: skip
                self._save = gr.Button(say("versions.save"), variant="primary", size="md", elem_id="versions-save")
            self._changes = gr.HTML(elem_id="differences")
            self._metadata.build_changes()

    @property
    def shown(self) -> list[Any]:
        """What `opening` and `closing` give values for."""
        own = [self._opened, self._part, self._title, self._table, self._form, self._changes, self._outcome]
        return [*own, *self._metadata.filled]

    def opening(self, doc_id: str, told: str = "") -> list[Any]:
        """The part with one document in it, the newest change below its versions, what was just done above them."""
        with spoken(self._say):
            versions = self._knowledge.versions(doc_id)
        title = f"<h3>{escape(self._say('versions', title=versions[-1].title))}</h3>"
        newest = self._between(versions[-2].doc_id, versions[-1].doc_id, doc_id) if len(versions) > 1 else ""
        table = versions_html(versions, self._say)
        done = f'<p class="done">{escape(told)}</p>' if told else ""
        own = [doc_id, gr.update(visible=True), title, table, gr.update(visible=False), newest, done]
        return [*own, *self._metadata.opening(doc_id)]

    def closing(self) -> list[Any]:
        """The part put away."""
        own = ["", gr.update(visible=False), "", "", gr.update(visible=False), "", ""]
        return [*own, *self._metadata.opening("")]

    def wire(self, name: gr.Textbox) -> list[Any]:
        """Every event of the part; gives those after which documents are to be listed anew."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        self._close.click(self.closing, None, self.shown, **quiet)
        self._table.compare(self._compare, [self._opened], [self._changes], **quiet)
        days = [self._dated, self._number, self._from, self._until, self._form]
        self._table.dates(self._dates, None, days, **quiet)
        typed = [self._opened, self._dated, self._from, self._until, name]
        return [
            self._table.restore(self._restore, [self._opened, name], self.shown, **quiet),
            self._save.click(self._correct, typed, self.shown, **quiet),
            *self._metadata.wire(self._opened, name),
        ]

    def _between(self, old: str, new: str, opened: str) -> str:
        numbers = {version.doc_id: version.number for version in self._knowledge.versions(opened)}
        changes = self._knowledge.changes(old, new)
        return differences_html(changes, numbers.get(old, 0), numbers.get(new, 0), self._say)

    def _compare(self, opened: str, clicked: gr.EventData) -> str:
        with spoken(self._say):
            return self._between(str(clicked.old_id), str(clicked.new_id), opened)

    def _dates(self, clicked: gr.EventData) -> tuple[str, str, str, str, Any]:
        doc_id = str(clicked.doc_id)
        with spoken(self._say):
            known = next(one for one in self._knowledge.versions(doc_id) if one.doc_id == doc_id)
        number = f"<p>{escape(self._say('versions.number', number=known.number))}</p>"
        days = (shown_day(known.effective_from), shown_day(known.effective_until))
        return doc_id, number, *days, gr.update(visible=True)

    def _correct(self, opened: str, doc_id: str, begins: str | None, ends: str | None, name: str | None) -> list[Any]:
        with spoken(self._say):
            days = (read_day(begins, self._say), read_day(ends, self._say))
            self._knowledge.set_validity(doc_id, *days, signature(name, self._say))
            number = next(one.number for one in self._knowledge.versions(doc_id) if one.doc_id == doc_id)
        return self.opening(opened, self._say("versions.saved", number=number))

    def _restore(self, opened: str, name: str | None, clicked: gr.EventData) -> list[Any]:
        with spoken(self._say):
            self._knowledge.restore(str(clicked.doc_id), signature(name, self._say))
        return self.opening(opened, self._say("versions.made_current"))
