"""Whose reading is made next, and what may be dropped."""

import threading
from collections.abc import Callable

import pytest

from asr.call_share import CallShare
from asr.scheduler import Job, Scheduler, Turns, Urgency, unheard

FINAL, AHEAD, GLANCE = Urgency.FINAL, Urgency.AHEAD, Urgency.GLANCE


class Held:
    """A scheduler of one worker that is kept busy until the test lets it go; `read` is what was read, in order."""

    def __init__(self) -> None:
        self.scheduler, self.read = Scheduler(1), list[str]()
        self._open, entered = threading.Event(), threading.Event()
        self.ended = threading.Event()
        self.scheduler.submit(CallShare(0), FINAL, lambda: (entered.set(), self._open.wait(5)), unheard)
        assert entered.wait(5)

    def ask(self, share: CallShare, urgency: Urgency, name: str) -> Job[None]:
        return self.scheduler.submit(share, urgency, lambda: self.read.append(name) or name, unheard)  # type: ignore[func-returns-value, arg-type]

    def go(self) -> list[str]:
        """Lets everything be read."""
        self._open.set()
        last = CallShare(0)
        last.served_at = float("inf")
        self.scheduler.submit(last, GLANCE, lambda: self.ended.set() or 1, unheard)  # type: ignore[func-returns-value]
        assert self.ended.wait(5)
        return self.read


@pytest.fixture
def held() -> Held:
    return Held()


def test_finals_go_before_read_aheads_and_those_before_glances(held: Held) -> None:
    one = CallShare(0)
    for urgency in (GLANCE, AHEAD, FINAL):
        held.ask(one, urgency, urgency.name)
    assert held.go() == ["FINAL", "AHEAD", "GLANCE"]


def test_a_call_with_many_finals_lets_the_others_in_between(held: Held) -> None:
    flood, polite = CallShare(0), CallShare(0)
    for number in range(3):
        held.ask(flood, FINAL, f"flood {number}")
    held.ask(polite, FINAL, "polite 0")
    held.ask(polite, FINAL, "polite 1")
    assert held.go() == ["flood 0", "polite 0", "flood 1", "polite 1", "flood 2"]


def test_a_glance_goes_to_the_call_that_waited_longest(held: Held) -> None:
    served, waiting = CallShare(0), CallShare(0)
    served.served_at = 2.0
    waiting.served_at = 1.0
    held.ask(served, GLANCE, "served")
    held.ask(waiting, GLANCE, "waiting")
    assert held.go() == ["waiting", "served"]


def test_what_has_not_begun_can_be_taken_back_and_only_that(held: Held) -> None:
    one = CallShare(0)
    dropped, kept = held.ask(one, GLANCE, "dropped"), held.ask(one, GLANCE, "kept")
    assert held.scheduler.drop(dropped)
    assert not held.scheduler.drop(dropped)
    assert held.go() == ["kept"]
    assert not held.scheduler.drop(kept)
    assert (dropped.done, kept.done) == (False, True)


def test_a_read_ahead_that_becomes_final_goes_first(held: Held) -> None:
    one, other = CallShare(0), CallShare(0)
    held.ask(other, AHEAD, "other")
    hastened = held.ask(one, AHEAD, "hastened")
    held.scheduler.hasten(hastened)
    assert held.go() == ["hastened", "other"]


def test_an_error_is_raised_where_the_result_is_asked_for_and_the_next_is_read() -> None:
    woken, turns = threading.Event(), list[Callable[[], str]]()

    def broken() -> str:
        raise RuntimeError("the engine failed")

    turn = Turns.of(Scheduler(1), None, woken.set)
    turns = [broken, lambda: "read"]
    jobs = []
    for work in turns:
        woken.clear()
        jobs.append(turn.ask(FINAL, work))
        assert woken.wait(5)
    with pytest.raises(RuntimeError, match="the engine failed"):
        jobs[0].result()
    assert jobs[1].result() == "read"


def test_only_what_cannot_be_dropped_counts_as_the_calls_share(monkeypatch: pytest.MonkeyPatch) -> None:
    woken, share, spent = threading.Event(), CallShare(0.0), list[float]()
    monkeypatch.setattr(share, "spend", lambda seconds, now: spent.append(seconds))
    turn = Turns(Scheduler(1), share, woken.set)
    for urgency in (GLANCE, AHEAD, FINAL):
        woken.clear()
        job = turn.ask(urgency, lambda: threading.Event().wait(0.002) or "read")
        assert woken.wait(5)
        assert job.seconds > 0
    assert len(spent) == 2
    assert all(seconds > 0 for seconds in spent)


def test_one_worker_is_kept_free_of_glances() -> None:
    scheduler, share, entered, leave = Scheduler(2), CallShare(0), threading.Semaphore(0), threading.Event()

    def glance() -> str:
        entered.release()
        assert leave.wait(5)
        return "glance"

    glances = [scheduler.submit(share, GLANCE, glance, unheard) for _ in range(2)]
    assert entered.acquire(timeout=5)
    final_read = threading.Event()
    scheduler.submit(share, FINAL, lambda: final_read.set() or "final", unheard)  # type: ignore[func-returns-value]
    assert final_read.wait(5)
    assert [job.begun for job in glances] == [True, False]
    leave.set()
    assert entered.acquire(timeout=5)


def test_it_is_crowded_while_finals_wait(held: Held) -> None:
    held.ask(CallShare(0), GLANCE, "glance")
    assert not held.scheduler.crowded
    held.ask(CallShare(0), FINAL, "final")
    assert held.scheduler.crowded
    held.go()
    assert not held.scheduler.crowded
