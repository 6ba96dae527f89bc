"""Asterisk's AudioSocket, one TCP connection a channel: frames of bytes to values, and what is sent back.

A frame is a kind, the payload's length in 2 bytes, high byte first, and the payload. The format is that of Asterisk's
documentation, "AudioSocket", and, for the kinds of other rates than 8 kHz, of its `res_audiosocket`.
"""

from __future__ import annotations

import struct
import uuid
from dataclasses import dataclass

import numpy as np

from asr.audio import Samples
from asr.errors import AsrError

HEADER_BYTES = 3

_HANG_UP, _UUID, _DTMF, _ERROR = 0x00, 0x01, 0x03, 0xFF
_RATES = {0x10: 8000, 0x11: 12_000, 0x12: 16_000, 0x13: 24_000, 0x14: 32_000, 0x15: 44_100, 0x16: 48_000}
_TOO_FAST = {0x17: 96_000, 0x18: 192_000}
_UUID_BYTES = 16
_HEADER = struct.Struct(">BH")

UNUSABLE, REFUSED, BUSY = 0x20, 0x21, 0x22
"""Error codes of our own, apart from Asterisk's 1, 2 and 4."""


class AudioSocketError(AsrError):
    """A client sent what cannot be used."""


@dataclass(frozen=True, slots=True)
class CallNamed:
    """The first frame: the UUID that the dialplan gave the call."""

    uuid: str


@dataclass(frozen=True, slots=True)
class SocketAudio:
    """`samples` mono float32 in -1..1, `rate` in hertz."""

    rate: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """A key of the caller's telephone; which one is not kept."""


@dataclass(frozen=True, slots=True)
class HungUp:
    """The call is over."""


Frame = CallNamed | SocketAudio | KeyPressed | HungUp


class AudioSocketProtocol:
    """One connection: what its frames mean."""

    def __init__(self) -> None:
        self._named = False
        self._rate = 0

    def expect(self, header: bytes) -> tuple[int, int]:
        """The kind and the payload's length that HEADER_BYTES say."""
        kind, length = _HEADER.unpack(header)
        return kind, length

    def take(self, kind: int, payload: bytes) -> Frame:
        """What a frame says; raises AudioSocketError."""
        if kind == _ERROR:
            raise AudioSocketError("Asterisk reports an error of its own: look into its log.")
        if not self._named and kind not in {_UUID, _HANG_UP}:
            raise AudioSocketError("The first frame must be the call's UUID: this is no AudioSocket client.")
        if kind == _HANG_UP:
            return HungUp()
        if kind == _UUID:
            return self._name(payload)
        if kind == _DTMF:
            return KeyPressed()
        return self._audio(kind, payload)

    def _name(self, payload: bytes) -> CallNamed:
        if self._named:
            raise AudioSocketError("A second UUID came: one connection is one call.")
        if len(payload) != _UUID_BYTES:
            raise AudioSocketError("The UUID must have 16 bytes.")
        self._named = True
        return CallNamed(str(uuid.UUID(bytes=payload)))

    def _audio(self, kind: int, payload: bytes) -> SocketAudio:
        if kind in _TOO_FAST:
            raise AudioSocketError(f"{_TOO_FAST[kind]} Hz is more than can be used: send slin of 8 to 48 kHz.")
        rate = _RATES.get(kind)
        if rate is None:
            raise AudioSocketError(f"Frames of kind 0x{kind:02x} are not known: send slin audio.")
        if self._rate not in {0, rate}:
            raise AudioSocketError(f"The rate changed from {self._rate} to {rate} Hz: keep one for a call.")
        if len(payload) % 2:
            raise AudioSocketError("An odd number of bytes is no 16-bit audio: send whole samples.")
        self._rate = rate
        return SocketAudio(rate, np.frombuffer(payload, "<i2").astype(np.float32) / np.float32(32768))


def hang_up_frame() -> bytes:
    """Asks Asterisk to end its side."""
    return _HEADER.pack(_HANG_UP, 0)


def error_frame(code: int) -> bytes:
    """Says that the call cannot be heard; the connection is closed after it."""
    return _HEADER.pack(_ERROR, 1) + bytes([code])
