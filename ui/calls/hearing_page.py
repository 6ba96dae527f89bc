"""The buttons that pause the hearing of the open call, go on, or stop it for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.calls.hearing_view import hearing_html
from ui.faults import spoken
from ui.seat import Seat, Seats
from ui.texts import Texts
from ui.ticket_form import changed

if TYPE_CHECKING:
    from assistant.desk import Desk

HEARING_JS = """
element.addEventListener('click', (event) => {
  const asked = event.target.closest('button[data-hearing]')?.dataset.hearing;
  if (asked) trigger('hear', {state: asked});
});
"""


class HearingControl:
    """Builds itself where it is made; `update` says what a state changes in it."""

    def __init__(self, desk: Desk, seats: Seats, say: Texts) -> None:
        self._desk, self._seats, self._say = desk, seats, say
        self.shown: Any = gr.HTML(js_on_load=HEARING_JS, elem_id="hearing")

    def update(self, seat: Seat) -> Any:
        """New HTML, or nothing to send."""
        return changed(seat, "hearing", hearing_html(seat.state, self._say))

    def wire(self, quiet: dict[str, Any]) -> None:
        """The answer comes back as an event of the call."""
        self.shown.hear(self._hear, None, None, **quiet)

    def _hear(self, asked: gr.EventData, request: gr.Request) -> None:
        session = self._desk.call(self._seats.seat(request.session_hash).call_id)
        if session is None or session.ended:
            return
        with spoken(self._say):
            match str(asked.state):
                case "on" | "paused" | "off" as state:
                    session.set_hearing(state)
