"""Whether there is room for one more call, by what the calls that go on were seen to take."""

import pytest

from asr.call_share import MEMORY_S, USABLE, CallShare, LoadMeter

GUESS = 0.4


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_share_is_the_mean_of_the_last_half_minute() -> None:
    share = CallShare(0.0)
    for second in range(1, 301):
        share.spend(0.5, float(second))
    assert share.cores(300.0) == pytest.approx(0.5, rel=0.05)
    assert share.cores(300.0 + 5 * MEMORY_S) == pytest.approx(0.0, abs=0.01)


def test_a_young_call_cannot_be_judged_and_soon_is_judged_right() -> None:
    share = CallShare(0.0)
    for second in range(1, 21):
        share.spend(0.5, float(second))
        assert (share.cores(float(second)) is None) == (second < MEMORY_S / 2)
    assert share.cores(20.0) == pytest.approx(0.5, rel=0.1)


def test_young_calls_are_taken_in_by_the_first_guess_until_the_cores_are_full() -> None:
    clock = Clock()
    meter, held = LoadMeter(2, clock), list[CallShare]()
    while meter.room(held, GUESS):
        held.append(CallShare(clock.now))
    assert len(held) == int(2 * USABLE / GUESS)


def test_calls_that_cost_much_leave_no_room_and_an_ended_one_does() -> None:
    clock = Clock()
    meter, shares = LoadMeter(2, clock), [CallShare(clock.now) for _ in range(3)]
    for _ in range(120):
        clock.now += 1
        for share in shares:
            share.spend(0.5, clock.now)
    assert not meter.room(shares, GUESS)
    assert meter.room(shares[:1], GUESS)


def test_calls_that_are_quiet_now_are_taken_to_speak_again() -> None:
    clock = Clock()
    meter, quiet = LoadMeter(2, clock), [CallShare(clock.now) for _ in range(20)]
    clock.now += 120
    assert meter.room(quiet[:6], GUESS)
    assert not meter.room(quiet[:8], GUESS)


def test_a_new_call_is_taken_to_cost_what_the_others_cost_where_that_is_more() -> None:
    clock = Clock()
    meter, shares = LoadMeter(2, clock), [CallShare(clock.now) for _ in range(2)]
    for _ in range(120):
        clock.now += 1
        for share in shares:
            share.spend(0.7, clock.now)
    assert not meter.room(shares, GUESS)
    assert meter.room(shares[:1], GUESS)


def test_a_call_is_never_refused_where_none_goes_on() -> None:
    assert LoadMeter(0.01, Clock()).room([], GUESS)
