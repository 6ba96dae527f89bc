"""One channel of a call while its connection lasts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from assistant.call_session import CallSession
from assistant.lines.line_errors import LineFlood, LineOver, LineTooLong
from assistant.lines.line_limits import LineLimits

Leave = Callable[["Line", bool, Exception | None], None]


class Line:
    """`hear` and `next` may be called from two threads, `leave` once.

    `due` is the utterance of the first final that the source has not been told; `began` is when the call did, `since`
    when the first audio of the line came, by `time.monotonic`. `replaced`: the source has come back over another
    connection.
    """

    def __init__(
        self,
        session: CallSession,
        config: LineConfig,
        limits: LineLimits,
        began: float,
        since: float,
        due: int,
        leave: Leave,
    ) -> None:
        self.session = session
        self.config = config
        self.due = self._first = due
        self.too_long = self.replaced = self._over = False
        self._limits, self._leave = limits, leave
        self._call_began, self._since, self._taken_s = began, since, 0.0
        self._given_at = math.inf
        self._watcher = session.watch()

    @property
    def channel(self) -> Channel:
        """Whose voice it carries."""
        return self.config.channel

    @property
    def waiting_s(self) -> float:
        """Seconds of the call's audio that were taken in and not heard yet."""
        return self.session.waiting_s

    @property
    def ahead_s(self) -> float:
        """Seconds of audio that came ahead of the clock."""
        return self._taken_s - (time.monotonic() - self._since)

    @property
    def idle_s(self) -> float:
        """Seconds since audio came over the connection, or since it was last kept waiting; -inf before `begin`."""
        return time.monotonic() - self._given_at

    def begin(self) -> None:
        """It has joined: from now on it may be idle."""
        self._given_at = time.monotonic()

    def keep_waiting(self, past_s: float) -> bool:
        """Whether more than `past_s` of the call's audio is unheard, so that none is to be read until there is room."""
        full = self.waiting_s > past_s and not self.session.ended
        if full:
            self._given_at = time.monotonic()
        return full

    def hear(self, chunk: AudioChunk) -> None:
        """Takes audio in at once; raises LineOver, LineTooLong, LineFlood."""
        call = self.session.call_id
        self._given_at = time.monotonic()
        if self._over or self.session.ended:
            raise LineOver("The call has ended, or its sound comes over another connection: stop sending.", call)
        if time.monotonic() - self._call_began > self._limits.max_minutes * 60:
            self.too_long = True
            raise LineTooLong(f"The call lasts longer than {self._limits.max_minutes:g} minutes: begin another.", call)
        self._taken_s += len(chunk.samples) / max(chunk.rate, 1)
        if self.ahead_s > self._limits.burst_s:
            raise LineFlood("Audio comes faster than it is spoken: send it by the clock.", call)
        self.session.hear(chunk)

    def skip(self, seconds: float) -> None:
        """Time in which the source sent nothing: what it sends next is so much later."""
        if not self._over:
            self._taken_s += seconds
            self.session.skip(self.channel, seconds)

    def next(self, timeout: float) -> Transcript | None:
        """The channel's next transcript, None if there was no event within `timeout` seconds or it has left.

        Finals that the source was told before it came back are left out.
        """
        stamped = self._watcher.next(timeout)
        heard = stamped.event if stamped else None
        if not isinstance(heard, PartialTranscript | FinalTranscript) or heard.channel != self.channel:
            return None
        return heard if heard.utterance >= self._first else None

    def told(self, final: FinalTranscript) -> None:
        """The source was told this final, which is not told again when it comes back."""
        self.due = max(self.due, final.utterance + 1)

    @property
    def closed(self) -> bool:
        """Whether `next` gives nothing any more."""
        return self._watcher.closed

    def leave(self, ended: bool, error: Exception | None = None) -> None:
        """Blocks until the channel's last final was published, or the call's last event if nobody is left.

        `ended`: the source said that the call is over. Else the connection was lost and the channel is kept for a
        while for it to come back. `error` is why we end it; it is logged.
        """
        self._leave(self, ended, error)

    def end(self, replaced: bool = False) -> None:
        """Nothing more is taken in; `next` gives what was published, then closes."""
        self._over, self.replaced = True, replaced
        self._watcher.finish()
