"""The stream of one call as it happens: stamped, remembered, logged, and handed to whoever watches."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from assistant.events import CallEnded, CallEvent, Stamped


class Publisher:
    """Orders the events of one call; safe to call from any thread. Nothing follows CallEnded."""

    def __init__(self, call_id: str, log: Callable[[Stamped], None]) -> None:
        self.call_id = call_id
        self._log = log
        self._began = time.monotonic()
        self._events: list[Stamped] = []
        self._news = threading.Condition()

    def publish(self, event: CallEvent, when: Callable[[], bool] = lambda: True) -> bool:
        """Appends the event if the call goes on and `when()` still holds at that moment; says whether it did."""
        with self._news:
            if self.ended or not when():
                return False
            at_ms = int((time.monotonic() - self._began) * 1000)
            stamped = Stamped(self.call_id, len(self._events), at_ms, event)
            self._events.append(stamped)
            self._log(stamped)
            self._news.notify_all()
            return True

    @property
    def ended(self) -> bool:
        """Whether CallEnded was published."""
        return bool(self._events) and isinstance(self._events[-1].event, CallEnded)

    @property
    def events(self) -> list[Stamped]:
        """Everything so far."""
        with self._news:
            return list(self._events)

    def wait(self, seen: int, timeout: float, unless: Callable[[], bool] = lambda: False) -> Stamped | None:
        """Event number `seen`, waiting for it up to `timeout` seconds, or until `unless()` when woken."""
        with self._news:
            self._news.wait_for(lambda: len(self._events) > seen or unless(), timeout)
            return self._events[seen] if len(self._events) > seen else None

    def wake(self) -> None:
        """Lets whoever waits look again."""
        with self._news:
            self._news.notify_all()


class Watcher:
    """One reader of a call: every past event first, then each new one."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._seen = 0
        self._finished = self.closed = False

    def next(self, timeout: float) -> Stamped | None:
        """The next event; None if there was none within `timeout` seconds, or none will come."""
        finished = self._finished
        stamped = None if self.closed else self._publisher.wait(self._seen, timeout, lambda: self._finished)
        if stamped is not None:
            self._seen += 1
            self.closed = isinstance(stamped.event, CallEnded)
        elif finished:
            self.closed = True
        return stamped

    def finish(self) -> None:
        """Reads what was published so far, then closes; from any thread."""
        self._finished = True
        self._publisher.wake()
