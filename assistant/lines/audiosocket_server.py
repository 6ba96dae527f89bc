"""Asterisk's AudioSocket over TCP: one connection is one channel of a call."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import suppress
from uuid import UUID

import anyio

from asr.audio import AudioChunk
from asr.protocols.audiosocket_protocol import (
    BUSY,
    HEADER_BYTES,
    REFUSED,
    UNUSABLE,
    AudioSocketError,
    AudioSocketProtocol,
    CallNamed,
    HungUp,
    SocketAudio,
    error_frame,
    hang_up_frame,
)
from assistant.errors import SPOKEN, DeskFull
from assistant.lines.announced_lines import AnnouncedLine, AnnouncedLines
from assistant.lines.line import Line
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineOver, LineTaken, log_refused
from assistant.lines.live_lines import LiveLines

__all__ = ["AnnouncedLine", "AnnouncedLines", "AudioSocketServer", "LineTaken", "log_refused"]

ANNOUNCED_S = 2.0
"""How long the announcement of a UUID is waited for, once its audio has come."""

PARTING_S = 1.0
"""How long a client's audio is still read and dropped, so that it can read why it is refused (RFC 1122, 4.2.2.13)."""


class AudioSocketServer:
    """Used in one event loop."""

    def __init__(self, calls: LineCalls, announced: AnnouncedLines) -> None:
        self._calls, self._announced = calls, announced
        self._threads = anyio.CapacityLimiter(calls.limits.max_lines)
        self._clients: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._server: asyncio.Server | None = None

    async def start(self, listening: socket.socket) -> None:
        """Takes clients from now on."""
        self._server = await asyncio.start_server(self._meet, sock=listening)

    async def stop(self) -> None:
        """Takes no more, and ends the calls of those that are there."""
        if self._server:
            self._server.close()
        for writer in self._clients.values():
            writer.transport.abort()
        await asyncio.gather(*self._clients, return_exceptions=True)

    def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.create_task(self._serve(reader, writer))
        self._clients[client] = writer
        client.add_done_callback(self._clients.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Returns when the connection is closed and its channel has left the call."""
        if len(self._clients) > self._calls.limits.max_lines:
            full = DeskFull("No further line can be served now: try again in a while.")
            log_refused(full)
            await _part(reader, writer, full)
            return
        await _AudioSocketClient(self._calls, self._announced, self._threads).serve(reader, writer)


class _AudioSocketClient:
    """One client from its first frame to its last."""

    def __init__(self, calls: LineCalls, announced: AnnouncedLines, threads: anyio.CapacityLimiter) -> None:
        self._announced = announced
        self._live = LiveLines(calls, threads)
        self._protocol = AudioSocketProtocol()
        self._line: Line | None = None
        self._uuid = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Asterisk ends a call by closing the connection; one that breaks was lost, and may come back."""
        ended = False
        error: Exception | None = None
        try:
            async with self._live.patience():
                ended = await self._listen(reader)
        except TimeoutError:
            error = self._live.silent()
        except SPOKEN as exc:
            error = exc
        except ConnectionError:  # the line is lost, not ended, and `leave` logs it
            ended = False
        finally:
            if self._line:
                self._announced.disconnect(UUID(self._uuid), self._line)
            await _part(reader, writer, error)
            await self._live.leave(ended, error, self._uuid)

    async def _listen(self, reader: asyncio.StreamReader) -> bool:
        """Whether the call ended, by a frame or between frames; if not, the connection broke in a frame."""
        while header := await reader.read(HEADER_BYTES):
            try:
                header += await reader.readexactly(HEADER_BYTES - len(header))
                kind, length = self._protocol.expect(header)
                frame = self._protocol.take(kind, await reader.readexactly(length))
            except asyncio.IncompleteReadError:
                return False
            if isinstance(frame, HungUp):
                return True
            if isinstance(frame, CallNamed):
                self._uuid = frame.uuid
            elif isinstance(frame, SocketAudio) and len(frame.samples):
                await self._hear(frame)
        return True

    async def _hear(self, audio: SocketAudio) -> None:
        """The first audio tells the rate, and so opens the line."""
        if self._line is None:
            since, uuid = time.monotonic(), UUID(self._uuid)
            config = await self._announced.config(uuid, audio.rate, ANNOUNCED_S)
            (self._line,) = await self._live.join([config], since)
            self._announced.connect(uuid, self._line)
        await self._live.hear(AudioChunk(self._line.channel, audio.rate, audio.samples), by_clock=True)


async def _part(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, error: Exception | None) -> None:
    """Says why where there is something wrong, and closes."""
    with suppress(OSError, TimeoutError):
        if error:
            writer.write(_farewell(error))
            writer.write_eof()
            async with asyncio.timeout(PARTING_S):
                while await reader.read(2**16):
                    pass
    writer.close()


def _farewell(error: Exception) -> bytes:
    if isinstance(error, LineOver):
        return hang_up_frame()
    if isinstance(error, AudioSocketError):
        return error_frame(UNUSABLE)
    return error_frame(BUSY if isinstance(error, DeskFull) else REFUSED)
