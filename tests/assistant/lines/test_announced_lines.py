import asyncio
from uuid import UUID, uuid4

import pytest

from asr.protocols.line_config import LineConfig
from assistant.lines import announced_lines
from assistant.lines.announced_lines import AnnouncedLine, AnnouncedLines

NAME = UUID("40325ec2-5efd-4bd3-805f-53576e581d13")


def test_a_uuid_is_the_line_that_was_announced_last_with_the_rate_of_its_audio() -> None:
    async def story() -> LineConfig:
        lines = AnnouncedLines()
        lines.tell(AnnouncedLine(uuid=NAME, operator="1"))
        lines.tell(AnnouncedLine(uuid=NAME, call="x", operator="8012", channel="operator", engine="vosk"))
        return await lines.config(NAME, 16_000, 0)

    assert asyncio.run(story()) == LineConfig(16_000, "operator", "x", "8012", "vosk")


def test_who_comes_first_waits_for_the_announcement() -> None:
    async def story() -> list[str]:
        lines = AnnouncedLines()
        waiting = [asyncio.create_task(lines.config(NAME, 8000, 10)) for _ in range(2)]
        await asyncio.sleep(0)
        lines.tell(AnnouncedLine(uuid=uuid4(), operator="other"))
        await asyncio.sleep(0)
        lines.tell(AnnouncedLine(uuid=NAME, operator="8012", transcribe=False))
        return [f"{line.call} {line.operator} {line.transcribe}" for line in await asyncio.gather(*waiting)]

    assert asyncio.run(story()) == [f"{NAME} 8012 False"] * 2


def test_a_uuid_that_nobody_announces_names_the_call() -> None:
    assert asyncio.run(AnnouncedLines().config(NAME, 8000, 0)) == LineConfig(8000, call=str(NAME))


def test_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announced_lines, "MOST_ANNOUNCED", 2)

    async def story() -> list[str]:
        lines, names = AnnouncedLines(), [uuid4() for _ in range(3)]
        for name in names:
            lines.tell(AnnouncedLine(uuid=name, operator="8012"))
        return [(await lines.config(name, 8000, 0)).operator for name in names]

    assert asyncio.run(story()) == ["", "8012", "8012"]
