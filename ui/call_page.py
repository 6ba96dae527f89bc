"""The page of a call: what is said, the form beside it, and what to answer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import gradio as gr
import numpy as np
import numpy.typing as npt

from assistant.call_session import AudioChunk, CallSession
from assistant.ticket import FieldName
from ui.advice_view import advice_html, alerts_html
from ui.call_bar import CallBar
from ui.call_feed import feed, replayed
from ui.calls.hearing_page import HearingControl
from ui.calls.live_calls_page import LiveCalls
from ui.faults import spoken
from ui.insight.card_marks_page import MARK_JS, CardMarks
from ui.seat import Seat, Seats
from ui.status_view import call_status_html
from ui.texts import Texts
from ui.ticket_form import TicketForm, changed
from ui.transcript_view import transcript_html

if TYPE_CHECKING:
    from assistant.desk import Desk, DeskStatus


class CallPage:
    """Builds the page where it is made; `wire` connects it to the desk."""

    def __init__(self, desk: Desk, seats: Seats, say: Texts) -> None:
        self._desk, self._seats, self._say = desk, seats, say
        self._opened = gr.State("")
        self._bar, self._marks = CallBar(desk, seats, say), CardMarks(desk, seats, say)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="column-transcript", elem_classes=["pane"]):
                with gr.Row(elem_id="transcript-title", elem_classes=["pane-title"]):
                    gr.HTML(f"<h2>{say('transcript')}</h2>")
                    self._hearing = HearingControl(desk, seats, say)
                missing = desk.status().missing
                first = transcript_html(Seat().state, say, missing)
                self._transcript = gr.HTML(first, elem_id="transcript", elem_classes=["scroll"])
            with gr.Column(elem_id="column-form", elem_classes=["pane"]):
                self._build_form(say)
            with gr.Column(elem_id="column-advice", elem_classes=["pane"]):
                self._build_advice(say)

    def _build_form(self, say: Texts) -> None:
        export = " ".join(f'<a href="/export/tickets.{kind}">{kind.upper()}</a>' for kind in ("csv", "json"))
        gr.HTML(f"<h2>{say('form')}</h2><span>{say('form.export')} {export}</span>", elem_classes=["pane-title"])
        with gr.Column(elem_id="form", elem_classes=["scroll"]):
            self._form = TicketForm(self._desk.settings, say)
        with gr.Row(elem_id="form-actions"):
            self._stored = gr.HTML(elem_id="stored")
            self._submit = gr.Button(say("form.submit"), variant="primary", elem_id="submit", size="md")

    def _build_advice(self, say: Texts) -> None:
        gr.HTML(f"<h2>{say('advice')}</h2>", elem_classes=["pane-title"])
        self._alerts = gr.HTML(elem_id="alerts")
        first = advice_html(Seat().state, say)
        self._advice = gr.HTML(first, js_on_load=MARK_JS, elem_id="advice", elem_classes=["scroll"])
        with gr.Row(elem_id="ask"):
            self._question = gr.Textbox(
                show_label=False,
                label=say("question.ask"),
                placeholder=say("question"),
                max_lines=1,
                max_length=500,
                elem_id="question",
                container=False,
            )
            self._ask = gr.Button(say("question.ask"), elem_id="ask-button", size="md", min_width=80)

    @property
    def _drawn(self) -> list[Any]:
        heard = [self._bar.status, self._hearing.shown, self._transcript]
        return [*heard, self._alerts, self._advice, *self._form.outputs]

    def wire(self, blocks: gr.Blocks, live: LiveCalls) -> None:
        """Every event of the page; called once, inside the blocks."""
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        speech = (self._listen, self._hear, self._fall_silent)
        self._bar.wire(blocks, self._opened, self._replay, speech, self._hang_up, quiet)
        asking = (self._ask_typed, [self._question], [self._opened, self._question])
        self._question.submit(*asking, **quiet)
        self._ask.click(*asking, **quiet)
        self._form.wire(self._seats, self._edit, quiet)
        self._marks.wire(self._advice, quiet)
        self._hearing.wire(quiet)
        self._submit.click(self._store, [*self._form.fields.values()], [self._stored], **quiet)
        live.wire(blocks.load(self._reopen, None, [self._opened], **quiet), self._opened, quiet)
        self._opened.change(lambda: "", None, [self._stored], **quiet)
        self._opened.change(
            self._watch, [self._opened], self._drawn, concurrency_limit=None, trigger_mode="multiple", **quiet
        )

    # Opening a call. Each gives the call's id, whose change starts `_watch`.

    def _open(self, session: CallSession, request: gr.Request, speed: float) -> str:
        for name, value in self._seats.seat(request.session_hash).turn_to(session.call_id, speed).items():
            session.edit(name, value)
        return session.call_id

    def _replay(self, path: Path, speed: float, engine: str, request: gr.Request) -> str:
        with spoken(self._say):
            session = self._desk.replay(path, speed, engine=engine)
        return self._open(session, request, speed)

    def _ask_typed(self, text: str | None, request: gr.Request) -> tuple[str, str]:
        seat, question = self._seats.seat(request.session_hash), (text or "").strip()
        if not question:
            return seat.call_id, ""
        with spoken(self._say):
            session = self._desk.call(seat.call_id)
            if session is None or session.ended:
                session = self._desk.open_call("typed")
                self._open(session, request, 1.0)
            session.ask(question)
        return session.call_id, ""

    def _listen(self, engine: str | None, request: gr.Request) -> str:
        with spoken(self._say):
            session = self._desk.open_call("microphone", engine=engine or "")
        self._seats.seat(request.session_hash).speaking = session.call_id
        return self._open(session, request, 1.0)

    def _hear(self, sound: tuple[int, npt.NDArray[np.integer[Any]]] | None, request: gr.Request) -> None:
        session = self._desk.call(self._seats.seat(request.session_hash).speaking)
        if sound is None or session is None or session.ended:
            return
        rate, samples = sound
        mono = samples.mean(axis=1) if samples.ndim > 1 else samples
        session.hear(AudioChunk("caller", rate, (mono / -np.iinfo(samples.dtype).min).astype(np.float32)))

    def _hang_up(self, request: gr.Request) -> None:
        self._end(self._seats.seat(request.session_hash).call_id)

    def _fall_silent(self, request: gr.Request) -> None:
        self._end(self._seats.seat(request.session_hash).speaking)

    def _end(self, call_id: str) -> None:
        session = self._desk.call(call_id)
        if session is not None and not session.ended:
            with spoken(self._say):
                session.hang_up()

    def _reopen(self, request: gr.Request) -> str:
        call_id = str(request.query_params.get("call", ""))[:64]
        self._seats.seat(request.session_hash).turn_to(call_id)
        return call_id

    # Watching it.

    def _watch(self, call_id: str, request: gr.Request) -> Iterator[list[Any]]:
        seat = self._seats.seat(request.session_hash)
        if not call_id or seat.call_id != call_id:
            return
        session, status = self._desk.call(call_id), self._desk.status()
        if session is None:
            state = replayed(self._desk.events(call_id))
            if state.seq < 0:
                seat.call_id = ""
                raise gr.Error(self._say("call.unknown"), print_exception=False)
            seat.state = state
            yield self._draw(seat, status)
            return
        for state in feed(session.watch(), lambda: seat.call_id == call_id):
            seat.state = state
            yield self._draw(seat, status)

    def _draw(self, seat: Seat, status: DeskStatus) -> list[Any]:
        say, state = self._say, seat.state
        return [
            changed(seat, "status", call_status_html(state, status, seat.speed, say)),
            self._hearing.update(seat),
            changed(seat, "transcript", transcript_html(state, say, (), self._desk.settings.unsure)),
            changed(seat, "alerts", alerts_html(state, say)),
            changed(seat, "advice", self._marks.advice(state)),
            *self._form.updates(seat),
        ]

    # The form.

    def _edit(self, seat: Seat, name: FieldName, value: str) -> None:
        session = self._desk.call(seat.call_id)
        if session is not None and not session.ended:
            session.edit(name, value)

    def _store(self, request: gr.Request, *values: str | None) -> str:
        seat, say = self._seats.seat(request.session_hash), self._say
        fields = {name: value or "" for name, value in zip(self._form.fields, values, strict=True)}
        if not seat.call_id:
            raise gr.Error(say("form.no_call"), print_exception=False)
        if not (fields["title"].strip() or fields["description"].strip()):
            raise gr.Error(say("form.no_content"), print_exception=False)
        with spoken(say):
            number = self._desk.submit(seat.call_id, fields)
        seat.stored = fields
        return f'<p class="done">{escape(say("form.stored", number=number))}</p>'
