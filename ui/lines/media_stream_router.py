"""Media streams over WebSockets, as Twilio and FreeSWITCH's modules send them: one connection is one call."""

from __future__ import annotations

import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from fastapi.websockets import WebSocketState

from assistant.errors import SPOKEN
from assistant.lines.media_stream import (
    DeskFull,
    LineCalls,
    LineOver,
    LiveLines,
    MediaStreamError,
    MediaStreamProtocol,
    StreamStarted,
    StreamStopped,
    log_refused,
)
from ui.lines.line_request import foreign

if TYPE_CHECKING:
    from assistant.desk import Desk

ENDED, NO_STATUS, REFUSED, TOO_BIG, TRY_LATER = 1000, 1005, 1008, 1009, 1013
"""Close codes of RFC 6455, section 7.4.1, and of the registry it set up."""

LONGEST_REASON = 123
"""Bytes of a closing frame's reason (RFC 6455, section 5.5)."""


def media_stream_router(desk: Desk) -> APIRouter:
    """The WebSocket `/media`."""
    router = APIRouter()
    most = desk.lines.limits.max_lines
    places = anyio.Semaphore(most)
    threads = anyio.CapacityLimiter(most)  # its own: the pages must not run out of theirs

    @router.websocket("/media")
    async def listen(socket: WebSocket) -> None:
        if foreign(socket.headers):
            await socket.close(REFUSED)
            return
        # mod_audio_fork goes away where the subprotocol that it offers is not chosen
        await socket.accept(next(iter(socket.scope.get("subprotocols", ())), None))
        connection = MediaConnection(socket, desk.lines, threads)
        if places.value == 0:
            await connection.refuse(DeskFull("No further line can be served now: try again in a while."))
            return
        async with places:
            await connection.run()

    return router


class MediaConnection:
    """One client from its first message until it, or the call, has ended. It is told nothing but why it is refused."""

    def __init__(self, socket: WebSocket, lines: LineCalls, threads: anyio.CapacityLimiter) -> None:
        self._socket, self._longest = socket, lines.limits.message_bytes
        self._live = LiveLines(lines, threads)
        self._protocol = MediaStreamProtocol(dict(socket.query_params))
        self._call = ""

    async def run(self) -> None:
        """Returns when the connection is closed and its channels have left the call."""
        ended = True
        error: Exception | None = None
        try:
            async with self._live.patience():
                await self._listen()
        except WebSocketDisconnect as closed:  # without a closing handshake the client died, and may come back
            ended = closed.code in (ENDED, NO_STATUS)
        except TimeoutError:
            error = self._live.silent()
        except SPOKEN as exc:
            error = exc
        finally:
            await self._close(error)
            await self._live.leave(ended and error is None, error, self._call)

    async def refuse(self, error: Exception) -> None:
        """Tells why, and closes."""
        log_refused(error)
        await self._close(error)

    async def _listen(self) -> None:
        """Hears until the client says that the stream has ended."""
        while True:
            for said in self._protocol.take(await self._message()):
                if isinstance(said, StreamStopped):
                    return
                if isinstance(said, StreamStarted):
                    self._call = said.lines[0].call
                    await self._live.join(said.lines, time.monotonic())
                else:
                    await self._live.hear(said, by_clock=self._protocol.raw)

    async def _message(self) -> str | bytes:
        message = await self._socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message["code"])
        text: str | None = message.get("text")
        sent: str | bytes = message["bytes"] if text is None else text
        if len(sent) > self._longest:
            raise MediaStreamError("The message is too long: send pieces of 20 to 500 ms.", TOO_BIG)
        return sent

    async def _close(self, error: Exception | None) -> None:
        """Twilio is told why by the closing frame alone, FreeSWITCH by JSON too, of which it makes an event."""
        if self._socket.client_state is not WebSocketState.CONNECTED:
            return
        reason = str(error or "").encode()[:LONGEST_REASON].decode(errors="ignore")
        with suppress(WebSocketDisconnect):
            if error and self._protocol.raw:
                await self._socket.send_text(json.dumps({"error": str(error)}))
            await self._socket.close(close_code(error), reason)


def close_code(error: Exception | None) -> int:
    """What the connection is closed with."""
    if error is None or isinstance(error, LineOver):
        return ENDED
    if isinstance(error, MediaStreamError):
        return error.code
    return TRY_LATER if isinstance(error, DeskFull) else REFUSED
