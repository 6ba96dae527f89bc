"""Calls whose channels come in over connections of their own: which call they belong to, and when it ends."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.protocols.vosk_protocol import (
    EndOfAudio,
    VoskProtocol,
    VoskProtocolError,
    error_json,
    last_json,
)
from asr.transcript import Channel, FinalTranscript, PartialTranscript
from assistant.call_session import CallSession
from assistant.errors import AssistantError

__all__ = [
    "AudioChunk",
    "EndOfAudio",
    "FinalTranscript",
    "Line",
    "LineCalls",
    "LineTaken",
    "PartialTranscript",
    "VoskProtocol",
    "VoskProtocolError",
    "error_json",
    "last_json",
]


class LineTaken(AssistantError):
    """Somebody sends, or has sent, this channel of the call."""


@dataclass(slots=True)
class _LineCall:
    """A call with the channels that ever joined it, and those that still last."""

    session: CallSession
    joined: set[Channel] = field(default_factory=set)
    lasting: set[Channel] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Line:
    """One channel of a call while its connection lasts; `leave` is called once and blocks."""

    session: CallSession
    channel: Channel
    leave: Callable[[], None]


class LineCalls:
    """Safe to call from several threads. `open_call` is given the label and opens a call."""

    def __init__(self, open_call: Callable[[str], CallSession]) -> None:
        self._open_call = open_call
        self._calls: dict[str, _LineCall] = {}
        self._changing = threading.Lock()

    def join(self, config: LineConfig) -> Line:
        """The channel of a call that goes on, or of a new one; raises LineTaken."""
        name = config.call or f" {uuid.uuid4().hex}"  # no client can give a name with a space
        with self._changing:
            call = self._calls.get(name)
            if call is None or call.session.ended:
                call = self._calls[name] = _LineCall(self._open_call(config.operator or config.call))
            if config.channel in call.joined:
                raise LineTaken(f"The {config.channel}'s channel of this call is taken: join another channel or call.")
            call.joined.add(config.channel)
            call.lasting.add(config.channel)
        return Line(call.session, config.channel, partial(self._leave, name, call, config.channel))

    def _leave(self, name: str, call: _LineCall, channel: Channel) -> None:
        """The last channel to leave hangs up, which takes as long as what waits to be heard."""
        with self._changing:
            call.lasting.discard(channel)
            if call.lasting:
                return
            if self._calls.get(name) is call:
                del self._calls[name]
        call.session.hang_up()
