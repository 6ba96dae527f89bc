"""The states of one call for one page: past events at once, then live ones, bursts drawn as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import reduce
from time import monotonic
from typing import TYPE_CHECKING

from assistant.events import Stamped
from ui.panel_state import PanelState, fold

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
        state = fold(state, stamped)
        while state.ended is None and (wait := due - monotonic()) > 0:
            if more := watcher.next(wait):
                state = fold(state, more)
        due = monotonic() + PAUSE_S
        yield state


def replayed(events: Iterable[Stamped]) -> PanelState:
    """The last state of a stored stream."""
    return reduce(fold, events, PanelState())
