"""Packets in, frames out: the numbers of `take` are seconds, packets are 20 ms."""

import random

import pytest

from asr.protocols.jitter_buffer import MOST, WAIT_S, Frame, JitterBuffer
from asr.protocols.rtp_packet import RtpPacket


def packet(number: int, timestamp: int | None = None, ssrc: int = 1) -> RtpPacket:
    timestamp = number * 160 if timestamp is None else timestamp
    return RtpPacket(8, False, number % 2**16, timestamp % 2**32, ssrc, number.to_bytes(4, "big"))


def told(frames: list[Frame]) -> list[int]:
    return [int.from_bytes(frame.packet.payload, "big") for frame in frames]


@pytest.fixture
def buffer() -> JitterBuffer:
    """One that has begun with packet 0."""
    buffer = JitterBuffer()
    buffer.put(packet(0), 0.0)
    assert buffer.take(WAIT_S) == [Frame(packet(0), 0, 0, fresh=True)]
    return buffer


def test_in_order_nothing_waits(buffer: JitterBuffer) -> None:
    for number in (1, 2, 3):
        buffer.put(packet(number), 1.0)
        assert buffer.take(1.0) == [Frame(packet(number), number * 160, 0, fresh=False)]


def test_the_first_packets_wait_for_one_that_was_overtaken() -> None:
    buffer = JitterBuffer()
    buffer.put(packet(6), 0.0)
    assert buffer.take(0.02) == []
    buffer.put(packet(5), 0.03)
    assert [(frame.position, frame.fresh) for frame in buffer.take(WAIT_S)] == [(0, True), (160, False)]


def test_what_was_overtaken_goes_first(buffer: JitterBuffer) -> None:
    buffer.put(packet(2), 0.2)
    buffer.put(packet(3), 0.22)
    assert buffer.take(0.22) == []
    buffer.put(packet(1), 0.24)
    assert told(buffer.take(0.24)) == [1, 2, 3]
    assert (buffer.lost, buffer.late) == (0, 0)


def test_what_is_missing_is_given_up_after_a_while_and_what_comes_then_is_late(buffer: JitterBuffer) -> None:
    buffer.put(packet(3), 0.2)
    assert buffer.take(0.2 + WAIT_S * 0.9) == []
    (frame,) = buffer.take(0.2 + WAIT_S * 1.1)
    assert (frame.position, frame.lost) == (480, 2)
    buffer.put(packet(2), 0.4)
    assert buffer.take(9.0) == []
    assert (buffer.lost, buffer.late) == (2, 1)


def test_a_packet_that_comes_twice_is_taken_once(buffer: JitterBuffer) -> None:
    for number in (0, 2, 2, 1, 1, 3, 3):
        buffer.put(packet(number), 0.2)
    assert told(buffer.take(0.2)) == [1, 2, 3]
    assert (buffer.lost, buffer.late) == (0, 4)


def test_both_counters_wrap_around() -> None:
    buffer = JitterBuffer()
    numbers = list(range(65_530, 65_545))
    chance = random.Random(1)
    shuffled = sorted(numbers, key=lambda number: number + chance.uniform(0, 3))
    for number in shuffled:
        buffer.put(packet(number, 2**32 - 800 + (number - numbers[0]) * 160), 0.0)
    frames = buffer.take(WAIT_S)
    assert told(frames) == numbers
    assert [frame.position for frame in frames] == [160 * step for step in range(len(numbers))]
    assert buffer.lost == 0


def test_a_pause_is_time_without_loss(buffer: JitterBuffer) -> None:
    buffer.put(packet(1, 160 + 40_000), 5.0)
    (frame,) = buffer.take(5.0)
    assert (frame.position, frame.lost) == (40_160, 0)


def test_another_source_begins_anew_after_the_rest_of_the_one_before(buffer: JitterBuffer) -> None:
    buffer.put(packet(2), 0.2)
    buffer.put(packet(500, ssrc=2), 0.21)
    buffer.put(packet(501, ssrc=2), 0.22)
    frames = buffer.take(0.21 + WAIT_S)
    assert told(frames) == [2, 500, 501]
    assert [(frame.position, frame.lost, frame.fresh) for frame in frames] == [
        (320, 1, False),
        (0, 0, True),
        (160, 0, False),
    ]


def test_a_sender_that_counts_anew_is_followed_and_a_stray_number_is_not(buffer: JitterBuffer) -> None:
    buffer.put(packet(30_000), 0.2)
    buffer.put(packet(1), 0.2)
    assert told(buffer.take(0.2)) == [1]
    for number in (9_000, 9_001, 9_002):
        buffer.put(packet(number), 0.3)
    frames = buffer.take(0.3 + WAIT_S)
    assert [(frame.packet.sequence, frame.fresh) for frame in frames] == [(9_001, True), (9_002, False)]
    assert buffer.lost == 0


def test_it_holds_no_more_than_it_may(buffer: JitterBuffer) -> None:
    frames = []
    for number in range(2, 1000):
        buffer.put(packet(number), 0.2)
        assert len(buffer._held) <= MOST + 1
        frames += buffer.take(0.2)
    frames += buffer.take(0.2, rest=True)
    assert told(frames) == list(range(2, 1000))
    assert buffer.lost == 1


def test_any_order_of_any_packets_gives_each_once_and_never_backwards() -> None:
    chance = random.Random(7)
    for _ in range(50):
        buffer, now, frames = JitterBuffer(), 0.0, []
        for step in range(65_400, 65_700):
            now += chance.choice((0.0, 0.01, 0.2))
            buffer.put(packet(step + chance.randrange(-20, 40), chance.randrange(2**32)), now)
            frames += buffer.take(now)
        frames += buffer.take(now, rest=True)
        assert told(frames) == sorted(set(told(frames)))
        assert len(frames) + buffer.late == 300
