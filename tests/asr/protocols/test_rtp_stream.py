"""Datagrams in, samples out: times are seconds, packets 20 ms of A-law, whose codes never mean exactly 0."""

import random
import struct

import numpy as np
import pytest

from asr.audio import Samples
from asr.protocols.g711 import decode, encode
from asr.protocols.jitter_buffer import WAIT_S
from asr.protocols.rtp_stream import IDLE_S, RATE, SOURCE_IDLE_S, STRANGER_IDLE_S, RtpStream

PBX, OTHER = ("192.0.2.1", 4000), ("192.0.2.9", 4000)
SPEECH = decode(random.Random(1).randbytes(160 * 200), "alaw")


def datagram(number: int, skipped: int = 0, ssrc: int = 1, kind: int = 8, payload: bytes | None = None) -> bytes:
    """Packet `number` of SPEECH, its timestamp `skipped` samples further on."""
    if payload is None:
        payload = encode(piece(number), "alaw")
    stamp = (number * 160 + skipped) % 2**32
    return struct.pack("!BBHII", 0x80, kind, number % 2**16, stamp, ssrc) + payload


def piece(number: int, count: int = 1) -> Samples:
    return SPEECH[number * 160 : (number + count) * 160]


class Clocked:
    """A stream whose packets come by the clock; `given` is all that it gave."""

    def __init__(self, stream: RtpStream | None = None) -> None:
        self.stream = stream or RtpStream()
        self.now = 0.0
        self.given: Samples = np.zeros(0, np.float32)

    def send(self, *datagrams: bytes, sender: tuple[str, int] = PBX) -> None:
        """One every 20 ms."""
        for each in datagrams:
            self.stream.take(each, sender, self.now)
            self.wait(0.02)

    def wait(self, seconds: float) -> None:
        """Time passes in ticks of 20 ms."""
        for _ in range(round(seconds / 0.02)):
            self.now += 0.02
            self.given = np.concatenate([self.given, self.stream.samples(self.now, 0.0)])

    @property
    def sound(self) -> Samples:
        """Without the silence around it."""
        at = np.flatnonzero(self.given)
        return self.given[at[0] : at[-1] + 1] if len(at) else self.given[:0]


@pytest.fixture
def line() -> Clocked:
    return Clocked()


def test_what_is_sent_is_given_sample_by_sample(line: Clocked) -> None:
    line.send(*map(datagram, range(50)))
    line.wait(0.1)
    assert np.array_equal(line.given, piece(0, 50))
    assert (line.stream.packets, line.stream.lost, line.stream.late, line.stream.strange) == (50, 0, 0, 0)


@pytest.mark.parametrize(("kind", "law"), [(0, "ulaw"), (8, "alaw")])
def test_the_payload_type_says_the_law(line: Clocked, kind: int, law: str) -> None:
    payload = bytes(range(1, 161))
    line.send(*(datagram(number, kind=kind, payload=payload) for number in range(10)))
    assert np.array_equal(line.sound[:160], decode(payload, law))  # type: ignore[arg-type]


def test_a_dynamic_type_holds_what_was_told_and_events_are_no_sound() -> None:
    for law, told in (("alaw", True), (None, False)):
        line = Clocked(RtpStream(law))  # type: ignore[arg-type]
        line.send(*(datagram(number, kind=97) for number in range(10)))
        assert bool(len(line.sound)) is told
        line.send(*(datagram(number, kind=101, payload=b"\1\x8a\3\x20") for number in range(10, 20)))
        assert (len(line.sound) == 1600) is told


def test_a_lost_packet_takes_its_time_and_what_follows_is_in_place(line: Clocked) -> None:
    line.send(*(datagram(number) for number in range(30) if number not in (10, 11, 20)))
    line.wait(0.2)
    assert len(line.sound) == 30 * 160
    assert np.array_equal(line.sound[: 10 * 160], piece(0, 10))
    assert line.sound[10 * 160 : 11 * 160].any()
    assert np.array_equal(line.sound[12 * 160 + 32 : 20 * 160], piece(0, 30)[12 * 160 + 32 : 20 * 160])
    assert line.stream.lost == 3


def test_time_goes_on_in_a_pause_and_no_sample_of_it_is_counted_twice(line: Clocked) -> None:
    """Silence suppression (RFC 3551, 4.1): nothing is sent for 3 s, then the timestamp says so."""
    line.send(*map(datagram, range(10)))
    line.wait(3.0)
    assert 2.7 * RATE < len(line.given) - 1600 < 3.0 * RATE
    line.send(*(datagram(number, skipped=3 * RATE) for number in range(10, 20)))
    line.wait(0.1)
    expected = [piece(0, 10), np.zeros(3 * RATE, np.float32), piece(10, 10)]
    assert np.array_equal(line.sound, np.concatenate(expected))
    assert line.stream.lost == 0


def test_comfort_noise_within_a_pause_is_no_loss(line: Clocked) -> None:
    line.send(*map(datagram, range(10)), datagram(10, kind=13, payload=b"\x40"))
    line.wait(0.2)
    line.send(*(datagram(number, skipped=1600) for number in range(11, 20)))
    line.wait(0.2)
    assert line.stream.lost == 0
    assert not line.sound[1600 : 1600 + 1760].any()
    assert np.array_equal(line.sound[1600 + 1760 :], piece(11, 9))


def test_what_was_lost_before_speech_begins_again_was_no_speech(line: Clocked) -> None:
    line.send(*map(datagram, range(10)))
    marked = bytearray(datagram(11, skipped=160))
    marked[1] |= 0x80
    line.send(bytes(marked), *(datagram(number, skipped=160) for number in range(12, 20)))
    line.wait(0.2)
    assert line.stream.lost == 1
    assert not line.sound[1600:1920].any()
    assert np.array_equal(line.sound[1920:], piece(11, 9))


def test_what_the_network_held_back_is_heard_all_the_same_and_the_next_pause_makes_up_for_it(line: Clocked) -> None:
    line.send(*map(datagram, range(10)))
    line.wait(0.6)
    for number in range(10, 40):
        line.stream.take(datagram(number), PBX, line.now)
    line.wait(0.02)
    held = np.flatnonzero(line.sound[1600:])[0]
    assert np.array_equal(line.sound[1600 + held :], piece(10, 30))
    line.wait(1.0)
    line.send(*(datagram(number, skipped=8000) for number in range(40, 50)))
    line.wait(0.02)
    assert len(line.sound) == 50 * 160 + 8000
    line.wait(1.0)
    line.send(*(datagram(number, skipped=16_000) for number in range(50, 60)))
    assert len(line.sound) == 60 * 160 + 16_000, "made up for once, not twice"


def test_a_voice_that_begins_later_is_later_on_the_calls_clock(line: Clocked) -> None:
    line.wait(2.0)
    line.send(*map(datagram, range(10)))
    line.wait(0.2)
    began = np.flatnonzero(line.given)[0] / RATE
    assert began == pytest.approx(2.0, abs=0.03)
    assert np.array_equal(line.sound, piece(0, 10))


def test_another_sender_and_another_source_change_nothing(line: Clocked) -> None:
    noise = bytes(range(1, 161))
    for number in range(50):
        line.stream.take(datagram(number, payload=noise), OTHER, line.now) if number else None
        line.stream.take(datagram(number, ssrc=9, payload=noise), PBX, line.now) if number else None
        line.send(datagram(number))
    line.wait(0.1)
    assert np.array_equal(line.given, piece(0, 50))
    assert line.stream.strange == 98


@pytest.mark.parametrize(
    ("sender", "ssrc", "quiet_s"), [(PBX, 2, SOURCE_IDLE_S), (OTHER, 2, STRANGER_IDLE_S), (OTHER, 1, STRANGER_IDLE_S)]
)
def test_another_takes_over_only_when_the_first_has_fallen_silent(
    line: Clocked, sender: tuple[str, int], ssrc: int, quiet_s: float
) -> None:
    line.send(*map(datagram, range(10)))
    line.wait(quiet_s - 0.04)
    line.send(datagram(10, ssrc=ssrc), sender=sender)
    assert line.stream.strange == 1
    line.wait(0.04)
    line.send(*(datagram(number, ssrc=ssrc) for number in range(11, 20)), sender=sender)
    line.wait(WAIT_S)
    assert np.array_equal(line.sound[:1600], piece(0, 10))
    assert np.array_equal(line.sound[-9 * 160 :], piece(11, 9))


def test_a_transfer_at_the_pbx_keeps_the_clock(line: Clocked) -> None:
    line.send(*map(datagram, range(10)))
    line.wait(1.0)
    line.send(*(datagram(number, skipped=123_456, ssrc=2) for number in range(10, 20)))
    line.wait(WAIT_S + 0.04)
    assert len(line.sound) == pytest.approx(1.4 * RATE, abs=0.03 * RATE)
    assert np.array_equal(line.sound[-1600:], piece(10, 10))


@pytest.mark.parametrize("skipped", [2**31 - 1, 5_000_000, -5_000_000, 2**31])
def test_a_timestamp_that_lies_costs_a_second_at_most(line: Clocked, skipped: int) -> None:
    line.send(*map(datagram, range(10)))
    line.send(*(datagram(number, skipped=skipped) for number in range(10, 20)))
    line.wait(0.1)
    assert len(line.sound) <= 20 * 160 + RATE + 160
    assert np.array_equal(line.sound[-1600:], piece(10, 10))
    line.send(*(datagram(number, skipped=skipped) for number in range(20, 30) if number != 25))
    line.wait(0.2)
    assert np.array_equal(line.sound[-4 * 160 + 32 :], piece(0, 30)[-4 * 160 + 32 :])


def test_reports_other_codecs_and_noise_are_left_out(line: Clocked) -> None:
    chance = random.Random(3)
    report = bytes.fromhex("80c80006") + bytes(24)
    for number in range(50):
        for bad in (report, chance.randbytes(chance.randrange(1, 200)), datagram(number, ssrc=3, kind=9), b""):
            line.stream.take(bad, OTHER, line.now)
        line.send(datagram(number))
    line.wait(0.1)
    assert np.array_equal(line.given, piece(0, 50))
    before = line.stream.strange
    line.send(report, report)
    assert line.stream.strange == before > 100


def test_another_codec_from_the_first_is_never_a_source(line: Clocked) -> None:
    line.send(*(datagram(number, kind=9) for number in range(10)))
    assert (line.stream.packets, line.stream.strange) == (0, 10)
    line.send(*map(datagram, range(10)), sender=OTHER)
    line.wait(0.1)
    assert np.array_equal(line.sound, piece(0, 10))


def test_the_rest_is_given_at_the_end(line: Clocked) -> None:
    line.send(*map(datagram, range(10)))
    line.stream.take(datagram(11), PBX, line.now)
    rest = line.stream.samples(line.now, 0.0, rest=True)
    assert len(rest) == 320 and np.array_equal(rest[160 + 32 :], piece(11)[32:])


def test_silence_before_the_first_packet_follows_the_clock(line: Clocked) -> None:
    line.wait(10.0)
    assert len(line.given) == pytest.approx((10 - IDLE_S) * RATE, abs=160)
    assert not line.given.any()
