"""The part of the evaluator's page where a run is made: the data set, its options, and the start."""

from __future__ import annotations

from contextlib import suppress
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.evaluation.dataset_shelf import SAMPLE_NAME
from assistant.evaluation.run_options import CODECS, LOSSES, NOISES_DB, RunOptions
from ui.evaluation_view import dataset_html, dataset_label, live_html
from ui.faults import spoken
from ui.texts import Texts

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.evaluation.evaluation_desk import Dataset


class NewRunPage:
    """Builds its column where it is made; `wire` connects it. `started` changes when a run was started."""

    def __init__(self, desk: Desk, say: Texts) -> None:
        self._desk, self._evaluation, self._say = desk, desk.evaluation, say
        self.started = gr.State("")
        gr.HTML(f"<h2>{say('evaluation.new')}</h2>", elem_classes=["pane-title"])
        with gr.Row(elem_classes=["tools"]):
            self._dataset = gr.Dropdown(
                self._choices(), value=SAMPLE_NAME, label=say("evaluation.dataset"), show_label=False, container=False,
                elem_id="dataset",
            )  # fmt: skip
            self._upload = gr.UploadButton(say("evaluation.upload"), size="md", elem_id="upload-dataset", min_width=80)
        self._about = gr.HTML(elem_id="dataset-about")
        self._outcome = gr.HTML(elem_id="dataset-outcome")
        self._build_removal(say)
        with gr.Column(elem_id="run-options", elem_classes=["scroll"]):
            self._build_options(say)
        with gr.Column(elem_id="run-start"):
            self._live = gr.HTML(elem_id="live-calls")
            self._start = gr.Button(say("evaluation.start"), variant="primary", size="md", elem_id="start-run")

    def _build_removal(self, say: Texts) -> None:
        with gr.Row(visible=False, elem_classes=["confirm"]) as self._confirm:
            self._sentence = gr.HTML()
            self._yes = gr.Button(say("knowledge.confirm_yes"), variant="stop", size="md", elem_id="dataset-yes")
            self._no = gr.Button(say("knowledge.confirm_no"), size="md", elem_id="dataset-no")

    def _build_options(self, say: Texts) -> None:
        self._strict = gr.Checkbox(label=say("option.strict"), container=False, elem_id="option-strict")
        self._baselines = gr.Checkbox(True, label=say("option.baselines"), container=False)
        with gr.Column(elem_id="call-options") as self._of_calls:
            self._fast = gr.Checkbox(label=say("option.fast"), container=False, elem_id="option-fast")
            self._limit = gr.Number(0, label=say("option.limit"), precision=0, minimum=0, elem_id="option-limit")
            curves: list[tuple[str, list[tuple[str, Any]]]] = [
                ("noise", [(f"{db:g} dB", db) for db in NOISES_DB]),
                ("codec", [*CODECS.items()]),
                ("loss", [(f"{share:.0%}", share) for share in LOSSES]),
            ]
            self._noise, self._codec, self._loss = (
                gr.CheckboxGroup(choices, label=say(f"option.{name}"), elem_id=f"option-{name}")
                for name, choices in curves
            )
        gr.HTML(f"<p>{escape(say('evaluation.wanted'))}</p>", elem_id="dataset-wanted")
        self._remove = gr.Button(
            say("evaluation.remove"), size="sm", visible=False, elem_id="remove-dataset", elem_classes=["quiet"]
        )

    def wire(self, blocks: gr.Blocks, tab: gr.Tab, ticks: Any) -> None:
        """Every event of the column; called once, inside the blocks. `ticks` comes now and then while it is seen."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        shown = [self._dataset, self._about, self._of_calls, self._remove]
        for opened in (blocks.load, tab.select):
            opened(self._refresh, [self._dataset], [*shown, self._live], **quiet)
        self._dataset.input(self._describe, [self._dataset], [*shown[1:], self._confirm, self._outcome], **quiet)
        self._upload.upload(
            self._add,
            [self._upload],
            [*shown, self._outcome],
            show_progress_on=[self._outcome],
            api_visibility="private",
        )
        ticks(lambda: live_html(self._desk.live_calls(), self._say), None, [self._live], **quiet)
        self._remove.click(self._ask, [self._dataset], [self._sentence, self._confirm], **quiet)
        self._no.click(lambda: gr.update(visible=False), None, [self._confirm], **quiet)
        self._yes.click(self._drop, [self._dataset], [*shown, self._confirm, self._outcome], **quiet)
        options = [self._strict, self._baselines, self._fast, self._limit, self._noise, self._codec, self._loss]
        self._start.click(self._begin, [self._dataset, *options], [self.started], **quiet)

    def _choices(self) -> list[tuple[str, str]]:
        return [(dataset_label(dataset, self._say), dataset.name) for dataset in self._evaluation.datasets.datasets()]

    def _refresh(self, name: str | None) -> list[Any]:
        return [*self._shown(name), live_html(self._desk.live_calls(), self._say)]

    def _shown(self, name: str | None) -> list[Any]:
        """The chooser at a data set (the sample calls where it is gone), and what depends on it."""
        found = {dataset.name: dataset for dataset in self._evaluation.datasets.datasets()}
        chosen = name if name in found else SAMPLE_NAME
        choices = [(dataset_label(dataset, self._say), dataset.name) for dataset in found.values()]
        return [gr.update(choices=choices, value=chosen), *self._about_it(found.get(chosen or SAMPLE_NAME))]

    def _about_it(self, dataset: Dataset | None) -> list[Any]:
        of_calls = dataset is not None and dataset.kind == "calls"
        removable = dataset is not None and dataset.name != SAMPLE_NAME
        return [dataset_html(dataset, self._say), gr.update(visible=of_calls), gr.update(visible=removable)]

    def _describe(self, name: str | None) -> list[Any]:
        with spoken(self._say):
            chosen = self._evaluation.datasets.dataset(name or "")
        return [*self._about_it(chosen), gr.update(visible=False), ""]

    def _add(self, file: str | None, progress: gr.Progress = gr.Progress()) -> list[Any]:  # noqa: B008
        path = Path(file or "")
        progress(None, desc=self._say("evaluation.uploading"))
        try:
            with spoken(self._say):
                added = self._evaluation.datasets.add(path, path.name)
        finally:
            with suppress(OSError):  # what is left is cleared away with the other uploads
                path.unlink()
        return [*self._shown(added.name), self._done("evaluation.added", added.name)]

    def _ask(self, name: str | None) -> tuple[str, Any]:
        return f"<p>{escape(self._say('evaluation.confirm', name=name))}</p>", gr.update(visible=True)

    def _drop(self, name: str | None) -> list[Any]:
        with spoken(self._say):
            self._evaluation.remove(name or "")
        return [*self._shown(None), gr.update(visible=False), self._done("evaluation.removed", name or "")]

    def _done(self, key: str, name: str) -> str:
        return f'<p class="done">{escape(self._say(key, name=name))}</p>'

    def _begin(
        self, name: str | None, strict: bool, baselines: bool, fast: bool, limit: int | None, *curves: list[Any]
    ) -> str:
        noise, codec, loss = (tuple(values or ()) for values in curves)
        options = RunOptions(strict, baselines, fast, limit or None, noise, codec, loss)
        with spoken(self._say):
            return self._evaluation.start(name or "", options)
