"""Packets written by hand after RFC 3550, section 5.1; those of real senders are in the receiver's tests."""

import random

import pytest

from asr.protocols.rtp_packet import LONGEST_DATAGRAM, RtpPacket, RtpUnusable, is_rtcp, read_packet

NUMBERS = bytes.fromhex("fffe 00000140 deadbeef")
SOUND = bytes(range(1, 161))


def test_a_plain_packet() -> None:
    assert read_packet(bytes.fromhex("8008") + NUMBERS + SOUND) == RtpPacket(8, False, 0xFFFE, 320, 0xDEADBEEF, SOUND)


def test_the_marker_is_no_part_of_the_type() -> None:
    packet = read_packet(bytes.fromhex("8080") + NUMBERS + SOUND)
    assert (packet.payload_type, packet.marker) == (0, True)


@pytest.mark.parametrize(
    ("first", "before", "after"),
    [
        ("82", bytes(8), b""),
        ("90", bytes.fromhex("bede 0002") + bytes(8), b""),
        ("91", bytes(4) + bytes.fromhex("bede 0000"), b""),
        ("a0", b"", b"\0\0\0\4"),
        ("b1", bytes(4) + bytes.fromhex("bede 0001") + bytes(4), b"\1"),
    ],
    ids=["sources", "extension", "both", "padding", "all"],
)
def test_what_stands_around_the_sound_is_left_out(first: str, before: bytes, after: bytes) -> None:
    assert read_packet(bytes.fromhex(first + "08") + NUMBERS + before + SOUND + after).payload == SOUND


def test_a_packet_without_sound_is_one() -> None:
    assert read_packet(bytes.fromhex("8008") + NUMBERS).payload == b""


@pytest.mark.parametrize(
    "datagram",
    [
        b"",
        bytes.fromhex("8008") + NUMBERS[:-1],
        bytes.fromhex("4008") + NUMBERS + SOUND,
        bytes.fromhex("8f08") + NUMBERS + bytes(59),
        bytes.fromhex("9008") + NUMBERS + bytes.fromhex("bede 00"),
        bytes.fromhex("9008") + NUMBERS + bytes.fromhex("bede ffff") + SOUND,
        bytes.fromhex("a008") + NUMBERS + SOUND + b"\xff",
        bytes.fromhex("a008") + NUMBERS + SOUND + b"\0",
        bytes.fromhex("8008") + NUMBERS + bytes(LONGEST_DATAGRAM - 11),
    ],
    ids=["nothing", "short", "version", "sources", "cut extension", "extension", "padding", "no padding", "long"],
)
def test_what_is_no_packet_is_refused(datagram: bytes) -> None:
    with pytest.raises(RtpUnusable):
        read_packet(datagram)


def test_random_bytes_are_a_packet_or_refused() -> None:
    chance = random.Random(1)
    refused = 0
    for _ in range(3000):
        datagram = bytes([chance.choice((0x80, 0x90, 0xA5, chance.randrange(256)))]) + chance.randbytes(
            chance.randrange(60)
        )
        try:
            assert len(read_packet(datagram).payload) <= len(datagram) - 12
        except RtpUnusable:
            refused += 1
    assert 500 < refused < 2800


@pytest.mark.parametrize(
    ("second", "rtcp"), [(200, True), (207, True), (192, True), (223, True), (8, False), (0x88, False)]
)
def test_reports_are_known_by_their_type(second: int, rtcp: bool) -> None:
    assert is_rtcp(bytes([0x80, second]) + bytes(26)) is rtcp
