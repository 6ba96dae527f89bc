"""Frames written by hand from Asterisk's description; a real Asterisk speaks in test_audiosocket_server.py."""

import numpy as np
import pytest

from asr.protocols.audiosocket_protocol import (
    BUSY,
    AudioSocketError,
    AudioSocketProtocol,
    CallNamed,
    Frame,
    HungUp,
    KeyPressed,
    SocketAudio,
    error_frame,
    hang_up_frame,
)

UUID = bytes.fromhex("40325ec25efd4bd3805f53576e581d13")


def take(protocol: AudioSocketProtocol, frame: bytes) -> Frame:
    kind, length = protocol.expect(frame[:3])
    assert length == len(frame) - 3
    return protocol.take(kind, frame[3:])


@pytest.fixture
def named() -> AudioSocketProtocol:
    protocol = AudioSocketProtocol()
    assert take(protocol, b"\x01\x00\x10" + UUID) == CallNamed("40325ec2-5efd-4bd3-805f-53576e581d13")
    return protocol


def test_audio_is_little_endian_of_the_rate_that_its_kind_says(named: AudioSocketProtocol) -> None:
    heard = take(named, b"\x10\x00\x06\x00\x80\x00\x00\x00\x40")
    assert isinstance(heard, SocketAudio)
    assert (heard.rate, heard.samples.tolist(), heard.samples.dtype) == (8000, [-1.0, 0.0, 0.5], np.float32)


@pytest.mark.parametrize(
    ("kind", "rate"),
    [(0x10, 8000), (0x11, 12_000), (0x12, 16_000), (0x13, 24_000), (0x14, 32_000), (0x15, 44_100), (0x16, 48_000)],
)
def test_each_kind_of_slin_has_its_rate(named: AudioSocketProtocol, kind: int, rate: int) -> None:
    heard = named.take(kind, bytes(4))
    assert isinstance(heard, SocketAudio) and (heard.rate, len(heard.samples)) == (rate, 2)


def test_keys_and_the_end_are_told_apart(named: AudioSocketProtocol) -> None:
    assert [take(named, b"\x03\x00\x01" + b"7"), take(named, b"\x00\x00\x00")] == [KeyPressed(), HungUp()]


@pytest.mark.parametrize(
    ("kind", "payload", "words"),
    [
        (0x10, b"\x01", "odd"),
        (0x17, bytes(4), "96000 Hz"),
        (0x18, bytes(4), "192000 Hz"),
        (0x42, bytes(4), "0x42"),
        (0x01, UUID, "second UUID"),
        (0xFF, b"\x02", "Asterisk reports"),
    ],
)
def test_what_cannot_be_used_says_why(named: AudioSocketProtocol, kind: int, payload: bytes, words: str) -> None:
    with pytest.raises(AudioSocketError, match=words):
        named.take(kind, payload)


def test_the_rate_may_not_change(named: AudioSocketProtocol) -> None:
    named.take(0x10, bytes(4))
    with pytest.raises(AudioSocketError, match="8000 to 16000"):
        named.take(0x12, bytes(4))


@pytest.mark.parametrize(("kind", "payload"), [(0x10, bytes(320)), (0x47, b"ET / HTTP/1.1"), (0x01, b"short")])
def test_a_client_of_something_else_is_known_by_its_first_frame(kind: int, payload: bytes) -> None:
    with pytest.raises(AudioSocketError, match="UUID"):
        AudioSocketProtocol().take(kind, payload)


def test_what_is_sent_back_has_the_same_form() -> None:
    assert (hang_up_frame(), error_frame(BUSY)) == (b"\x00\x00\x00", b"\xff\x00\x01\x22")
