"""Calls as mirrored RTP: one thread reads the ports of all of them, 25 times a second."""

from __future__ import annotations

import logging
import queue
import threading
import time
import uuid
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass as checked

from asr.protocols.g711 import Law
from asr.protocols.line_config import LineConfig
from asr.protocols.rtp_stream import RtpStream
from asr.transcript import Channel
from assistant.errors import AssistantError, DeskFull
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineOver, LineTaken
from assistant.lines.rtp_call import RtpCall, RtpTrack
from assistant.lines.rtp_ports import NoPort, RtpPorts

__all__ = ["DeskFull", "LineTaken", "NoCall", "NoPort", "RtpPlace", "RtpReceiver", "RtpRequest"]

TICK_S = 0.04

LEAVING = 4
"""Calls that are left at a time, each of which takes as long as what waits to be heard."""

_LAWS: dict[str, Law] = {"PCMA": "alaw", "PCMU": "ulaw"}
_CHANNELS: tuple[Channel, Channel] = ("caller", "operator")
_LOG = logging.getLogger("calldesk.lines")


class NoCall(AssistantError):
    """No call of that name is mirrored here."""


@checked(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class RtpRequest(LineConfig):
    """Which call is going to be mirrored; the channel is of no account, and nothing is resumed.

    `codec` is what packets of a dynamic payload type hold; those of types 0 and 8 are PCMU and PCMA anyway.
    """

    sample_rate: Literal[8000] = 8000
    resume: None = None
    codec: Literal["PCMA", "PCMU"] | None = None


@dataclass(frozen=True, slots=True)
class RtpPlace:
    """Where the two voices of a call are to be sent."""

    call: str
    host: str
    caller_port: int
    operator_port: int


class RtpReceiver:
    """Safe to call from several threads; the thread that reads starts with the first call.

    It is a thread of its own, and reads by the clock, so that neither a flood on one port nor a slow page keeps another
    call waiting.
    """

    def __init__(self, lines: LineCalls, ports: RtpPorts) -> None:
        self._lines, self._ports = lines, ports
        self._calls: dict[str, RtpCall] = {}
        self._changing = threading.Condition()
        self._threads: list[threading.Thread] = []
        self._leaving: queue.SimpleQueue[tuple[RtpCall, Exception | None] | None] = queue.SimpleQueue()
        self._closed = False

    def open(self, request: RtpRequest) -> RtpPlace:
        """Ports for a new call, which begins now; raises LineTaken, DeskFull, NoPort."""
        name, began = request.call or uuid.uuid4().hex, time.monotonic()
        with ExitStack() as undone:
            tracks = tuple(self._track(replace(request, call=name), channel, began, undone) for channel in _CHANNELS)
            call = RtpCall(name, tracks, self._lines.limits, began)
            ports = [track.socket.getsockname()[1] for track in tracks]
            self._begin(call)
            undone.pop_all()
        _LOG.info("call %s: RTP is expected on the ports %d and %d", tracks[0].line.session.call_id, *ports)
        return RtpPlace(name, self._ports.host, *ports)

    def end(self, name: str) -> None:
        """Hears what has arrived, then ends the call, whose last events come soon after; raises NoCall."""
        with self._changing:
            call = self._calls.get(name)
            if call is None:
                raise NoCall("No call of this name is mirrored here: it has ended, or was never asked for.")
            self._tick(call, rest=True)
            if name in self._calls:
                self._end(call, None)

    def close(self) -> None:
        """Ends every call; returns when all have been heard to their end."""
        with self._changing:
            self._closed = True
            for call in list(self._calls.values()):
                self._end(call, None)
            self._changing.notify_all()
        for _ in range(LEAVING):
            self._leaving.put(None)
        for thread in self._threads:
            thread.join()

    def _track(self, request: RtpRequest, channel: Channel, began: float, undone: ExitStack) -> RtpTrack:
        lent = self._ports.lend()
        undone.callback(self._ports.give_back, lent)
        line = self._lines.join(replace(request, channel=channel), began)
        undone.callback(line.leave, ended=True)
        return RtpTrack(lent, RtpStream(_LAWS.get(request.codec or "")), line)

    def _begin(self, call: RtpCall) -> None:
        with self._changing:
            if self._closed:
                raise DeskFull("The server is stopping: ask again when it runs.")
            self._start()
            if call.name in self._calls:  # it was hung up at the panel, and begins anew before that was noticed
                self._end(self._calls[call.name], None)
            self._calls[call.name] = call
            self._changing.notify_all()

    def _start(self) -> None:
        """The threads that run as long as the receiver: later, when there may be no room for one, none is needed."""
        steps = [self._read, *[self._leave] * LEAVING]
        for step in steps[len(self._threads) :]:
            thread = threading.Thread(target=step, name="rtp", daemon=True)
            thread.start()
            self._threads.append(thread)

    def _read(self) -> None:
        while True:
            with self._changing:
                self._changing.wait_for(lambda: self._calls or self._closed)
                if self._closed:
                    return
                calls = list(self._calls.values())
            for call in calls:
                with self._changing:
                    if self._calls.get(call.name) is call:
                        self._tick(call)
            time.sleep(TICK_S)

    def _tick(self, call: RtpCall, rest: bool = False) -> None:
        try:
            call.tick(time.monotonic(), rest)
        except LineOver:
            self._end(call, None)
        except Exception as exc:  # whatever is wrong with one call, the others go on; the log says what it was
            self._end(call, exc)

    def _end(self, call: RtpCall, error: Exception | None) -> None:
        """Gives the ports back at once; leaving the call takes as long as what waits to be heard."""
        del self._calls[call.name]
        for track in call.tracks:
            self._ports.give_back(track.socket)
        self._leaving.put((call, error))

    def _leave(self) -> None:
        while left := self._leaving.get():
            call, error = left
            try:
                _leave(call, error)
            except Exception as exc:  # whatever is wrong with one call, the others are left all the same
                call_id = call.tracks[0].line.session.call_id
                _LOG.error("call %s: RTP could not be left: %s", call_id, type(exc).__name__)


def _leave(call: RtpCall, error: Exception | None) -> None:
    caller, operator = call.tracks
    _LOG.info("call %s: RTP ended: %s; %s", caller.line.session.call_id, caller, operator)
    try:
        caller.line.leave(ended=True, error=error)
    finally:
        operator.line.leave(ended=True)
