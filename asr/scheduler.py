"""Readings of many calls by one loaded model: finals first, then read-aheads, then glances, each call in its turn."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Generic, TypeVar

from asr.call_share import CallShare

T = TypeVar("T")
Wake = Callable[[], None]


def unheard() -> None:
    """Wakes nobody: for who looks for results by itself."""


class Urgency(IntEnum):
    """What goes first; only a GLANCE is ever dropped to keep up."""

    FINAL = 0
    AHEAD = 1
    GLANCE = 2


class Job(Generic[T]):
    """A reading that was asked for; `seconds` is how long it took, 0 until it is done."""

    def __init__(self, share: CallShare, urgency: Urgency, work: Callable[[], T], wake: Wake) -> None:
        self.share, self.urgency = share, urgency
        self.begun = self.done = False
        self.seconds = 0.0
        self._work, self._wake = work, wake
        self._result: T | None = None
        self._error: Exception | None = None

    @property
    def failed(self) -> bool:
        """Whether the reading raised an error."""
        return self._error is not None

    def result(self) -> T:
        """What was read, or the error of reading it raised; asked only once it is done."""
        if self._error is not None:
            raise self._error
        assert self._result is not None
        return self._result

    def run(self) -> None:
        """Called by the scheduler, in a thread of its own."""
        began = time.monotonic()
        try:
            self._result = self._work()
        except Exception as exc:  # an engine's own errors are of any class; it is raised where the result is asked for
            self._error = exc
        ended = time.monotonic()
        self.seconds = ended - began
        if self.urgency is not Urgency.GLANCE:
            self.share.spend(self.seconds, ended)
        self.done = True
        self._wake()


class Scheduler:
    """`workers` readings run at a time, each in a thread that begins with the first reading.

    One worker is kept free of glances, where there are several: a final need not wait for one to end.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._threads: list[threading.Thread] = []
        self._waiting: list[Job[object]] = []
        self._glances = 0
        self._news = threading.Condition()

    def submit(self, share: CallShare, urgency: Urgency, work: Callable[[], T], wake: Wake) -> Job[T]:
        """Runs `work` in its turn, then calls `wake` in the worker's thread, which must return at once."""
        job = Job(share, urgency, work, wake)
        with self._news:
            if not self._threads:
                names = [f"reader-{number}" for number in range(self._workers)]
                self._threads = [threading.Thread(target=self._run, name=name, daemon=True) for name in names]
                for thread in self._threads:
                    thread.start()
            self._waiting.append(job)  # type: ignore[arg-type]
            self._news.notify()
        return job

    def drop(self, job: Job[T]) -> bool:
        """Takes back a reading that has not begun; False where it has."""
        with self._news:
            if job not in self._waiting:
                return False
            self._waiting.remove(job)  # type: ignore[arg-type]
            return True

    def hasten(self, job: Job[T]) -> None:
        """The reading is to be final now."""
        with self._news:
            job.urgency = Urgency.FINAL

    @property
    def crowded(self) -> bool:
        """Whether finals wait."""
        with self._news:
            return any(job.urgency is Urgency.FINAL for job in self._waiting)

    def _run(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(self._eligible)
                job = self._next(self._eligible())
                self._waiting.remove(job)
                job.begun, job.share.served_at = True, time.monotonic()
                glances = int(job.urgency is Urgency.GLANCE)
                self._glances += glances
            job.run()
            with self._news:
                self._glances -= glances
                self._news.notify_all()

    def _eligible(self) -> list[Job[object]]:
        full = self._glances >= max(1, self._workers - 1)
        return [job for job in self._waiting if not (full and job.urgency is Urgency.GLANCE)]

    def _next(self, waiting: list[Job[object]]) -> Job[object]:
        """Finals go round the calls, so that one call cannot keep others waiting; glances to who had none longest."""
        finals: Counter[CallShare] = Counter()
        keys: list[tuple[int, int, float]] = []
        for job in waiting:
            if job.urgency is Urgency.FINAL:
                keys.append((job.urgency, finals[job.share], job.share.served_at))
                finals[job.share] += 1
            else:
                keys.append((job.urgency, 0, job.share.served_at))
        return waiting[min(range(len(keys)), key=keys.__getitem__)]


@dataclass(frozen=True, slots=True)
class Turns:
    """One call's turns at a scheduler; `wake` is called in a worker's thread when a reading is done."""

    scheduler: Scheduler
    share: CallShare
    wake: Wake

    @classmethod
    def of(cls, scheduler: Scheduler, share: CallShare | None, wake: Wake) -> Turns:
        """The turns of a call, or of one that is alone."""
        return cls(scheduler, share or CallShare(time.monotonic()), wake)

    def ask(self, urgency: Urgency, work: Callable[[], T]) -> Job[T]:
        """Asks for a reading."""
        return self.scheduler.submit(self.share, urgency, work, self.wake)

    def drop(self, job: Job[T]) -> bool:
        """Takes back a reading that has not begun; False where it has."""
        return self.scheduler.drop(job)

    def hasten(self, job: Job[T]) -> None:
        """The reading is to be final now."""
        self.scheduler.hasten(job)

    @property
    def crowded(self) -> bool:
        """Whether finals wait, so that nothing should be read that may be read in vain."""
        return self.scheduler.crowded
