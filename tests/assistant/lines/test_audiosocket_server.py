"""Clients on a real port of this machine; what a real Asterisk says is tried in test_asterisk.py."""

import asyncio
import logging
import struct
from collections.abc import Callable
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from asr.protocols.line_config import LineConfig
from assistant.errors import DeskFull
from assistant.lines import audiosocket_server, live_lines
from assistant.lines.announced_lines import AnnouncedLine
from assistant.lines.line_errors import LineTaken

NAME = "40325ec2-5efd-4bd3-805f-53576e581d13"
HELLO = b"\x01\x00\x10" + UUID(NAME).bytes
PIECE = np.arange(160, dtype="<i2")
AUDIO = b"\x10" + struct.pack(">H", 320) + PIECE.tobytes()
HANG_UP = b"\x00\x00\x00"

MakeBench = Callable[..., Any]


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_server, "ANNOUNCED_S", 0.05)
    monkeypatch.setattr(audiosocket_server, "PARTING_S", 0.05)


def test_an_announced_uuid_is_the_call_and_operator_that_were_told(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        bench.announced.tell(AnnouncedLine(uuid=UUID(NAME), call="x", operator="8012", channel="operator"))
        assert await bench.told(HELLO, AUDIO, AUDIO, HANG_UP) == b""
        await until(lambda: bench.sessions[0].ended)

    bench.run(story)
    (session,) = bench.sessions
    assert session.config == LineConfig(8000, "operator", "x", "8012")
    assert np.array_equal(np.concatenate(session.heard["operator"]) * 32768, np.tile(PIECE, 2))


def test_an_announcement_may_come_after_the_audio(make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audiosocket_server, "ANNOUNCED_S", 10)
    bench = make_bench()

    async def story() -> None:
        _, writer = await bench.client(HELLO, AUDIO)
        await asyncio.sleep(0.05)
        bench.announced.tell(AnnouncedLine(uuid=UUID(NAME), call="late"))
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        writer.close()

    bench.run(story)
    assert [session.config.call for session in bench.sessions] == ["late"]


def test_whom_a_call_is_for_may_be_told_while_it_goes_on(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        told = AnnouncedLine(uuid=UUID(NAME), operator="8012")
        _, writer = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        bench.announced.tell(told)
        assert bench.sessions[0].operator == "8012"
        with pytest.raises(LineTaken):
            bench.announced.tell(AnnouncedLine(uuid=UUID(NAME), call="y"))
        writer.close()
        await until(lambda: bench.sessions[0].ended)
        bench.announced.tell(AnnouncedLine(uuid=UUID(NAME), call="y"))

    bench.run(story)


def test_an_unknown_uuid_is_a_call_of_that_name(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        await bench.told(HELLO, AUDIO, HANG_UP)

    bench.run(story)
    assert bench.sessions[0].config == LineConfig(8000, "caller", NAME)


def test_closing_between_frames_ends_the_call_as_asterisk_does(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        _, writer = await bench.client(HELLO, AUDIO)
        writer.close()
        await until(lambda: bench.sessions and bench.sessions[0].ended)

    bench.run(story)


def test_a_connection_that_breaks_may_come_back(make_bench: MakeBench, caplog: pytest.LogCaptureFixture) -> None:
    bench = make_bench()

    async def story() -> None:
        _, writer = await bench.client(HELLO, AUDIO, AUDIO[:100])
        writer.close()
        await until(lambda: "kept" in caplog.text)
        assert not bench.sessions[0].ended
        await bench.told(HELLO, AUDIO, HANG_UP)
        await until(lambda: bench.sessions[0].ended)

    bench.run(story)
    assert [len(session.heard["caller"]) for session in bench.sessions] == [2]


def test_hanging_up_at_the_panel_hangs_up_asterisk(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        reader, writer = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        bench.sessions[0].hang_up()
        writer.write(AUDIO)
        assert await reader.read() == HANG_UP
        writer.close()

    bench.run(story)


@pytest.mark.parametrize(
    ("frames", "code", "words"),
    [
        ((AUDIO,), 0x20, "UUID"),
        ((b"GET / HTTP/1.1\r\n" + bytes(20_000),), 0x20, "UUID"),
        ((HELLO, b"\x10\x00\x01\x00"), 0x20, "odd"),
        ((HELLO, AUDIO, b"\x12\x00\x02\x00\x00"), 0x20, "rate changed"),
        ((HELLO, b"\x18\x00\x02\x00\x00"), 0x20, "192000"),
        ((HELLO, *[b"\x10\xff\xfe" + bytes(65_534)] * 9), 0x21, "faster than it is spoken"),
    ],
)
def test_what_cannot_be_used_ends_with_an_error_frame_and_a_line_in_the_log(
    make_bench: MakeBench, caplog: pytest.LogCaptureFixture, frames: tuple[bytes, ...], code: int, words: str
) -> None:
    bench, told = make_bench(), []

    async def story() -> None:
        told.append(await bench.told(*frames))
        await until(lambda: caplog.records)

    bench.run(story)
    assert told == [b"\xff\x00\x01" + bytes([code])]
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("calldesk.lines", logging.WARNING) and words in caplog.text
    assert not bench.sessions or f"id-{NAME}" in caplog.text


def test_a_client_that_falls_silent_is_let_go(make_bench: MakeBench, caplog: pytest.LogCaptureFixture) -> None:
    bench, told = make_bench(silent_s=0.1), []

    async def story() -> None:
        keys = b"\x03\x00\x017"
        told.append(await bench.told(HELLO, AUDIO, keys))

    bench.run(story)
    assert told == [b"\xff\x00\x01\x21"]
    assert "No audio came for 0.1 s" in caplog.text


def test_a_second_client_of_a_call_is_refused_and_the_first_goes_on(
    make_bench: MakeBench, caplog: pytest.LogCaptureFixture
) -> None:
    bench = make_bench()

    async def story() -> None:
        _, first = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        assert await bench.told(HELLO, AUDIO) == b"\xff\x00\x01\x21"
        first.write(AUDIO)
        await until(lambda: len(bench.sessions[0].heard["caller"]) == 2)
        first.close()

    bench.run(story)
    assert len(bench.sessions) == 1 and "taken" in caplog.text


def test_a_desk_that_can_serve_no_further_call_says_so(make_bench: MakeBench, caplog: pytest.LogCaptureFixture) -> None:
    bench, told = make_bench(), []
    bench.refusal = DeskFull("No further call can be heard now: try again in a while.")

    async def story() -> None:
        told.append(await bench.told(HELLO, AUDIO))

    bench.run(story)
    assert told == [b"\xff\x00\x01\x22"]
    assert f"call {NAME}: refused: DeskFull" in caplog.text


def test_more_lines_than_there_is_room_for_are_refused(make_bench: MakeBench) -> None:
    bench, told = make_bench(max_lines=1), []

    async def story() -> None:
        _, first = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions)
        told.append(await bench.told(HELLO, AUDIO))
        first.write(AUDIO)
        await until(lambda: len(bench.sessions[0].heard["caller"]) == 2)

    bench.run(story)
    assert told == [b"\xff\x00\x01\x22"]


def test_what_was_not_sent_in_time_was_silence(make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller on hold sends nothing; what is said after it is heard at its time."""
    monkeypatch.setattr(live_lines, "GAP_S", 0.2)
    bench = make_bench()

    async def story() -> None:
        _, writer = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        await asyncio.sleep(0.3)
        writer.write(AUDIO)
        await until(lambda: len(bench.sessions[0].heard["caller"]) == 2)
        writer.close()

    bench.run(story)
    assert bench.sessions[0].skipped["caller"] > 0.2


def test_long_frames_do_not_count_as_gaps(make_bench: MakeBench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_lines, "GAP_S", 0.1)
    bench = make_bench()
    half_second = b"\x10\x1f\x40" + bytes(8000)

    async def story() -> None:
        _, writer = await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])
        await asyncio.sleep(0.3)
        writer.write(half_second)
        await until(lambda: len(bench.sessions[0].heard["caller"]) > 1)
        writer.close()

    bench.run(story)
    assert [len(piece) for piece in bench.sessions[0].heard["caller"]] == [160, 4000]
    assert not bench.sessions[0].skipped


def test_stopping_lets_clients_go(make_bench: MakeBench) -> None:
    bench = make_bench()

    async def story() -> None:
        await bench.client(HELLO, AUDIO)
        await until(lambda: bench.sessions and bench.sessions[0].heard["caller"])

    bench.run(story)
