"""One entry being written or reviewed on the entries page."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.errors import SPOKEN, AssistantError
from assistant.knowledge.editorial_desk import Draft, DraftChanged, DraftContent
from ui.faults import spoken
from ui.knowledge.editorial_view import collision_html
from ui.knowledge.metadata_page import FilingForm
from ui.knowledge.signature import signature
from ui.moments import local_time
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

NEW = ("", 0)
"""Id and revision of an entry that was not saved yet."""

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


class DraftPage:
    """Builds its part where it is made; `opening` fills it, `wire` connects it.

    What is open here is an id and the revision that was opened: a saving over a newer one is refused and shown.
    """

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._editorial, self._knowledge, self._say = desk.editorial, desk.knowledge, say
        self._open, self._theirs = gr.State(NEW), gr.State(0)
        self._head = gr.HTML(elem_id="draft-head", elem_classes=["pane-title"])
        self._outcome = gr.HTML(elem_id="draft-outcome")
        self._build_collision(say)
        with gr.Column(visible=False, elem_id="draft", elem_classes=["scroll"]) as self._part:
            with gr.Row(elem_classes=["filing"], elem_id="draft-first"):
                self._title = gr.Textbox(label=say("draft.title"), max_lines=1, max_length=80, elem_id="draft-title")
                self._replaces = gr.Dropdown([], label=say("draft.replaces"), elem_id="draft-replaces")
            self._form = FilingForm(say, "draft")
            self._text = gr.Textbox(
                label=say("draft.text"), placeholder=say("draft.text.hint"), lines=12, max_lines=40,
                max_length=200_000, elem_id="draft-text",
            )  # fmt: skip
            self._preview = gr.Markdown(elem_id="draft-preview", visible=False)
        self._build_actions(say)

    def _build_collision(self, say: Texts) -> None:
        with gr.Column(visible=False, elem_id="collision") as self._collision:
            self._difference = gr.HTML()
            with gr.Row(elem_classes=["tools", "actions"]):
                self._mine = gr.Button(say("collision.mine"), variant="primary", size="md", elem_id="collision-mine")
                self._take = gr.Button(say("collision.theirs"), size="md", elem_id="collision-theirs")

    def _build_actions(self, say: Texts) -> None:
        with gr.Row(visible=False, elem_classes=["tools", "actions"], elem_id="draft-writing") as self._writing:
            self._save = gr.Button(say("draft.save"), size="md", elem_id="draft-save")
            self._submit = gr.Button(say("draft.submit"), variant="primary", size="md", elem_id="draft-submit")
            self._discard = gr.Button(say("draft.discard"), size="md", elem_id="draft-discard")
        with gr.Row(visible=False, elem_classes=["tools", "actions"], elem_id="draft-reviewing") as self._reviewing:
            self._publish = gr.Button(say("draft.publish"), variant="primary", size="md", elem_id="draft-publish")
            self._note = gr.Textbox(
                show_label=False, label=say("draft.note"), placeholder=say("draft.note"), container=False, max_lines=1,
                max_length=300, elem_id="draft-note",
            )  # fmt: skip
            self._reject = gr.Button(say("draft.reject"), size="md", elem_id="draft-reject")

    @property
    def _typed(self) -> list[Any]:
        return [self._title, self._text, self._replaces, *self._form.fields]

    @property
    def filled(self) -> list[Any]:
        """What `opening` and `closing` give values for."""
        parts = [self._part, self._writing, self._reviewing, self._collision, self._preview]
        return [self._open, self._head, self._outcome, *parts, *self._typed, self._note]

    def opening(self, draft: Draft, told: str = "") -> list[Any]:
        """The part with one entry in it; it can be written in until it is submitted."""
        open_, content = draft.state in ("draft", "rejected"), draft.content
        reviewing = draft.state == "submitted"
        fields = [content.title, content.text, content.replaces, *self._form.shown(content.filing)]
        known = [(one.title, one.doc_id) for one in self._knowledge.documents()]
        if content.replaces and content.replaces not in {doc_id for _, doc_id in known}:
            known.append((content.replaces, content.replaces))
        updates = [gr.update(value=value, interactive=open_) for value in fields]
        updates[1] = gr.update(value=content.text, interactive=open_, visible=open_)
        updates[2] = gr.update(
            choices=[(self._say("draft.new_document"), ""), *known], value=content.replaces, interactive=open_
        )
        visible = [gr.update(visible=one) for one in (True, open_, reviewing, False)]
        preview = gr.update(value=content.text, visible=not open_)
        done = f'<p class="done">{escape(told)}</p>' if told else ""
        return [(draft.draft_id, draft.revision), self._heading(draft), done, *visible, preview, *updates, ""]

    def blank(self) -> list[Any]:
        """The part for a new entry."""
        return self.opening(Draft("", 0, "draft", DraftContent("", ""), "", ("",), "", ""))

    def closing(self, told: str) -> list[Any]:
        """The part put away."""
        hidden = [gr.update(visible=False)] * 5
        return [NEW, "", f'<p class="done">{escape(told)}</p>', *hidden, *[gr.skip()] * len(self._typed), ""]

    def wire(self, name: gr.Textbox) -> list[Any]:
        """Every event of the part; gives those after which drafts are to be listed anew."""
        shown = [*self.filled, self._difference, self._theirs]
        writing = [self._open, name, *self._typed]
        self._take.click(self._take_theirs, [self._open], shown, **QUIET)
        return [
            self._save.click(self._saving, writing, shown, **QUIET),
            self._mine.click(self._keep_mine, [self._theirs, *writing], shown, **QUIET),
            self._submit.click(self._submitting, writing, shown, **QUIET),
            self._discard.click(self._discarding, [self._open, name], self.filled, **QUIET),
            self._publish.click(self._publishing, [self._open, name], self.filled, **QUIET),
            self._reject.click(self._rejecting, [self._open, name, self._note], self.filled, **QUIET),
        ]

    def _saving(self, opened: tuple[str, int], name: str | None, *values: Any) -> list[Any]:
        return self._stored(opened, name, values, submit=False)

    def _submitting(self, opened: tuple[str, int], name: str | None, *values: Any) -> list[Any]:
        return self._stored(opened, name, values, submit=True)

    def _keep_mine(self, revision: int, opened: tuple[str, int], name: str | None, *values: Any) -> list[Any]:
        return self._stored((opened[0], revision), name, values, submit=False)

    def _stored(self, opened: tuple[str, int], name: str | None, values: tuple[Any, ...], submit: bool) -> list[Any]:
        """Saved, and handed on if wanted; what collides is shown beside what was typed, which stays."""
        (draft_id, revision), say = opened, self._say
        with spoken(say):
            by = signature(name, say)
            content = self._content(values)
            try:
                saved = (
                    self._editorial.save_draft(draft_id, revision, content, by)
                    if draft_id
                    else self._editorial.new_draft(content, by)
                )
            except DraftChanged as changed:
                return self._collided(changed.current, content)
        return [*(self._submitted(saved, by) if submit else self.opening(saved, say("draft.was_saved"))), "", 0]

    def _submitted(self, saved: Draft, by: str) -> list[Any]:
        """Handed on; where that is refused the entry stays saved, and the reason is said above it."""
        try:
            sent = self._editorial.submit_draft(saved.draft_id, saved.revision, by)
        except SPOKEN as refused:
            return self._refused(saved, refused.said)
        return self.opening(sent, self._say("draft.was_submitted"))

    def _refused(self, draft: Draft, why: str) -> list[Any]:
        """An entry with the reason above it why nothing was done."""
        shown = self.opening(draft)
        shown[self.filled.index(self._outcome)] = f'<p class="failed">{escape(self._say.told(why))}</p>'
        return shown

    def _collided(self, theirs: Draft, mine: DraftContent) -> list[Any]:
        kept = [gr.skip()] * len(self.filled)
        kept[self.filled.index(self._collision)] = gr.update(visible=True)
        kept[self.filled.index(self._outcome)] = ""
        return [*kept, collision_html(theirs, mine, self._say), theirs.revision]

    def _take_theirs(self, opened: tuple[str, int]) -> list[Any]:
        with spoken(self._say):
            return [*self.opening(self._editorial.draft(opened[0])), "", 0]

    def _discarding(self, opened: tuple[str, int], name: str | None) -> list[Any]:
        if opened[0]:
            with spoken(self._say):
                by = signature(name, self._say)
                try:
                    self._editorial.discard_draft(*opened, by)
                except DraftChanged as changed:
                    return self._refused(changed.current, changed.said)
        return self.closing(self._say("draft.was_discarded"))

    def _publishing(self, opened: tuple[str, int], name: str | None) -> list[Any]:
        with spoken(self._say):
            by = self._second(opened[0], name)
            try:
                self._editorial.publish_draft(*opened, by)
            except DraftChanged as changed:
                return self._refused(changed.current, changed.said)
            return self.opening(self._editorial.draft(opened[0]), self._say("draft.was_published"))

    def _rejecting(self, opened: tuple[str, int], name: str | None, note: str | None) -> list[Any]:
        with spoken(self._say):
            by = self._second(opened[0], name)
            if not (note or "").strip():
                raise AssistantError(self._say("draft.note.missing"))
            try:
                rejected = self._editorial.reject_draft(*opened, by, note or "")
            except DraftChanged as changed:
                return self._refused(changed.current, changed.said)
            return self.opening(rejected, self._say("draft.was_rejected"))

    def _second(self, draft_id: str, name: str | None) -> str:
        """The name of one who may review; raises AssistantError in the panel's language for one who wrote in it."""
        by = signature(name, self._say)
        if self._editorial.second_person and self._editorial.draft(draft_id).written_by(by):
            raise AssistantError(self._say("draft.second_person"))
        return by

    def _content(self, values: tuple[Any, ...]) -> DraftContent:
        title, text, replaces, *filing = values
        return DraftContent(title or "", text or "", replaces or "", self._form.read(tuple(filing)))

    def _heading(self, draft: Draft) -> str:
        say = self._say
        if not draft.draft_id:
            return f"<h2>{escape(say('drafts.new'))}</h2>"
        words = say("draft.saved", name=draft.saved_by, at=local_time(draft.saved_at))
        state = f'<span class="state {draft.state}">{escape(say(f"draft.{draft.state}"))}</span>'
        return f"<h2>{escape(draft.content.title or say('drafts.untitled'))}</h2><span>{state} {escape(words)}</span>"
