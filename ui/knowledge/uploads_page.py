"""Uploads on the knowledge page: the button, and what became of each file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import gradio as gr

from ui.faults import spoken
from ui.knowledge.knowledge_view import outcomes_html
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk

DOCUMENT_FILES = [".md", ".txt", ".html", ".htm", ".pdf", ".docx"]


class UploadsPage:
    """Builds its button where it is made; `listed` draws the list of documents anew."""

    def __init__(self, desk: Desk, say: Texts, listed: Callable[[str | None], str]) -> None:
        self._knowledge, self._say, self._listed = desk.knowledge, say, listed
        self._upload = gr.UploadButton(
            say("knowledge.upload"),
            file_count="multiple",
            file_types=DOCUMENT_FILES,
            variant="primary",
            size="md",
            elem_id="upload-documents",
        )

    def wire(self, wanted: gr.Textbox, outcomes: gr.HTML, listing: gr.HTML) -> None:
        """Every event of the part; `listing` is the list, of documents with `wanted` in their title."""
        self._upload.upload(self._add, [self._upload, wanted], [outcomes, listing], api_visibility="private")

    def _add(
        self,
        files: list[str] | None,
        wanted: str | None,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> tuple[str, str]:
        def show(done: int, total: int, file: str) -> None:
            say, blanks = self._say, {"file": file, "done": done, "total": total}
            words = say("knowledge.adding", **blanks) if file else say("knowledge.indexing", **blanks)
            progress((done, total), words)

        with spoken(self._say):
            outcomes = self._knowledge.add([Path(file) for file in files or []], show)
        return outcomes_html(outcomes, self._say), self._listed(wanted)
