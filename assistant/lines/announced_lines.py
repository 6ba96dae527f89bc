"""Which call and operator a UUID stands for, told apart from the audio, before or soon after it comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.dataclasses import dataclass

from asr.protocols.line_config import LineConfig
from assistant.lines.line import Line
from assistant.lines.line_calls import LineCalls
from assistant.lines.line_errors import LineTaken

MOST_ANNOUNCED = 4096


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class AnnouncedLine(LineConfig):
    """A line whose source names itself by a UUID and can say no more; its rate is that of its audio."""

    uuid: UUID
    sample_rate: int = Field(default=8000, init=False)


class AnnouncedLines:
    """Used in one event loop. The oldest announcement is forgotten when there are too many."""

    def __init__(self, calls: LineCalls) -> None:
        self._calls = calls
        self._connected: dict[UUID, Line] = {}
        self._lines: OrderedDict[UUID, AnnouncedLine] = OrderedDict()
        self._changed = asyncio.Event()

    def tell(self, line: AnnouncedLine) -> None:
        """Replaces what was said of the UUID before.

        Of one that is connected only the operator can still be told, where nobody has said it; else raises LineTaken.
        """
        if connected := self._connected.get(line.uuid):
            if not _fits(line, connected):
                told = "The sound of this UUID comes already: only who its operator is can still be told, and once."
                raise LineTaken(told, connected.session.call_id)
            self._calls.assign(connected, line.operator)
            return
        self._lines[line.uuid] = line
        self._lines.move_to_end(line.uuid)
        if len(self._lines) > MOST_ANNOUNCED:
            self._lines.popitem(last=False)
        self._changed.set()
        self._changed = asyncio.Event()

    async def config(self, uuid: UUID, rate: int, patience_s: float) -> LineConfig:
        """The line of `rate` hertz, waited for; a call named by the UUID where nobody says more."""
        try:
            async with asyncio.timeout(patience_s):
                while uuid not in self._lines:
                    await self._changed.wait()
        except TimeoutError:
            return LineConfig(rate, call=str(uuid))
        told = self._lines[uuid]
        call = told.call or str(uuid)
        return LineConfig(rate, told.channel, call, told.operator, told.engine, told.transcribe, told.resume)

    def connect(self, uuid: UUID, line: Line) -> None:
        """Its sound comes; what was announced while it joined is not lost."""
        self._connected[uuid] = line
        if told := self._lines.get(uuid):
            self._calls.assign(line, told.operator)

    def disconnect(self, uuid: UUID, line: Line) -> None:
        """Its sound comes no more, unless over another connection."""
        if self._connected.get(uuid) is line:
            del self._connected[uuid]


def _fits(told: AnnouncedLine, connected: Line) -> bool:
    """Whether nothing is told that has been settled otherwise."""
    settled, unsaid = connected.config, LineConfig()
    names = ("call", "channel", "engine", "transcribe", "resume")
    same = all(getattr(told, name) in (getattr(unsaid, name), getattr(settled, name)) for name in names)
    return same and (told.operator in ("", connected.session.operator) or not connected.session.operator)
