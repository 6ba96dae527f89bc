"""The channels of one call that come over one connection, as they are spoken."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import anyio
import numpy as np

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel
from assistant.errors import AssistantError
from assistant.lines.line import Line
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineOver, LineSilent, log_refused

GAP_S = 1.0
"""How far a source without timestamps falls behind the clock before the gap, someone on hold, is made silence."""

FULL_S = 20.0
"""Unheard audio of a call past which no more is read from its connection. Less than what a PBX's and our buffers hold
on top of it, as a PBX that cannot send gives the connection up."""

PAUSE_S = 0.05

Given = TypeVar("Given")


class LiveLines:
    """Used by one task. `threads` limits the threads in which calls are joined and left, which block."""

    def __init__(self, calls: LineCalls, threads: anyio.CapacityLimiter) -> None:
        self._calls, self._threads = calls, threads
        self._lines: dict[Channel, Line] = {}
        self._named = False
        self._patience: asyncio.Timeout | None = None

    def patience(self) -> asyncio.Timeout:
        """A context that raises TimeoutError once no audio has come for as long as a line may be silent."""
        self._patience = asyncio.timeout(self._calls.limits.silent_s)
        return self._patience

    def silent(self) -> LineSilent:
        """What the TimeoutError means."""
        return LineSilent(f"No audio came for {self._calls.limits.silent_s:g} s: connect again when there is some.")

    async def join(self, configs: Sequence[LineConfig]) -> None:
        """All channels or none; raises LineTaken, DeskFull."""
        self._named = bool(configs[0].call)
        name = configs[0].call or uuid.uuid4().hex
        await self._in_thread(partial(self._join_all, [replace(config, call=name) for config in configs]))

    async def hear(self, chunk: AudioChunk, by_clock: bool) -> None:
        """Takes the piece in; raises what Line.hear does. `by_clock`: what did not come in time was silence."""
        line = self._lines[chunk.channel]
        missing_s = -line.ahead_s - len(chunk.samples) / chunk.rate
        if by_clock and missing_s > GAP_S:
            silence = np.zeros(int(missing_s * chunk.rate), np.float32)
            line.hear(AudioChunk(chunk.channel, chunk.rate, silence))
        line.hear(chunk)
        self._be_patient()
        while line.waiting_s > FULL_S and not line.session.ended:
            await asyncio.sleep(PAUSE_S)
            self._be_patient()

    async def leave(self, ended: bool, error: Exception | None, name: str) -> None:
        """Returns when the call was told; `error` is why we end it, `name` what the source calls it.

        A call whose source gave it no name cannot be found again, and so is not waited for.
        """
        if isinstance(error, LineOver):
            ended, error = True, None
        if not self._lines and error is not None:
            log_refused(error, name)
        with anyio.CancelScope(shield=True):
            await self._in_thread(partial(self._leave_all, ended or not self._named, error))

    def _join_all(self, configs: Sequence[LineConfig]) -> None:
        try:
            for config in configs:
                self._lines[config.channel] = self._calls.join(config)
        except AssistantError as exc:
            self._leave_all(ended=False, error=exc)  # so that they can be joined again
            self._lines.clear()
            raise

    def _leave_all(self, ended: bool, error: Exception | None) -> None:
        for line in self._lines.values():
            line.leave(ended, error)

    def _be_patient(self) -> None:
        if self._patience:
            self._patience.reschedule(asyncio.get_running_loop().time() + self._calls.limits.silent_s)

    async def _in_thread(self, step: Callable[[], Given]) -> Given:
        return await anyio.to_thread.run_sync(step, limiter=self._threads)
