"""The channels of one call that come over one connection, as they are spoken."""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import anyio

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel
from assistant.errors import AssistantError
from assistant.lines.line import Line
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineOver, LineSilent, log_refused

GAP_S = 1.0
"""How far a source without timestamps falls behind the clock before the gap, someone on hold, counts as silence."""

FULL_S = 20.0
"""Unheard audio of a call past which no more is read from its connection. Less than what a PBX's and our buffers hold
on top of it, as a PBX that cannot send gives the connection up."""

PAUSE_S = 0.05

Given = TypeVar("Given")


@dataclass(slots=True)
class _Voice:
    """A line, how far its source has fallen behind the clock, and the clock when it was last given a piece.

    The clock stands still while we read nothing: what is late by that is no silence.
    """

    line: Line
    at_s: float
    late_s: float = 0.0

    def gap_s(self, now_s: float, length_s: float) -> float:
        """Silence before a piece of that length which comes now; 0 where it is too short to tell from jitter."""
        self.late_s = max(0.0, self.late_s + now_s - self.at_s - length_s)
        self.at_s = now_s
        gap_s = min(self.late_s, -self.line.ahead_s - length_s)
        if gap_s <= GAP_S:
            return 0.0
        self.late_s -= gap_s
        return gap_s


class LiveLines:
    """Used by one task. `threads` limits the threads in which calls are joined and left, which block."""

    def __init__(self, calls: LineCalls, threads: anyio.CapacityLimiter) -> None:
        self._calls, self._threads = calls, threads
        self._lines: dict[Channel, Line] = {}
        self._voices: dict[Channel, _Voice] = {}
        self._held_s = 0.0
        self._named = False
        self._patience: asyncio.Timeout | None = None

    def patience(self) -> asyncio.Timeout:
        """A context that raises TimeoutError once no audio has come for as long as a line may be silent."""
        self._patience = asyncio.timeout(self._calls.limits.silent_s)
        return self._patience

    def silent(self) -> LineSilent:
        """What the TimeoutError means."""
        return LineSilent(f"No audio came for {self._calls.limits.silent_s:g} s: connect again when there is some.")

    async def join(self, configs: Sequence[LineConfig], since: float) -> tuple[Line, ...]:
        """All channels or none; `since` as for LineCalls.join. Raises LineTaken, DeskFull."""
        self._named = bool(configs[0].call)
        name = configs[0].call or uuid.uuid4().hex
        named = [replace(config, call=name) for config in configs]
        self._be_patient(for_ever=True)
        await self._in_thread(partial(self._join_all, named, since))
        self._be_patient()
        self._voices = {channel: _Voice(line, self._read_s()) for channel, line in self._lines.items()}
        return tuple(self._lines.values())

    async def hear(self, chunk: AudioChunk, by_clock: bool) -> None:
        """Takes the piece in; raises what Line.hear does. `by_clock`: what did not come in time was silence."""
        voice = self._voices[chunk.channel]
        if by_clock and (gap_s := voice.gap_s(self._read_s(), len(chunk.samples) / chunk.rate)):
            voice.line.skip(gap_s)
        voice.line.hear(chunk)
        self._be_patient()
        began = time.monotonic()
        while voice.line.keep_waiting(FULL_S):
            await asyncio.sleep(PAUSE_S)
            self._be_patient()
        self._held_s += time.monotonic() - began

    async def leave(self, ended: bool, error: Exception | None, name: str) -> None:
        """Returns when the call was told; `error` is why we end it, `name` what the source calls it.

        A call whose source gave it no name cannot be found again, and so is not waited for.
        """
        if isinstance(error, LineOver):  # or it was one channel alone that went on over another connection
            ended, error = all(line.session.ended for line in self._lines.values()), None
        if not self._lines and error is not None:
            log_refused(error, name)
        with anyio.CancelScope(shield=True):
            await self._in_thread(partial(self._leave_all, ended or not self._named, error))

    def _join_all(self, configs: Sequence[LineConfig], since: float) -> None:
        try:
            for config in configs:
                self._lines[config.channel] = self._calls.join(config, since)
        except AssistantError as exc:
            self._leave_all(ended=False, error=exc)  # so that they can be joined again
            self._lines.clear()
            raise

    def _leave_all(self, ended: bool, error: Exception | None) -> None:
        with ExitStack() as leaving:  # each of them, whatever becomes of the others
            for line in reversed(self._lines.values()):
                leaving.callback(line.leave, ended, error)

    def _read_s(self) -> float:
        """The clock, without the time in which nothing was read."""
        return time.monotonic() - self._held_s

    def _be_patient(self, for_ever: bool = False) -> None:
        if self._patience:
            soon = asyncio.get_running_loop().time() + self._calls.limits.silent_s
            self._patience.reschedule(None if for_ever else soon)

    async def _in_thread(self, step: Callable[[], Given]) -> Given:
        """Ends no earlier than the thread, so that no line is joined which nobody leaves."""
        running = asyncio.ensure_future(anyio.to_thread.run_sync(step, limiter=self._threads))
        try:
            return await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.wait({running})
            raise
