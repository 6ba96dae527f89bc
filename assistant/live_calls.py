"""The calls of this process: which go on, for whom, and whether there is room for one more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Container
from dataclasses import dataclass

from asr.call_share import CallShare
from assistant.call_session import CallSession
from assistant.errors import DeskFull
from assistant.events import Hearing

REMEMBERED = 200
"""Ended calls whose sessions stay open to late watchers; older ones are read from the log."""


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call that goes on; fields as those of `CallStarted`."""

    call_id: str
    label: str
    operator: str
    source: str
    started_at: str
    hearing: Hearing


class LiveCalls:
    """Safe to call from several threads. At most `most` calls are heard at a time, 0: as long as there is `room`."""

    def __init__(self, most: int, room: Callable[[], bool]) -> None:
        self._most, self._room = most, room
        self._calls: dict[str, CallSession] = {}
        self._news = threading.Condition()

    def open(self, make: Callable[[], CallSession], heard: bool) -> CallSession:
        """The call that `make` gives; raises DeskFull where one more cannot be heard."""
        with self._news:
            if heard and not self._has_room():
                raise DeskFull("No further call can be heard now: end one, or try again in a while.")
            session = make()
            self._calls[session.call_id] = session
            ended = [call_id for call_id, call in self._calls.items() if call.ended]
            for call_id in ended[: max(0, len(ended) - REMEMBERED)]:
                del self._calls[call_id]
            self._news.notify_all()
        return session

    def get(self, call_id: str) -> CallSession | None:
        """A call that goes on, or ended not long ago."""
        return self._calls.get(call_id)

    def live(self) -> list[LiveCall]:
        """The calls that go on, the newest first."""
        return [
            LiveCall(
                call.call_id,
                call.started.label,
                call.operator,
                call.started.source,
                call.started.started_at,
                call.hearing,
            )
            for call in reversed(list(self._calls.values()))
            if not call.ended
        ]

    def shares(self) -> list[CallShare]:
        """What the calls that are heard now take of the machine."""
        return [call.share for call in list(self._calls.values()) if call.share and not call.ended]

    def assign(self, session: CallSession, operator: str) -> None:
        """Says whom a call is for that began without it."""
        with self._news:
            session.operator = operator
            self._news.notify_all()

    def attend(self, extension: str, known: Container[str], timeout: float) -> str:
        """The oldest call that goes on for that extension and is not `known`, waiting for it up to `timeout` seconds.

        "" where there is none.
        """

        def oldest() -> str:
            mine = (call.call_id for call in reversed(self.live()) if extension and call.operator == extension)
            return next((call_id for call_id in mine if call_id not in known), "")

        with self._news:
            return self._news.wait_for(oldest, timeout) or ""

    def hang_up(self) -> None:
        """Ends every call."""
        for session in list(self._calls.values()):
            session.hang_up()

    def _has_room(self) -> bool:
        if not self._most:
            return self._room()
        return sum(call.source != "typed" for call in self.live()) < self._most
