"""Packets of one RTP stream put in order: what arrives early waits, what is missing is waited for a little."""

from __future__ import annotations

from dataclasses import dataclass

from asr.protocols.rtp_packet import RtpPacket

WAIT_S = 0.1
"""How long the packets after a gap wait for it to be filled. In order, nothing waits: ears need no even pace."""

MOST = 64
"""Packets held at a time, some 1.3 s; past it the gap before them is given up."""

_MAX_DROPOUT, _MAX_MISORDER = 3000, 100
"""Steps of the sequence number past which a sender must have started anew (RFC 3550, A.1)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A packet in its place: `position` in samples after the first of its source, `lost` packets missing before it.

    `fresh` is the first packet of a source, or of one that started anew.
    """

    packet: RtpPacket
    position: int
    lost: int
    fresh: bool


class JitterBuffer:
    """One stream; `lost` packets never came in time, `late` ones came too late or a second time."""

    def __init__(self, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._ready: list[Frame] = []
        self._held: dict[int, tuple[RtpPacket, float]] = {}  # by counted-on sequence number, in order of arrival
        self._ssrc: int | None = None
        self._newest = self._next = 0
        self._last: Frame | None = None
        self._anew = -1
        self.lost = self.late = 0

    def put(self, packet: RtpPacket, now: float) -> None:
        """Takes in what arrived at `now`, in seconds of any clock that `take` is told too."""
        if packet.ssrc != self._ssrc:
            self._begin(packet)
        number = self._newest + _step(packet.sequence, self._newest, 16)
        if not -_MAX_MISORDER < number - self._newest < _MAX_DROPOUT:
            if packet.sequence != self._anew:  # one such packet may be a stray, two in a row are a new start
                self._anew = (packet.sequence + 1) % 2**16
                return
            self._begin(packet)
            number = self._newest
        if number in self._held or (self._last and number < self._next):
            self.late += 1
            return
        self._held[number] = (packet, now)
        self._newest = max(self._newest, number)

    def take(self, now: float, rest: bool = False) -> list[Frame]:
        """The frames that are due, in order; with `rest` all there are."""
        while self._held and (rest or self._due(now)):
            self._release()
        due, self._ready = self._ready, []
        return due

    def _begin(self, packet: RtpPacket) -> None:
        """What is held of the former source is due at once."""
        while self._held:
            self._release()
        self._ssrc, self._newest, self._last, self._anew = packet.ssrc, packet.sequence, None, -1

    def _due(self, now: float) -> bool:
        if (self._last and self._next in self._held) or len(self._held) > MOST:
            return True
        _, arrived = next(iter(self._held.values()))
        return now - arrived >= self._wait_s

    def _release(self) -> None:
        number = self._next if self._last and self._next in self._held else min(self._held)
        packet, _ = self._held.pop(number)
        if self._last is None:
            self._last = Frame(packet, 0, 0, fresh=True)
        else:
            step = _step(packet.timestamp, self._last.packet.timestamp, 32)
            self._last = Frame(packet, self._last.position + step, number - self._next, fresh=False)
        self.lost += self._last.lost
        self._next = number + 1
        self._ready.append(self._last)


def _step(to: int, since: int, bits: int) -> int:
    """The shorter way from one counter that wraps around to another, forwards or backwards."""
    half = 1 << (bits - 1)
    return (to - since + half) % (2 * half) - half
