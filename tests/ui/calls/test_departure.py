"""Which calls end when their page is closed."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from ui.calls import departure
from ui.calls.departure import depart
from ui.seat import Seats


class Timers:
    """Stands for threading.Timer; `ring` lets the time pass."""

    def __init__(self) -> None:
        self.waiting: list[tuple[float, Callable[[], None]]] = []
        self.daemon = False

    def __call__(self, wait_s: float, end: Callable[[], None]) -> Any:
        self.waiting.append((wait_s, end))
        return self

    def start(self) -> None:
        """Begins to count."""

    def ring(self, until_s: float) -> None:
        for wait_s, end in self.waiting:
            if wait_s <= until_s:
                end()


@pytest.fixture
def timers(monkeypatch: pytest.MonkeyPatch) -> Timers:
    timers = Timers()
    monkeypatch.setattr(departure, "Timer", timers)
    return timers


def test_a_microphone_ends_with_its_page_and_a_line_goes_on(desk: Any, timers: Timers) -> None:
    seats, spoken, line = Seats(), desk.open_call("microphone"), desk.ring("8001")
    seat = seats.seat("page")
    seat.turn_to(spoken.call_id)
    seat.speaking = spoken.call_id
    seat.turn_to(line.call_id)
    left = seats.leave("page")
    assert left is seat
    depart(desk, seats, left)
    timers.ring(0)
    assert spoken.ended
    timers.ring(departure.ABSENCE_S)
    assert not line.ended


def test_typed_calls_end_unless_a_page_comes_back_to_them(desk: Any, timers: Timers) -> None:
    seats, calls = Seats(), [desk.open_call("typed") for _ in range(3)]
    seat = seats.seat("page")
    for call in calls:
        seat.turn_to(call.call_id)
    seats.leave("page")
    depart(desk, seats, seat)
    timers.ring(0)
    assert not any(call.ended for call in calls)
    calls[0].hang_up()
    seats.seat("page again").turn_to(calls[1].call_id)
    timers.ring(departure.ABSENCE_S)
    assert [call.ended for call in calls] == [True, False, True]
    assert len(calls[0].events) == 2


def test_a_hang_up_that_takes_long_keeps_nobody(desk: Any) -> None:
    seats, call, free, ended = Seats(), desk.open_call("microphone"), threading.Event(), threading.Event()

    def hang_up() -> None:
        free.wait(10)
        ended.set()

    call.hang_up = hang_up
    seat = seats.seat("page")
    seat.speaking = call.call_id
    depart(desk, seats, seat)
    assert not ended.is_set()
    free.set()
    assert ended.wait(10)
