"""One call on real ports; the clock is told."""

import socket
import struct
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from asr.protocols.line_config import LineConfig
from asr.protocols.rtp_stream import RtpStream
from assistant.lines.line_errors import LineOver, LineSilent
from assistant.lines.line_limits import LineLimits
from assistant.lines.rtp_call import MOST_DATAGRAMS, RtpCall, RtpTrack
from assistant.lines.rtp_ports import RtpPorts

BEGAN = 1000.0

Send = Callable[..., None]


def packet(number: int) -> bytes:
    return struct.pack("!BBHII", 0x80, 8, number, number * 160, 1) + bytes(range(160))


@pytest.fixture
def call(heard_lines: Any) -> Iterator[RtpCall]:
    """Ends after 5 s of silence."""
    ports = RtpPorts("127.0.0.1", "21890-21895")
    lines = [heard_lines.join(LineConfig(channel=channel, call="x")) for channel in ("caller", "operator")]
    tracks = tuple(RtpTrack(ports.lend(), RtpStream(), line) for line in lines)
    yield RtpCall("x", tracks, LineLimits(silent_s=5), BEGAN)
    for track in tracks:
        ports.give_back(track.socket)


@pytest.fixture
def send(call: RtpCall) -> Iterator[Send]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        yield lambda track, *numbers: [
            sender.sendto(packet(number), call.tracks[track].socket.getsockname()) for number in numbers
        ]


def test_both_voices_share_the_clock_of_the_call(call: RtpCall, heard_lines: Any, send: Send) -> None:
    began = {"caller": 0.4, "operator": 1.2}
    for step in range(50):
        now = step * 0.04
        for track, at in enumerate(began.values()):
            if now >= at - 0.001:
                send(track, *range(2 * (step - round(at / 0.04)), 2 * (step - round(at / 0.04)) + 2))
        call.tick(BEGAN + now)
    for channel, at in began.items():
        silence = sum(map(len, heard_lines[channel].pieces)) - len(heard_lines[channel].sound)
        assert silence / 8000 == pytest.approx(at, abs=0.05)


def test_silence_of_both_ends_it_and_one_voice_is_enough(call: RtpCall, send: Send) -> None:
    call.tick(BEGAN + 4.9)
    send(1, 0)
    call.tick(BEGAN + 5.1)
    call.tick(BEGAN + 10.0)
    with pytest.raises(LineSilent, match="No RTP came for 5 s: check where"):
        call.tick(BEGAN + 10.2)


def test_a_call_that_ended_elsewhere_is_over(call: RtpCall) -> None:
    call.tracks[0].line.session.ended = True  # type: ignore[misc]
    with pytest.raises(LineOver):
        call.tick(BEGAN)


def test_a_tick_reads_no_more_than_it_may(call: RtpCall, heard_lines: Any, send: Send) -> None:
    send(0, *range(MOST_DATAGRAMS + 5))
    call.tick(BEGAN, rest=True)
    assert len(heard_lines["caller"].sound) == MOST_DATAGRAMS * 160
    call.tick(BEGAN, rest=True)
    assert len(heard_lines["caller"].sound) == (MOST_DATAGRAMS + 5) * 160


def test_the_log_is_told_what_came(call: RtpCall, send: Send) -> None:
    send(0, 0, 1, 3, 3)
    call.tick(BEGAN + 0.2, rest=True)
    assert str(call.tracks[0]) == "caller 4 packets, 1 lost, 1 late or doubled, 0 strange"
