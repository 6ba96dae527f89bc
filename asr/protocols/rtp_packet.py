"""One packet of RTP: a datagram in, a value out (RFC 3550, section 5.1)."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from asr.errors import AsrError

LONGEST_DATAGRAM = 1500
"""Bytes: an Ethernet frame, some 180 ms of G.711. RFC 3551, 4.2, asks receivers for 200 ms; senders use 10 to 60."""

_HEADER = struct.Struct("!BBHII")
_VERSION = 2
_RTCP_TYPES = range(192, 224)


class RtpUnusable(AsrError):
    """A datagram is no packet of RTP."""


@dataclass(frozen=True, slots=True)
class RtpPacket:
    """`timestamp` counts samples (32 bits), `sequence` packets (16 bits), both wrap around; no padding in `payload`."""

    payload_type: int
    marker: bool
    sequence: int
    timestamp: int
    ssrc: int
    payload: bytes


def is_rtcp(datagram: bytes) -> bool:
    """Whether it is a report on the stream and not the stream itself, sent to the same port (RFC 5761, section 4)."""
    return len(datagram) > 1 and datagram[1] in _RTCP_TYPES


def read_packet(datagram: bytes) -> RtpPacket:
    """The packet without contributing sources, header extension and padding; raises RtpUnusable."""
    if not _HEADER.size <= len(datagram) <= LONGEST_DATAGRAM:
        raise RtpUnusable("The datagram is too short or too long for RTP: send packets of 10 to 60 ms.")
    first, second, sequence, timestamp, ssrc = _HEADER.unpack_from(datagram)
    if first >> 6 != _VERSION:
        raise RtpUnusable("The datagram is not RTP, version 2: send nothing else to this port.")
    start, end = _HEADER.size + 4 * (first & 0x0F), len(datagram)
    if first & 0x10:
        start += 4 + 4 * int.from_bytes(datagram[start + 2 : start + 4])
    if first & 0x20:
        end -= datagram[-1] or len(datagram)  # the last byte counts itself, so 0 is a lie
    if start > end:
        raise RtpUnusable("The packet is shorter than its header says: mend the sender.")
    return RtpPacket(second & 0x7F, bool(second & 0x80), sequence, timestamp, ssrc, datagram[start:end])
