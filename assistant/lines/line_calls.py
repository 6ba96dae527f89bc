"""Calls whose channels come in over connections of their own: which call they belong to, and when it ends."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.protocols.vosk_protocol import EndOfAudio, VoskProtocol, VoskProtocolError, error_json
from asr.transcript import Channel, FinalTranscript, PartialTranscript
from assistant.call_session import CallSession
from assistant.errors import DeskFull
from assistant.lines.line import Line
from assistant.lines.line_errors import (
    LineFlood,
    LineOver,
    LineSilent,
    LineTaken,
    LineTooLong,
    log_left,
    log_refused,
)
from assistant.lines.line_limits import LineLimits

__all__ = [
    "AudioChunk",
    "DeskFull",
    "EndOfAudio",
    "FinalTranscript",
    "Line",
    "LineCalls",
    "LineFlood",
    "LineLimits",
    "LineOver",
    "LineSilent",
    "LineTaken",
    "LineTooLong",
    "PartialTranscript",
    "VoskProtocol",
    "VoskProtocolError",
    "error_json",
    "log_refused",
]

LATE_S = 0.02
"""How far a channel that joins may be behind the call's clock and still count as having begun with it."""

IDLE_S = 2.0
"""Without audio for so long, a connection may be one whose loss was not noticed, and its source may take its place."""


@dataclass(slots=True)
class _Place:
    """A channel of a call: its line while it lasts, the wait for it while it is lost, neither once it is over."""

    line: Line | None = None
    wait: threading.Timer | None = None
    due: int = 0


@dataclass(slots=True)
class _LineCall:
    """A call with the channels that ever joined it; `began` by `time.monotonic`."""

    name: str
    session: CallSession
    began: float
    places: dict[Channel, _Place] = field(default_factory=dict)

    @property
    def over(self) -> bool:
        """Whether no channel lasts or is waited for."""
        return not any(place.line or place.wait for place in self.places.values())


class LineCalls:
    """Safe to call from several threads.

    `open_call` opens the call of a first channel, or raises DeskFull; `assign` is told the operator of a call whose
    first channel did not say it; `ready` loads the engine that a call asks for before others are made to wait.
    """

    def __init__(
        self,
        open_call: Callable[[LineConfig], CallSession],
        assign: Callable[[CallSession, str], None],
        limits: LineLimits,
        ready: Callable[[str], None] = lambda _engine: None,
    ) -> None:
        self.limits, self._ready = limits, ready
        self._open_call, self._assign = open_call, assign
        self._calls: dict[str, _LineCall] = {}
        self._changing = threading.Lock()

    def join(self, config: LineConfig, since: float | None = None) -> Line:
        """The channel of a call that goes on, or of a new one; blocks while what came before is heard.

        `since` is when its first audio came, by `time.monotonic`; None: now. Raises LineTaken, and DeskFull for a new
        call. A source that comes back before the loss of its connection was noticed takes the place of that
        connection: at once with `resume`, else if nothing comes over it any more.
        """
        since = time.monotonic() if since is None else since
        if config.engine and self._running(config.call) is None:
            self._ready(config.engine)
        with self._changing:
            call = self._call(config, since)
            due, place = 0, call.places.get(config.channel)
            if place is not None:
                self._free(call, place, config)
                due = place.due if config.resume is None else config.resume
            leave = partial(self._leave, call)
            line = Line(call.session, config, self.limits, call.began, since, due, leave)
            call.places[config.channel] = _Place(line)
        self._catch_up(call, config.channel, since)
        self.assign(line, config.operator)
        if not config.transcribe:
            call.session.set_hearing("off")
        line.begin()
        return line

    def assign(self, line: Line, operator: str) -> None:
        """Says whom the call of the line is for, where nobody has said it yet."""
        if operator and not line.session.operator:
            self._assign(line.session, operator)

    def close(self) -> None:
        """Waits for no lost channel any more; whoever opened the calls ends them."""
        with self._changing:
            for call in self._calls.values():
                for place in call.places.values():
                    if place.wait:
                        place.wait.cancel()

    def _running(self, name: str) -> _LineCall | None:
        call = self._calls.get(name)
        return None if call is None or call.session.ended else call

    def _call(self, config: LineConfig, since: float) -> _LineCall:
        name = config.call or f" {uuid.uuid4().hex}"  # no client can give a name with a space
        call = self._running(name)
        if call is None:
            call = self._calls[name] = _LineCall(name, self._open_call(config), since)
        return call

    def _free(self, call: _LineCall, place: _Place, config: LineConfig) -> None:
        """Makes room for a source that comes back."""
        if place.wait:
            place.wait.cancel()
            place.wait = None
        elif place.line and (config.resume is not None or place.line.idle_s > IDLE_S):
            place.due = place.line.due
            place.line.end(replaced=True)
            log_left(call.session.call_id, config.channel, None, kept=True)
        else:
            told = f"The {config.channel}'s channel of this call is taken: join another channel or call."
            raise LineTaken(told, call.session.call_id)

    def _catch_up(self, call: _LineCall, channel: Channel, since: float) -> None:
        """Brings a channel that joins late, or comes back, to where the call was when its audio came."""
        call.session.finish_channel(channel)
        behind_s = since - call.began - call.session.at_s(channel)
        if behind_s > LATE_S:
            call.session.skip(channel, behind_s)

    def _leave(self, call: _LineCall, line: Line, ended: bool, error: Exception | None) -> None:
        with self._changing:
            place = call.places[line.channel]
            if place.line is not line:
                return  # the source has come back over another connection
            place.line, place.due = None, line.due
            kept = not (ended or line.too_long or call.session.ended) and bool(line.config.call)
            if kept:
                self._keep(call, place)
            over = self._forget(call)
        if error or not ended:
            log_left(call.session.call_id, line.channel, error, kept)
        if over:
            call.session.hang_up()
        else:
            call.session.finish_channel(line.channel)
        line.end()

    def _keep(self, call: _LineCall, place: _Place) -> None:
        """A lost channel may come back for a while."""
        wait = threading.Timer(self.limits.resume_s, lambda: self._give_up(call, place, wait))
        wait.daemon = True
        place.wait = wait
        wait.start()

    def _give_up(self, call: _LineCall, place: _Place, wait: threading.Timer) -> None:
        with self._changing:
            if place.wait is not wait:
                return  # it came back just now
            place.wait = None
            over = self._forget(call)
        if over:
            call.session.hang_up()

    def _forget(self, call: _LineCall) -> bool:
        """Whether the call is over; then its name is free."""
        if call.over and self._calls.get(call.name) is call:
            del self._calls[call.name]
        return call.over
