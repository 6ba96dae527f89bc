"""Uploads on the knowledge page: the button, how far each upload is, and what became of its files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.faults import spoken
from ui.knowledge.uploads_view import past_html, running_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

STEP = 20
"""Files of a running upload after which the list of documents is drawn anew."""

Drawn = tuple[str, str]
"""The two lists as they were drawn."""

# What a person folded or unfolded stays so when a list is drawn anew, or the upload goes from one to the other.
FOLDS_JS = """
const folds = (window.calldeskFolds ??= {});
element.addEventListener('click', (event) => {
  const batch = event.target.closest('[data-cancel]')?.dataset.cancel;
  if (batch) trigger('cancel_upload', {batch});
  const fold = event.target.closest('summary')?.parentElement;
  if (fold?.dataset.batch) folds[fold.dataset.batch] = !fold.open;
});
new MutationObserver(() => {
  for (const fold of element.querySelectorAll('details[data-batch]')) {
    const wanted = folds[fold.dataset.batch];
    if (wanted !== undefined && fold.open !== wanted) fold.open = wanted;
  }
}).observe(element, {childList: true, subtree: true});
"""
# Asks for news only while it is on the screen: every second while something is taken in, else every 15 s.
POLL_JS = """
let asked = Date.now();
setInterval(() => {
  const wait = element.querySelector('.upload.running') ? 1000 : 15000;
  if (document.hidden || !element.parentElement.offsetParent || Date.now() - asked < wait) return;
  asked = Date.now();
  trigger('look_again');
}, 250);
"""


class UploadsPage:
    """Builds its button where it is made, and the list of uploads where `build_list` is called.

    `finished` counts the files that were finished with, so that a change of it calls for the documents anew.
    """

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._uploads, self._say = desk.uploads, say
        self.finished, self._drawn = gr.State(0), gr.State(("", ""))
        self._button = gr.UploadButton(  # of any type: gradio would refuse some in English, the readers say what to do
            say("knowledge.upload"),
            file_count="multiple",
            variant="primary",
            size="md",
            elem_id="upload-documents",
        )

    def build_list(self) -> None:
        """Where the uploads are shown: those under way change every second, the others when one of them ends."""
        with gr.Column(elem_id="uploads", scale=0, min_width=0):
            self._running: Any = gr.HTML(js_on_load=FOLDS_JS + POLL_JS, elem_id="uploads-running")
            self._past: Any = gr.HTML(js_on_load=FOLDS_JS, elem_id="uploads-past")

    def wire(self, tabs: Sequence[gr.Tab], name: gr.Textbox) -> None:
        """Every event of the part; `name` is whose uploads they are."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        drawn, shown = [self._drawn], [self._drawn, self._running, self._past, self.finished]
        for moment in (self._running.look_again, *(tab.select for tab in tabs)):
            moment(self._draw, drawn, shown, **quiet)
        self._button.upload(self._start, [self._button, name, *drawn], shown, api_visibility="private")
        self._running.cancel_upload(self._cancel, drawn, shown, **quiet)

    def _start(self, files: list[str] | None, name: str | None, drawn: Drawn) -> list[Any]:
        with spoken(self._say):
            self._uploads.start([Path(file) for file in files or []], name or "")
        return self._draw(drawn)

    def _cancel(self, drawn: Drawn, clicked: gr.EventData) -> list[Any]:
        with spoken(self._say):
            self._uploads.cancel(str(clicked.batch))
        return self._draw(drawn)

    def _draw(self, drawn: Drawn) -> list[Any]:
        """Each list, if it is not as it was drawn."""
        with spoken(self._say):
            batches, notices = self._uploads.batches(), self._uploads.notices()
        running = running_html(batches, self._uploads.embedding, self._uploads.trouble, self._say)
        new = (running, past_html(batches, notices, self._say))
        if new == drawn:
            return [gr.skip()] * 4
        steps = [batch.finished // STEP * STEP if batch.running else batch.finished for batch in batches]
        lists = [gr.skip() if html == old else html for html, old in zip(new, drawn, strict=True)]
        return [new, *lists, sum(steps)]
