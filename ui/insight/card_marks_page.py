"""Marks that operators set on passages in a call: one press, no dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import gradio as gr

from ui.advice_view import advice_html
from ui.faults import spoken
from ui.insight.mark_view import mark_foot
from ui.panel_state import PanelState
from ui.seat import Seats
from ui.texts import Texts
from ui.ticket_form import changed

if TYPE_CHECKING:
    from assistant.desk import Desk

MARK_JS = """
element.addEventListener('click', (event) => {
  const data = event.target.closest('button[data-passage]')?.dataset;
  if (data) trigger('mark', {passage: data.passage, kind: data.mark, reason: ''});
});
element.addEventListener('change', (event) => {
  const field = event.target, data = field.dataset;
  if (data.kind) trigger('mark', {passage: data.passage, kind: data.kind, reason: field.value});
});
"""


class CardMarks:
    """Draws the advice with the marks of its passages; `wire` takes the presses."""

    def __init__(self, desk: Desk, seats: Seats, say: Texts) -> None:
        self._desk, self._seats, self._say = desk, seats, say

    def advice(self, state: PanelState) -> str:
        """What to answer, each passage with its mark; the database is asked only where one of them is marked."""
        suggestion, marks = state.suggestion, self._desk.insight.marks
        shown = {hit.passage.passage_id for hit in suggestion.hits} if suggestion else set()
        warned = marks.open_passages & shown
        own = marks.of_call(state.call_id) if warned else {}
        feet = {passage_id: mark_foot(passage_id, own, warned, self._say) for passage_id in shown}
        return advice_html(state, self._say, feet, self._desk.settings.unsure)

    def wire(self, advice: Any, quiet: dict[str, Any]) -> None:
        """`advice` is the component that `advice` is drawn into."""
        advice.mark(self._mark, None, [advice], **quiet)

    def _mark(self, pressed: gr.EventData, request: gr.Request) -> Any:
        """Only passages that the page shows can be marked."""
        seat = self._seats.seat(request.session_hash)
        state, marks = seat.state, self._desk.insight.marks
        hits = state.suggestion.hits if state.suggestion else ()
        passage = next((hit.passage for hit in hits if str(hit.passage.passage_id) == str(pressed.passage)), None)
        if passage is None or seat.call_id != state.call_id:
            return gr.skip()
        with spoken(self._say):
            match str(pressed.kind):
                case "wrong" | "outdated" as kind:
                    at = state.label if state.source == "line" else ""
                    marks.mark(state.call_id, passage, kind, at, str(pressed.reason))
                case "":
                    marks.withdraw(state.call_id, passage.passage_id)
        return changed(seat, "advice", self.advice(state))
