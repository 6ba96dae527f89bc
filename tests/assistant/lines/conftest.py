"""Calls that note what they hear: of an AudioSocket server on a real port, and lines without a call behind them."""

import asyncio
import socket
import threading
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asr.audio import AudioChunk, Samples
from asr.protocols.line_config import LineConfig
from asr.transcript import Channel, FinalTranscript
from assistant.events import CallEnded
from assistant.lines import line, line_calls, live_lines
from assistant.lines.announced_lines import AnnouncedLines
from assistant.lines.audiosocket_server import AudioSocketServer
from assistant.lines.line_calls import LineCalls, LineLimits, LineTaken
from assistant.publisher import Publisher, Watcher


class Session:
    """Notes what it hears."""

    waiting_s = 0.0

    def __init__(self, config: LineConfig) -> None:
        self.config, self.call_id, self.operator = config, f"id-{config.call}", config.operator
        self.published = Publisher(self.call_id, lambda _: None)
        self.skipped: dict[Channel, float] = defaultdict(float)
        self.heard: dict[Channel, list[Samples]] = defaultdict(list)

    @property
    def ended(self) -> bool:
        return self.published.ended

    def watch(self) -> Watcher:
        return Watcher(self.published)

    def hang_up(self) -> None:
        self.published.publish(CallEnded(0, ""))

    def hear(self, chunk: AudioChunk) -> None:
        self.heard[chunk.channel].append(chunk.samples)

    def skip(self, channel: Channel, seconds: float) -> None:
        self.skipped[channel] += seconds

    def at_s(self, channel: Channel) -> float:
        return 0.0

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *_: None


def assign(session: Any, operator: str) -> None:
    session.operator = operator


class Bench:
    """A server, its calls, and clients of it."""

    def __init__(self, **limits: float) -> None:
        self.sessions: list[Session] = []
        self.refusal: Exception | None = None
        calls = LineCalls(self._open, assign, LineLimits(**limits))  # type: ignore[arg-type]
        self.announced = AnnouncedLines(calls)
        self.server = AudioSocketServer(calls, self.announced)
        self._listening = socket.create_server(("127.0.0.1", 0))

    def _open(self, config: LineConfig) -> Session:  # type: ignore[return]
        if self.refusal:
            raise self.refusal
        self.sessions.append(Session(config))
        return self.sessions[-1]

    async def client(self, *frames: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        reader, writer = await asyncio.open_connection(*self._listening.getsockname())
        writer.write(b"".join(frames))
        return reader, writer

    async def told(self, *frames: bytes) -> bytes:
        """What a client is told until the server closes."""
        reader, writer = await self.client(*frames)
        told = await reader.read()
        writer.close()
        return told

    @property
    def port(self) -> int:
        return int(self._listening.getsockname()[1])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        await self.server.start(self._listening)
        yield
        await self.server.stop()

    def run(self, story: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """The story while the server runs."""

        async def whole() -> None:
            async with self.running():
                await story()

        asyncio.run(whole())


@pytest.fixture
def make_bench() -> Callable[..., Bench]:
    return Bench


class HeardLine:
    """Notes what it is given, or raises what it was told to."""

    def __init__(self, config: LineConfig, since: float | None) -> None:
        self.channel, self.config, self.since = config.channel, config, since
        self.session = SimpleNamespace(call_id=f"id-{config.call}", ended=False)
        self.pieces: list[Samples] = []
        self.left: list[tuple[bool, Exception | None]] = []
        self.refuses: Exception | None = None
        self.stays: Exception | None = None

    def hear(self, chunk: AudioChunk) -> None:
        if self.refuses:
            raise self.refuses
        assert chunk.rate == 8000
        self.pieces.append(chunk.samples)

    def leave(self, ended: bool, error: Exception | None = None) -> None:
        if self.stays:
            raise self.stays
        self.left.append((ended, error))

    @property
    def sound(self) -> Samples:
        """Without the silence around it, which alone is exactly 0 in what tests send."""
        heard = np.concatenate([np.zeros(0, np.float32), *self.pieces])
        at = np.flatnonzero(heard)
        return heard[at[0] : at[-1] + 1] if len(at) else heard[:0]


class HeardLines:
    """Stands in for LineCalls; `heard_lines["caller"]` is that channel of the one call."""

    def __init__(self) -> None:
        self.limits = LineLimits()
        self.joined: dict[tuple[str, str], HeardLine] = {}
        self.refusal: Exception | None = None
        self._changing = threading.Lock()

    def join(self, config: LineConfig, since: float | None = None) -> HeardLine:
        if self.refusal:
            raise self.refusal
        line = HeardLine(config, since)
        with self._changing:
            if self.joined.setdefault((config.call, config.channel), line) is not line:
                raise LineTaken("taken")
        return line

    def __getitem__(self, channel: str) -> HeardLine:
        (line,) = [line for (_, name), line in self.joined.items() if name == channel]
        return line


@pytest.fixture
def heard_lines() -> HeardLines:
    return HeardLines()


class NotingSession:
    """Notes what is asked of it."""

    waiting_s = 0.0

    def __init__(self, config: LineConfig) -> None:
        self.config, self.call_id, self.operator = config, f"id-{config.call}", config.operator
        self.asked: list[tuple[object, ...]] = []
        self.published = Publisher(self.call_id, lambda _: None)
        self.places: dict[Channel, float] = {}

    @property
    def ended(self) -> bool:
        return self.published.ended

    def watch(self) -> Watcher:
        return Watcher(self.published)

    def hang_up(self) -> None:
        self.published.publish(CallEnded(0, ""))

    def at_s(self, channel: Channel) -> float:
        return self.places.get(channel, 0.0)

    def hear(self, chunk: AudioChunk) -> None:
        self.places[chunk.channel] = self.at_s(chunk.channel) + len(chunk.samples) / chunk.rate

    def say(self, channel: Channel, utterance: int, text: str = "好") -> None:
        self.published.publish(FinalTranscript(channel, utterance, text, 0, 1))

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.asked.append((name, *given))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The time, which stands still until a test moves `now`."""
    clock = SimpleNamespace(now=1000.0)
    for module in (line, line_calls, live_lines):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


@pytest.fixture
def made(clock: SimpleNamespace) -> Iterator[Callable[..., LineCalls]]:
    """`made(open_call, resume_s=1)`: calls with other limits, whose sessions note what is asked of them."""
    every: list[LineCalls] = []

    def made(open_call: Any = NotingSession, **limits: float) -> LineCalls:
        every.append(LineCalls(open_call, assign, LineLimits(**limits)))
        return every[-1]

    yield made
    for calls in every:
        calls.close()


@pytest.fixture
def calls(made: Callable[..., LineCalls]) -> LineCalls:
    return made()
