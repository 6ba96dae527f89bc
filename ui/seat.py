"""What the server knows of each open browser page: the call it watches and what its form holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock

from assistant.ticket import FieldName
from ui.panel_state import PanelState


@dataclass(slots=True)
class Seat:
    """One open page.

    `speed` is the replay's, 0 where unknown. `held` are the fields that have the cursor: nothing is
    sent to them. `own` are the values set here, which no draft overwrites on this page. `shown` are the
    values and `drawn` the HTML that the page was last given, `state` what they were drawn from.
    `uploads` are the recordings brought to this page, by their name, `speaking` the call that its microphone
    feeds. `stored` is the form as it was last submitted. `extension` is the operator's: calls for it that were
    opened or offered here are `known`, those that wait are `offered`. `left` turns True when the page is closed.
    """

    call_id: str = ""
    speed: float = 1.0
    held: set[FieldName] = field(default_factory=set)
    own: dict[FieldName, str] = field(default_factory=dict)
    shown: dict[FieldName, str] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)
    state: PanelState = field(default_factory=PanelState)
    uploads: dict[str, Path] = field(default_factory=dict)
    speaking: str = ""
    stored: dict[FieldName, str] = field(default_factory=dict)
    extension: str = ""
    known: set[str] = field(default_factory=set)
    offered: list[str] = field(default_factory=list)
    left: bool = False

    def turn_to(self, call_id: str, speed: float = 0.0) -> dict[FieldName, str]:
        """Watch another call with an empty form; gives what was filled in before there was any call."""
        early = {} if self.call_id else self.own
        self.call_id, self.speed, self.own, self.state, self.stored = call_id, speed, {}, PanelState(), {}
        self.known.add(call_id)
        self.wait_no_more(call_id)
        return early

    def offer(self, call_id: str) -> None:
        """The call waits until it is opened here or put off."""
        self.known.add(call_id)
        self.offered.append(call_id)

    def wait_no_more(self, call_id: str) -> None:
        """The call is offered no longer."""
        self.offered = [other for other in self.offered if other != call_id]

    @property
    def free(self) -> bool:
        """Whether another call may take the page: nobody is being listened to, and no words would be lost unsubmitted.

        A call on a telephone line is listened to once there is a line of it, a replay and a microphone at once. Of
        the form count the drafted words too while the call goes on, after it only those that the operator set.
        """
        if not self.call_id:
            return True  # what is filled in before a call goes with it
        going = self.state.ended is None and self.state.source != "typed"
        if self.held or (going and (self.state.source != "line" or self.state.lines)):
            return False  # so is a call that was just opened, as nothing is known of it yet
        form = self.mine().values()
        words = any(form.values()) if going else any(self.own.values())
        return not words or form == self.stored

    def mine(self) -> PanelState:
        """The state with this page's own values over it."""
        return replace(self.state, edits={**self.state.edits, **self.own})

    def has_new(self, name: FieldName, value: str) -> bool:
        """Whether the operator's value differs from what the page was given."""
        return value != self.own.get(name, self.shown.get(name, ""))

    def set(self, name: FieldName, value: str) -> None:
        """The operator's value: it stands from now on."""
        self.own[name] = self.shown[name] = value

    def must_draw(self, part: str, html: str) -> bool:
        """Whether a part of the page shows something else; True notes the new one as drawn."""
        if self.drawn.get(part, "") == html:
            return False
        self.drawn[part] = html
        return True

    def takes(self, name: FieldName, value: str) -> bool:
        """Whether a value from the call may and need be sent to the page; True notes it as shown."""
        if name in self.own or name in self.held or self.shown.get(name, "") == value:
            return False
        self.shown[name] = value
        return True


class Seats:
    """Every open page by its session; safe to use from several threads."""

    def __init__(self) -> None:
        self._seats: dict[str, Seat] = {}
        self._lock = Lock()

    def seat(self, session: str | None) -> Seat:
        """The page's seat, made when it is first asked for."""
        with self._lock:
            return self._seats.setdefault(session or "", Seat())

    def leave(self, session: str | None) -> Seat | None:
        """The page was closed: whoever feeds it stops at its next look; gives what was known of it."""
        with self._lock:
            seat = self._seats.pop(session or "", None)
        if seat:
            seat.call_id, seat.left = "", True
        return seat

    def known(self, call_id: str) -> bool:
        """Whether a page that is open has opened that call."""
        with self._lock:
            return any(call_id in seat.known for seat in self._seats.values())
