"""Which call and operator a UUID stands for, told apart from the audio, before or soon after it comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from uuid import UUID

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

from asr.protocols.line_config import LineConfig

MOST_ANNOUNCED = 4096


@dataclass(frozen=True, slots=True, kw_only=True, config=ConfigDict(extra="forbid"))
class AnnouncedLine(LineConfig):
    """A line whose source names itself by a UUID and can say no more; its rate is that of its audio."""

    uuid: UUID


class AnnouncedLines:
    """Used in one event loop. The oldest announcement is forgotten when there are too many."""

    def __init__(self) -> None:
        self._lines: OrderedDict[UUID, AnnouncedLine] = OrderedDict()
        self._changed = asyncio.Event()

    def tell(self, line: AnnouncedLine) -> None:
        """Replaces what was said of the UUID before."""
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
        return LineConfig(rate, told.channel, told.call or str(uuid), told.operator, told.engine, told.transcribe)
