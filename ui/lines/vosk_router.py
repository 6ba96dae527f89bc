"""Telephone audio over WebSockets, as a client of the Vosk server sends it: one connection a channel of a call."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.websockets import WebSocketState

from assistant.errors import SPOKEN
from assistant.lines.line_calls import (
    AudioChunk,
    EndOfAudio,
    FinalTranscript,
    Line,
    LineCalls,
    PartialTranscript,
    VoskProtocol,
    VoskProtocolError,
    error_json,
    last_json,
)

if TYPE_CHECKING:
    from assistant.desk import Desk

FULL_S = 5.0
"""Unheard audio of a call past which no more is read from its connections, so that none is lost."""

PAUSE_S = 0.05
PATIENCE_S = 1.0
"""How long a wait for one event is, and so how soon a connection that closed is let go."""

MOST_LINES = 512
"""Connections at a time."""

ENDED, REFUSED = 1000, 1008
"""Close codes of RFC 6455, section 7.4.1."""

Given = TypeVar("Given")


def vosk_router(desk: Desk) -> APIRouter:
    """WebSockets at `/`, where clients of Vosk expect it, and `/listen`."""
    router = APIRouter()
    places = anyio.Semaphore(MOST_LINES)
    # its own threads: each connection keeps one waiting, and the pages must not run out of theirs
    threads = anyio.CapacityLimiter(2 * MOST_LINES)

    @router.websocket("/")
    @router.websocket("/listen")
    async def listen(socket: WebSocket) -> None:
        if foreign(socket.headers) or places.value == 0:
            await socket.close(REFUSED)
            return
        async with places:
            await socket.accept()
            await LineConnection(socket, desk.lines, threads).run()

    return router


def foreign(headers: Mapping[str, str]) -> bool:
    """Whether a page of another site opens the socket, from which browsers do not protect (RFC 6455, 10.2)."""
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != headers.get("host", "").lower()


class LineConnection:
    """One client from its first message until it, or the call, has ended."""

    def __init__(self, socket: WebSocket, lines: LineCalls, threads: anyio.CapacityLimiter) -> None:
        self._socket, self._lines, self._threads = socket, lines, threads
        self._protocol = VoskProtocol()
        self._line: Line | None = None

    async def run(self) -> None:
        """Returns when the connection is closed and its channel has left the call."""
        async with anyio.create_task_group() as tasks:
            try:
                await self._listen(tasks)
            except WebSocketDisconnect:  # a client that died has said all it will
                tasks.cancel_scope.cancel()
            except SPOKEN as exc:
                tasks.cancel_scope.cancel()
                with anyio.CancelScope(shield=True):
                    await self._end(error_json(exc), exc.code if isinstance(exc, VoskProtocolError) else REFUSED)
            finally:
                if self._line is not None:
                    with anyio.CancelScope(shield=True):
                        await self._in_thread(self._line.leave)

    async def _listen(self, tasks: anyio.abc.TaskGroup) -> None:
        """Hears until the client says that it has sent everything."""
        while not isinstance(taken := self._protocol.take(await self._message()), EndOfAudio):
            if isinstance(taken, AudioChunk):
                if self._line is None:
                    self._line = await self._in_thread(lambda: self._lines.join(self._protocol.config))
                    tasks.start_soon(self._tell, self._line, tasks)
                await self._hear(self._line, taken)
        if self._line is None:
            await self._end(last_json(0), ENDED)

    async def _message(self) -> str | bytes:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text: str | None = message.get("text")
        return message["bytes"] if text is None else text

    async def _hear(self, line: Line, chunk: AudioChunk) -> None:
        """Takes the piece in and replies; a client that sends faster than can be heard is kept waiting."""
        line.session.hear(chunk)
        while line.session.waiting_s > FULL_S:
            await asyncio.sleep(PAUSE_S)
        if reply := self._protocol.reply():
            await self._say(reply)

    async def _tell(self, line: Line, tasks: anyio.abc.TaskGroup) -> None:
        """Sends finals as they come until the call has ended; then nobody listens any more."""
        watcher = line.session.watch()
        try:
            while not watcher.closed:
                stamped = await self._in_thread(lambda: watcher.next(PATIENCE_S))
                heard = stamped.event if stamped else None
                if not isinstance(heard, PartialTranscript | FinalTranscript) or heard.channel != line.channel:
                    continue
                if final := self._protocol.heard(heard):
                    await self._say(final)
            await self._end(last_json(line.session.skipped_partials), ENDED)
        except WebSocketDisconnect:
            return  # who listens notices it too, and leaves the call
        finally:
            tasks.cancel_scope.cancel()

    async def _end(self, text: str, code: int) -> None:
        with suppress(WebSocketDisconnect):  # nobody is left to be told
            await self._say(text)
            if self._open:
                await self._socket.close(code)

    async def _say(self, text: str) -> None:
        if self._open:
            await self._socket.send_text(text)

    @property
    def _open(self) -> bool:
        return self._socket.application_state is WebSocketState.CONNECTED

    async def _in_thread(self, step: Callable[[], Given]) -> Given:
        return await anyio.to_thread.run_sync(step, limiter=self._threads)
