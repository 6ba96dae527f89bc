"""What ends with a page: the calls that nobody else would end."""

from __future__ import annotations

from threading import Timer
from typing import TYPE_CHECKING

from ui.seat import Seat, Seats

if TYPE_CHECKING:
    from assistant.desk import Desk

ABSENCE_S = 30.0
"""How long typed calls wait for a page that is loaded anew, or whose connection was lost."""


def depart(desk: Desk, seats: Seats, seat: Seat, absence_s: float = ABSENCE_S) -> None:
    """Hangs up the page's microphone, and later those of its typed calls that no page has; in threads of their own.

    A call of a telephone line is its exchange's to end, and a replay ends by itself.
    """
    typed = [call_id for call_id in seat.known if _source(desk, call_id) == "typed"]

    def end_typed() -> None:
        for call_id in typed:
            if not seats.known(call_id):
                _hang_up(desk, call_id)

    for wait_s, end in ((0.0, lambda: _hang_up(desk, seat.speaking)), (absence_s, end_typed)):
        timer = Timer(wait_s, end)
        timer.daemon = True
        timer.start()


def _source(desk: Desk, call_id: str) -> str:
    session = desk.call(call_id)
    return session.started.source if session else ""


def _hang_up(desk: Desk, call_id: str) -> None:
    session = desk.call(call_id)
    if session and not session.ended:
        session.hang_up()
