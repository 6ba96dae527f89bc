"""The bar over a call: which recording at what speed, the microphone, the engine, hang-up, and how the call stands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.panel_state import PanelState
from ui.seat import Seats
from ui.status_view import call_status_html
from ui.texts import Texts
from ui.transcript_view import clock

if TYPE_CHECKING:
    from assistant.desk import Desk

SPEEDS = {"1": 1.0, "2": 2.0, "4": 4.0, "fast": 0.0}
"""As the desk takes them: 0 is as fast as it can be heard."""


class CallBar:
    """Builds the bar where it is made; `wire` connects it."""

    def __init__(self, desk: Desk, seats: Seats, say: Texts) -> None:
        self._desk, self._seats, self._say = desk, seats, say
        choices = self._choices([])
        with gr.Row(elem_id="call-bar"):
            self._recording = gr.Dropdown(
                choices,
                value=choices[0][1] if choices else None,
                label=say("recording.choose"),
                show_label=False,
                container=False,
                elem_id="recording",
            )
            self._upload = gr.UploadButton(say("recording.upload"), size="md", elem_id="upload-recording", min_width=60)
            self._speed = self._speeds()
            self._play = gr.Button(say("play"), variant="primary", size="md", elem_id="play", min_width=60)
            self._stop = gr.Button(say("stop"), size="md", elem_id="stop", min_width=60)
            self._listen = gr.Button(say("microphone"), size="md", elem_id="listen", min_width=60)
            self._engine = self._engines()
            self._fault = gr.Textbox(visible=False)
            # Gradio's recorder is out of sight: its words follow the browser's language, not the panel's.
            self._microphone = gr.Audio(
                sources=["microphone"], streaming=True, label=say("microphone"), container=False, elem_id="microphone"
            )
            self.status = gr.HTML(call_status_html(PanelState(), desk.status(), 0, say), elem_id="call-status")

    def _speeds(self) -> gr.Dropdown:
        speeds = [(self._say("speed.times", times=name), name) for name in ("1", "2", "4")]
        return gr.Dropdown(
            [*speeds, (self._say("speed.fast"), "fast")],
            value="1",
            label=self._say("speed"),
            show_label=False,
            container=False,
            elem_id="speed",
            filterable=False,
        )

    def _engines(self) -> gr.Dropdown:
        """Shown only where there is a choice."""
        names = self._desk.engines()
        return gr.Dropdown(
            [(self._say("engine.site"), ""), *((name, name) for name in names)],
            value="",
            label=self._say("engine.choose"),
            show_label=False,
            container=False,
            elem_id="engine",
            filterable=False,
            visible=len(names) > 1,
        )

    def wire(
        self,
        blocks: gr.Blocks,
        opened: gr.State,
        play: Callable[[Path, float, str, gr.Request], str],
        speech: tuple[Callable[..., str], Callable[..., None], Callable[..., None]],
        hang_up: Callable[[gr.Request], None],
        quiet: dict[str, Any],
    ) -> None:
        """`play` begins a call, heard by the engine named, and gives its id, which goes to `opened`.

        `speech` are the same for the microphone, then what takes its sound, and what ends it.
        """
        listen, hear, fall_silent = speech

        def replay(name: str | None, speed: str, engine: str | None, request: gr.Request) -> str:
            return play(self._path(name, request), SPEEDS.get(speed, 1.0), engine or "", request)

        playing = self._play.click(replay, [self._recording, self._speed, self._engine], [opened], **quiet)
        playing.success(
            None, [self._recording, self._upload, self._speed], None, js="(...chosen) => calldesk.sound(...chosen)"
        )
        self._stop.click(hang_up, None, None, **quiet)
        self._upload.upload(self._take, [self._upload], [self._recording], **quiet)
        blocks.load(self._offer, None, [self._recording], **quiet)
        self._listen.click(self._warn, [self._fault], None, js="() => calldesk.listen()", **quiet)
        self._stop.click(None, js="() => calldesk.silence()")
        speaking = self._microphone.start_recording(listen, [self._engine], [opened], **quiet)
        speaking.failure(None, js="() => calldesk.silence()")
        self._microphone.stream(
            hear, [self._microphone], None, stream_every=0.2, concurrency_limit=None, time_limit=None, **quiet
        )
        self._microphone.stop_recording(fall_silent, None, None, **quiet)

    def _path(self, name: str | None, request: gr.Request) -> Path:
        known: dict[str, Path] = {recording.name: recording.path for recording in self._desk.recordings()}
        path = (known | self._seats.seat(request.session_hash).uploads).get(name or "")
        if path is None:
            raise gr.Error(self._say("recording.missing"), print_exception=False)
        return path

    def _warn(self, fault: str | None) -> None:
        if fault:
            raise gr.Error(self._say("microphone.failed"), print_exception=False)

    def _take(self, file: str, request: gr.Request) -> Any:
        uploads = self._seats.seat(request.session_hash).uploads
        uploads[Path(file).name] = Path(file)
        return gr.update(choices=self._choices([*uploads]), value=Path(file).name)

    def _offer(self, request: gr.Request) -> Any:
        return gr.update(choices=self._choices([*self._seats.seat(request.session_hash).uploads]))

    def _choices(self, uploads: list[str]) -> list[tuple[str, str]]:
        known = [(f"{r.name} · {clock(int(r.seconds * 1000))}", r.name) for r in self._desk.recordings()]
        return [*((name, name) for name in reversed(uploads)), *known]
