"""The operator's form: one component for each field of a ticket, its evidence and its chips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from assistant.settings import Settings
from assistant.ticket import REQUEST_TYPES, URGENCIES, FieldName
from assistant.tickets.taxonomy import read_categories, read_departments
from ui.calls.doubt import unsure_field
from ui.seat import Seat, Seats
from ui.texts import Texts
from ui.ticket_view import chips_html, evidence_html

ROWS: tuple[tuple[FieldName, ...], ...] = (
    ("caller_name", "caller_phone"),
    ("request_type", "urgency", "confidential"),
    ("title",),
    ("description",),
    ("place", "time"),
    ("parties",),
    ("category",),
    ("department",),
)
CHOSEN: dict[FieldName, tuple[str, ...]] = {
    "request_type": REQUEST_TYPES,
    "urgency": URGENCIES,
    "confidential": ("no", "yes"),
}
RANKED: tuple[FieldName, ...] = ("category", "department")
MAX_LENGTH = 4000
CHOOSE_JS = """
element.addEventListener('click', (event) => {
  const chip = event.target.closest('[data-field]');
  if (chip) trigger('choose', {field: chip.dataset.field, value: chip.dataset.value});
});
"""


class TicketForm:
    """Builds the components where it is made; `updates` says what a state changes in them."""

    def __init__(self, settings: Settings, say: Texts) -> None:
        self._say, self._unsure = say, settings.unsure
        self._labels: dict[FieldName, list[str]] = {
            "category": [category.label for category in read_categories(settings.categories)],
            "department": [department.short for department in read_departments(settings.departments)],
        }
        self.fields: dict[FieldName, Any] = {}
        self.evidence: dict[FieldName, gr.HTML] = {}
        self.chips: dict[FieldName, Any] = {}
        for row in ROWS:
            with gr.Row(elem_classes=["form-row"]):
                for name in row:
                    self._place(name)

    @property
    def outputs(self) -> list[Any]:
        """Every component that `updates` speaks of, in its order."""
        return [*self.fields.values(), *self.noted]

    @property
    def noted(self) -> list[Any]:
        """Every component that `notes` speaks of, in its order."""
        return [*self.evidence.values(), *self.chips.values()]

    def updates(self, seat: Seat) -> list[Any]:
        """New values, `gr.skip()` for what the page shows already or the operator has in hand."""
        state = seat.mine()
        values = [
            self.shown(name, state.value(name)) if seat.takes(name, state.value(name)) else gr.skip()
            for name in self.fields
        ]
        return [*values, *self.notes(seat)]

    def notes(self, seat: Seat) -> list[Any]:
        """New evidence and chips."""
        state, say, unsure = seat.mine(), self._say, self._unsure
        ranked = {"category": state.draft.categories, "department": state.draft.departments}
        doubts = {name: say("doubt.field") if unsure_field(state, name, unsure) else "" for name in RANKED}
        evidence = [changed(seat, f"evidence.{n}", evidence_html(state, n, say, unsure)) for n in self.evidence]
        chips = [changed(seat, f"chips.{n}", chips_html(ranked[n], n, state.value(n), doubts[n])) for n in self.chips]
        return [*evidence, *chips]

    def wire(self, seats: Seats, store: Callable[[Seat, FieldName, str], None], quiet: dict[str, Any]) -> None:
        """Fields in hand are noted, values set go to `store`."""
        at_once = {**quiet, "queue": False, "trigger_mode": "multiple"}
        for name, component in self.fields.items():
            hold, edit, release = self._handlers(name, seats, store)
            component.focus(hold, None, None, **at_once)
            component.blur(release, [component], self.noted, **at_once)
            if isinstance(component, gr.Dropdown):
                component.input(edit, [component], self.noted, **at_once)

        def choose(chosen: gr.EventData, request: gr.Request) -> list[Any]:
            seat, value = seats.seat(request.session_hash), str(chosen.value)[:MAX_LENGTH]
            if chosen.field in RANKED:
                seat.set(chosen.field, value)
                store(seat, chosen.field, value)
            return [*(value if name == chosen.field else gr.skip() for name in RANKED), *self.notes(seat)]

        filled = [*(self.fields[name] for name in RANKED), *self.noted]
        for chips in self.chips.values():
            chips.choose(choose, None, filled, **at_once)

    def _handlers(
        self, name: FieldName, seats: Seats, store: Callable[[Seat, FieldName, str], None]
    ) -> tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]]:
        def hold(request: gr.Request) -> None:
            seats.seat(request.session_hash).held.add(name)

        def edit(value: str | None, request: gr.Request) -> list[Any]:
            seat = seats.seat(request.session_hash)
            if seat.has_new(name, value or ""):
                seat.set(name, value or "")
                store(seat, name, value or "")
            return self.notes(seat)

        def release(value: str | None, request: gr.Request) -> list[Any]:
            seats.seat(request.session_hash).held.discard(name)
            return edit(value, request)

        return hold, edit, release

    def shown(self, name: FieldName, value: str) -> Any:
        """A value as its component takes it: a choice that is not among the offered ones is none."""
        if name in CHOSEN:
            return value if value in CHOSEN[name] else None
        return value or None if name in RANKED else value

    def _place(self, name: FieldName) -> None:
        with gr.Column(elem_classes=["field", f"field-{name}"], min_width=60):
            self.fields[name] = self._input(name)
            if name in RANKED:
                self.chips[name] = gr.HTML(js_on_load=CHOOSE_JS, elem_classes=["chips"])
            self.evidence[name] = gr.HTML(elem_classes=["evidence"], elem_id=f"evidence-{name}")

    def _input(self, name: FieldName) -> Any:
        label, elem_id = self._say(f"field.{name}"), f"field-{name}"
        if name in CHOSEN:
            choices = [(self._say(f"{name}.{code}"), code) for code in CHOSEN[name]]
            return gr.Dropdown(choices, value=None, label=label, elem_id=elem_id, min_width=60, interactive=True)
        if name in RANKED:
            return gr.Dropdown(
                [*self._labels[name]],
                value=None,
                label=label,
                elem_id=elem_id,
                allow_custom_value=True,
                num_choices_shown=None,
                interactive=True,
            )
        lines = {"description": 4, "title": 1}.get(name, 1)
        return gr.Textbox(
            label=label,
            lines=lines,
            max_lines=lines,
            elem_id=elem_id,
            max_length=MAX_LENGTH,
            min_width=60,
            interactive=True,
        )


def changed(seat: Seat, part: str, html: str) -> Any:
    """The HTML if the page shows another one, else nothing to send."""
    return html if seat.must_draw(part, html) else gr.skip()
