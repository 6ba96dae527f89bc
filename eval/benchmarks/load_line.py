"""One telephone line of the load benchmark: plays a channel to the server and clocks what comes back."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

RATE = 8000
"""What a telephone carries, in hertz."""

PIECE_S = 0.1
PATIENCE_S = 120.0
"""How long the last finals are waited for, after the end of the audio."""

FULL = 1013
"""Close code of RFC 6455 (IANA registry): try again later. A server that can hear no further call says so with it."""

Pcm = NDArray[np.int16]


class LoadLine:
    """Plays `sound` (one channel at RATE) once; `delays` in seconds are those of finals from `counted_from_s` on.

    `ends` are when what each final says had been said, in seconds of the sound.
    """

    def __init__(self, sound: Pcm, config: dict[str, Any], counted_from_s: float, speed: float) -> None:
        self._sound, self._config = sound, config
        self._counted_from_s, self._speed = counted_from_s, speed
        self._began = 0.0
        self._shown = ""
        self._told_all = False
        self.delays: list[float] = []
        self.ends: list[float] = []
        self.partials = self.skipped = 0
        self.error = ""
        self.refused = False

    async def play(self, url: str) -> None:
        """Returns when the server has closed the connection, or `error` says what went wrong."""
        try:
            async with connect(url, proxy=None, ping_interval=None, compression=None) as socket:
                await socket.send(json.dumps({"config": self._config}))
                self._began = time.monotonic()
                sending = asyncio.create_task(self._send(socket))
                try:
                    await self._read(socket)
                finally:
                    sending.cancel()
                    (cut,) = await asyncio.gather(sending, return_exceptions=True)
                self.refused = socket.close_code == FULL
                if cut or not self._told_all:
                    self.error = self.error or f"The server ended the call early (code {socket.close_code})."
        except (OSError, WebSocketException) as exc:
            self.error = self.error or f"The connection failed ({type(exc).__name__})."

    async def _send(self, socket: ClientConnection) -> None:
        """Each piece when it has been spoken, by the clock of the whole call; then waits for the last finals."""
        size = int(RATE * PIECE_S)
        for number, start in enumerate(range(0, len(self._sound), size), 1):
            await asyncio.sleep(self._began + number * PIECE_S / self._speed - time.monotonic())
            await socket.send(self._sound[start : start + size].tobytes())
        await socket.send('{"eof" : 1}')

    async def _read(self, socket: ClientConnection) -> None:
        patience_s = len(self._sound) / RATE / self._speed + PATIENCE_S
        try:
            async with asyncio.timeout(patience_s):
                async for message in socket:
                    self._take(json.loads(message), time.monotonic())
        except TimeoutError:
            self.error = f"The last finals did not come within {PATIENCE_S:.0f} s."
        except ConnectionClosed:
            self.error = self.error or "The server broke the connection."

    def _take(self, told: dict[str, Any], now: float) -> None:
        if "error" in told:
            self.error = f"The server refused: {told['error']}"
        elif "skipped_partials" in told:
            self.skipped, self._told_all = told["skipped_partials"], True
        elif "end" in told:
            self.ends.append(told["end"])
            if told["end"] >= self._counted_from_s:
                self.delays.append(now - self._began - told["end"] / self._speed)
        elif told.get("partial") and told["partial"] != self._shown:
            self.partials += 1
        self._shown = told.get("partial", "")
