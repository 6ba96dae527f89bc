import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import ValidationError

from asr.protocols.line_config import LineConfig
from assistant.lines import announced_lines
from assistant.lines.announced_lines import AnnouncedLine, AnnouncedLines
from assistant.lines.line_errors import LineTaken

NAME = UUID("40325ec2-5efd-4bd3-805f-53576e581d13")
CALLS: Any = None
"""Of no account before somebody is connected."""


def test_a_uuid_is_the_line_that_was_announced_last_with_the_rate_of_its_audio() -> None:
    async def story() -> LineConfig:
        lines = AnnouncedLines(CALLS)
        lines.tell(AnnouncedLine(uuid=NAME, operator="1"))
        lines.tell(AnnouncedLine(uuid=NAME, call="x", operator="8012", channel="operator", engine="vosk", resume=3))
        return await lines.config(NAME, 16_000, 0)

    assert asyncio.run(story()) == LineConfig(16_000, "operator", "x", "8012", "vosk", resume=3)


def test_who_comes_first_waits_for_the_announcement() -> None:
    async def story() -> list[str]:
        lines = AnnouncedLines(CALLS)
        waiting = [asyncio.create_task(lines.config(NAME, 8000, 10)) for _ in range(2)]
        await asyncio.sleep(0)
        lines.tell(AnnouncedLine(uuid=uuid4(), operator="other"))
        await asyncio.sleep(0)
        lines.tell(AnnouncedLine(uuid=NAME, operator="8012", transcribe=False))
        return [f"{line.call} {line.operator} {line.transcribe}" for line in await asyncio.gather(*waiting)]

    assert asyncio.run(story()) == [f"{NAME} 8012 False"] * 2


def test_a_uuid_that_nobody_announces_names_the_call() -> None:
    assert asyncio.run(AnnouncedLines(CALLS).config(NAME, 8000, 0)) == LineConfig(8000, call=str(NAME))


def test_the_oldest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announced_lines, "MOST_ANNOUNCED", 2)

    async def story() -> list[str]:
        lines, names = AnnouncedLines(CALLS), [uuid4() for _ in range(3)]
        for name in names:
            lines.tell(AnnouncedLine(uuid=name, operator="8012"))
        return [(await lines.config(name, 8000, 0)).operator for name in names]

    assert asyncio.run(story()) == ["", "8012", "8012"]


def test_the_rate_is_that_of_the_audio_and_cannot_be_announced() -> None:
    with pytest.raises(ValidationError):
        AnnouncedLine(uuid=NAME, sample_rate=8000)  # type: ignore[call-arg]


@pytest.fixture
def connected() -> tuple[AnnouncedLines, Any, Callable[[], str]]:
    """A line of call x for engine "vosk", connected; whom its call is for."""
    session = SimpleNamespace(operator="", call_id="c7")
    line: Any = SimpleNamespace(config=LineConfig(8000, call="x", engine="vosk"), session=session)

    def assign(line: Any, operator: str) -> None:
        line.session.operator = line.session.operator or operator

    lines = AnnouncedLines(SimpleNamespace(assign=assign))  # type: ignore[arg-type]
    lines.connect(NAME, line)
    return lines, line, lambda: session.operator


@pytest.mark.parametrize("more", [{}, {"call": "x"}, {"engine": "vosk", "channel": "caller"}])
def test_whom_a_call_is_for_can_be_told_while_its_sound_comes(connected: Any, more: dict[str, Any]) -> None:
    lines, _, operator = connected
    lines.tell(AnnouncedLine(uuid=NAME, operator="8012", **more))
    lines.tell(AnnouncedLine(uuid=NAME, operator="8012"))
    assert operator() == "8012"
    with pytest.raises(LineTaken) as taken:
        lines.tell(AnnouncedLine(uuid=NAME, operator="8013"))
    assert (operator(), taken.value.call_id) == ("8012", "c7")


@pytest.mark.parametrize("late", [{"call": "y"}, {"channel": "operator"}, {"engine": "whisper"}, {"transcribe": False}])
def test_what_is_settled_is_not_told_anew(connected: Any, late: dict[str, Any]) -> None:
    lines, line, operator = connected
    with pytest.raises(LineTaken, match="only who its operator is"):
        lines.tell(AnnouncedLine(uuid=NAME, operator="8012", **late))
    assert operator() == ""
    lines.disconnect(NAME, SimpleNamespace())
    with pytest.raises(LineTaken):
        lines.tell(AnnouncedLine(uuid=NAME, **late))
    lines.disconnect(NAME, line)
    lines.tell(AnnouncedLine(uuid=NAME, **late))


def test_what_was_announced_while_a_line_joined_is_not_lost(connected: Any) -> None:
    lines, line, operator = connected
    lines.disconnect(NAME, line)
    lines.tell(AnnouncedLine(uuid=NAME, operator="8012"))
    lines.connect(NAME, line)
    assert operator() == "8012"
