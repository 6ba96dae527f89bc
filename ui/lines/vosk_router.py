"""Telephone audio over WebSockets, as a client of the Vosk server sends it: one connection a channel of a call."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, TypeVar

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.websockets import WebSocketState

from assistant.errors import SPOKEN
from assistant.lines.line_calls import (
    AudioChunk,
    DeskFull,
    EndOfAudio,
    FinalTranscript,
    Line,
    LineCalls,
    LineOver,
    LineSilent,
    VoskProtocol,
    VoskProtocolError,
    error_json,
    log_refused,
)
from ui.lines.line_request import foreign

if TYPE_CHECKING:
    from assistant.desk import Desk

FULL_S = 5.0
"""Unheard audio of a call past which no more is read from its connections, so that none is lost."""

PAUSE_S = 0.05
PATIENCE_S = 10.0
"""How long a wait for one event is; what ends a line ends the wait."""

ENDED, NO_STATUS, REFUSED, TRY_LATER = 1000, 1005, 1008, 1013
"""Close codes of RFC 6455, section 7.4.1, and of the registry it set up."""

Given = TypeVar("Given")


def vosk_router(desk: Desk) -> APIRouter:
    """WebSockets at `/`, where clients of Vosk expect it, and `/listen`."""
    router = APIRouter()
    most = desk.settings.max_lines
    places = anyio.Semaphore(most)
    # its own threads: each connection keeps one waiting, and the pages must not run out of theirs
    threads = anyio.CapacityLimiter(2 * most + 2)

    @router.websocket("/")
    @router.websocket("/listen")
    async def listen(socket: WebSocket) -> None:
        if foreign(socket.headers):
            await socket.close(REFUSED)
            return
        await socket.accept()
        connection = LineConnection(socket, desk.lines, threads)
        if places.value == 0:
            await connection.refuse(DeskFull("No further line can be served now: try again in a while."))
            return
        async with places:
            await connection.run()

    return router


class LineConnection:
    """One client from its first message until it, or the call, has ended."""

    def __init__(self, socket: WebSocket, lines: LineCalls, threads: anyio.CapacityLimiter) -> None:
        self._socket, self._lines, self._threads = socket, lines, threads
        self._protocol = VoskProtocol(lines.limits.message_bytes)
        self._line: Line | None = None
        self._heard_at = time.monotonic()

    async def run(self) -> None:
        """Returns when the connection is closed and its channel has left the call."""
        ended, error = True, None
        async with anyio.create_task_group() as tasks:
            try:
                await self._listen(tasks)
            except WebSocketDisconnect as closed:  # without a closing handshake the client died, and may come back
                ended = closed.code in (ENDED, NO_STATUS)
                tasks.cancel_scope.cancel()
            except LineOver:
                return  # the client is told so once it has been told what was heard
            except SPOKEN as exc:
                ended, error = False, exc
                tasks.cancel_scope.cancel()
            finally:
                with anyio.CancelScope(shield=True):
                    await self._leave(ended, error)

    async def refuse(self, error: Exception) -> None:
        """Tells why, and closes."""
        log_refused(error)
        await self._end(error_json(error), close_code(error))

    async def _leave(self, ended: bool, error: Exception | None) -> None:
        if self._line is None:
            if error is not None:
                await self.refuse(error)
            return
        if error is not None:
            await self._end(error_json(error), close_code(error))
        await self._in_thread(partial(self._line.leave, ended, error))

    async def _listen(self, tasks: anyio.abc.TaskGroup) -> None:
        """Hears until the client says that it has sent everything."""
        while not isinstance(taken := self._protocol.take(await self._message()), EndOfAudio):
            if isinstance(taken, AudioChunk) and len(taken.samples):
                if self._line is None:
                    join = partial(self._lines.join, self._protocol.config, time.monotonic())
                    self._line = await self._in_thread(join)
                    tasks.start_soon(self._tell, self._line, tasks)
                await self._hear(self._line, taken)
        if self._line is None:
            await self._end(self._protocol.last(0), ENDED)

    async def _message(self) -> str | bytes:
        patience_s = self._lines.limits.silent_s
        try:
            with anyio.fail_after(self._heard_at + patience_s - time.monotonic()):
                message = await self._socket.receive()
        except TimeoutError as exc:
            raise LineSilent(f"No audio came for {patience_s:g} seconds: connect again when there is some.") from exc
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    async def _hear(self, line: Line, chunk: AudioChunk) -> None:
        """Takes the piece in and replies; a client that sends faster than can be heard is kept waiting.

        So is a plain one ahead of the clock, as those are that send a file; a telephone has no excuse.
        """
        longest_s = self._lines.limits.burst_s - len(chunk.samples) / chunk.rate
        while self._protocol.plain and line.ahead_s > longest_s > 0:
            await asyncio.sleep(PAUSE_S)
        line.hear(chunk)
        while line.keep_waiting(FULL_S):
            await asyncio.sleep(PAUSE_S)
        self._heard_at = time.monotonic()
        if reply := self._protocol.reply():
            await self._say(reply)

    async def _tell(self, line: Line, tasks: anyio.abc.TaskGroup) -> None:
        """Sends finals as they come until the channel, or the call, has ended; then nobody listens any more."""
        while not line.closed:
            heard = await self._in_thread(partial(line.next, PATIENCE_S))
            final = self._protocol.heard(heard) if heard else None
            if final:
                await self._say(final)
            if isinstance(heard, FinalTranscript) and self._open:
                line.told(heard)
        over = LineOver("The sound of this channel comes over another connection now.")
        last = error_json(over) if line.replaced else self._protocol.last(line.session.skipped_partials)
        await self._end(last, REFUSED if line.replaced else ENDED)
        tasks.cancel_scope.cancel()

    async def _end(self, text: str, code: int) -> None:
        await self._say(text)
        if self._open:
            with suppress(WebSocketDisconnect):
                await self._socket.close(code)

    async def _say(self, text: str) -> None:
        """Nothing where the client has gone, which whoever listens to it notices."""
        if self._open:
            with suppress(WebSocketDisconnect):
                await self._socket.send_text(text)

    @property
    def _open(self) -> bool:
        return self._socket.application_state is WebSocketState.CONNECTED

    async def _in_thread(self, step: Callable[[], Given]) -> Given:
        return await anyio.to_thread.run_sync(step, limiter=self._threads)


def close_code(error: Exception) -> int:
    """What the connection is closed with after that error."""
    if isinstance(error, VoskProtocolError):
        return error.code
    return TRY_LATER if isinstance(error, DeskFull) else REFUSED
