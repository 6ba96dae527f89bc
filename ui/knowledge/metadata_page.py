"""What a document is filed under, on the knowledge page: a form, its review, and who changed the document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.knowledge.editorial_desk import Filing, read_tags
from ui.faults import spoken
from ui.knowledge.day_field import read_day, shown_day
from ui.knowledge.editorial_view import changes_html, origin_html
from ui.knowledge.signature import signature
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

MONTHS = (1, 3, 6, 12, 24)
MOST_CHANGES = 50


class FilingForm:
    """The fields of a filing in one row, for documents and drafts; `prefix` begins their ids."""

    def __init__(self, say: Texts, prefix: str) -> None:
        self._say = say
        with gr.Row(elem_classes=["filing"], elem_id=f"{prefix}-filing"):
            self.fields = [
                gr.Textbox(
                    label=say(f"filing.{name}"),
                    placeholder=say(f"filing.{name}.hint"),
                    max_lines=1,
                    max_length=longest,
                    min_width=120,
                    elem_id=f"{prefix}-{name}",
                )
                for name, longest in (("department", 200), ("region", 200), ("audience", 200), ("tags", 700),
                                      ("link", 2000), ("review", 10))
            ]  # fmt: skip

    def read(self, values: tuple[str | None, ...]) -> Filing:
        """What was typed; raises AssistantError for a day that is none."""
        department, region, audience, tags, link, review = ((value or "").strip() for value in values)
        return Filing(department, region, audience, link, read_tags(tags), read_day(review, self._say))

    def shown(self, filing: Filing) -> list[str]:
        """The same as it is typed."""
        words = [filing.department, filing.region, filing.audience]
        return [*words, "，".join(filing.tags), filing.link, shown_day(filing.review)]


class MetadataPage:
    """Builds its part where it is made; `opening` fills it, `wire` connects it."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._editorial, self._say = desk.editorial, say
        self._opened = gr.State(Filing())
        self._origin = gr.HTML(elem_id="metadata-origin")
        self._form = FilingForm(say, "metadata")
        with gr.Row(elem_classes=["tools", "actions"], elem_id="metadata-actions"):
            self._save = gr.Button(say("metadata.save"), variant="primary", size="md", elem_id="metadata-save")
            self._months = gr.Dropdown(
                [*((say("review.months", months=n), n) for n in MONTHS), (say("review.never"), 0)],
                value=6,
                label=say("review.again"),
                show_label=False,
                container=False,
                elem_id="review-months",
                min_width=130,
            )
            self._reviewed = gr.Button(say("review.done"), size="md", elem_id="review-done")
            self._outcome = gr.HTML(elem_id="metadata-outcome")

    def build_changes(self) -> None:
        """Where the record of the document is shown."""
        self._changes = gr.HTML(elem_id="document-changes")

    @property
    def filled(self) -> list[Any]:
        """What `opening` gives values for."""
        return [self._opened, self._origin, *self._form.fields, self._outcome, self._changes]

    def opening(self, doc_id: str, told: str = "") -> list[Any]:
        """The form of one document, with what was just done beside it; empty for no document."""
        with spoken(self._say):
            metadata = self._editorial.metadata(doc_id)
            changes = self._editorial.changes_of(doc_id, MOST_CHANGES) if doc_id else []
        record = changes_html(changes, self._say, self._say("changes.of_document"))
        shown = self._form.shown(metadata.filing)
        return [metadata.filing, origin_html(metadata, self._say), *shown, told, record]

    def wire(self, opened: gr.State, name: gr.Textbox) -> list[Any]:
        """Every event of the part; gives those after which documents are to be listed anew."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        saved = self._save.click(self._set, [opened, name, self._opened, *self._form.fields], self.filled, **quiet)
        reviewed = self._reviewed.click(self._review, [opened, name, self._months], self.filled, **quiet)
        return [saved, reviewed]

    def _set(self, doc_id: str, name: str | None, opened: Filing, *values: str | None) -> list[Any]:
        with spoken(self._say):
            self._editorial.set_metadata(doc_id, self._form.read(values), signature(name, self._say), opened)
        return self.opening(doc_id, f'<p class="done">{self._say("metadata.saved")}</p>')

    def _review(self, doc_id: str, name: str | None, months: int | None) -> list[Any]:
        with spoken(self._say):
            self._editorial.reviewed(doc_id, signature(name, self._say), int(months or 0))
        return self.opening(doc_id, f'<p class="done">{self._say("review.signed")}</p>')
