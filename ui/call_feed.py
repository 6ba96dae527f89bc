"""The states of one call for one page: past events at once, then live ones, bursts drawn as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING

from assistant.events import PartialTranscript, Stamped
from ui.panel_state import Heard, PanelState, fold, place

if TYPE_CHECKING:
    from assistant.call_session import Watcher

PATIENCE_S = 0.15
"""How long a wait for one event is, and so how soon a page that was left is noticed."""
PAUSE_S = 0.08
"""The least time between two drawings; events that come in between are drawn as one."""


def feed(watcher: Watcher, watched: Callable[[], bool]) -> Iterator[PanelState]:
    """States until the call has ended or `watched` turns False; the last state is always given."""
    state, due = PanelState(), 0.0
    while watched() and state.ended is None:
        stamped = watcher.next(PATIENCE_S)
        if stamped is None:
            if watcher.closed:
                return
            continue
        state = replayed((stamped, *_burst(watcher, due)), state)
        due = monotonic() + PAUSE_S
        yield state


def replayed(events: Iterable[Stamped], state: PanelState | None = None) -> PanelState:
    """The state after all of them; a partial is passed over where a transcript comes next and tells more of it later.

    What comes next matters as notes and typed questions stand where the call's clock was.
    """
    events = list(events)
    last = {place(stamped.event): stamped.seq for stamped in events if isinstance(stamped.event, Heard)}
    telling = (
        stamped
        for stamped, after in zip_longest(events, events[1:])
        if not isinstance(stamped.event, PartialTranscript)
        or last[place(stamped.event)] == stamped.seq
        or not isinstance(after.event, Heard)
    )
    return reduce(fold, telling, state or PanelState())


def _burst(watcher: Watcher, due: float) -> Iterator[Stamped]:
    """What is there already, then what comes until `due`, or the end of the call."""
    while stamped := watcher.next(max(0.0, due - monotonic())):
        yield stamped
