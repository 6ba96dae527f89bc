"""One direction of a call as RTP: datagrams in, samples out on the clock of the call."""

from __future__ import annotations

import math

import numpy as np

from asr.audio import Samples
from asr.protocols.g711 import Law, decode
from asr.protocols.jitter_buffer import WAIT_S, Frame, JitterBuffer
from asr.protocols.loss_concealment import LossConcealer
from asr.protocols.rtp_packet import RtpPacket, RtpUnusable, is_rtcp, read_packet

RATE = 8000
"""Hertz, of G.711 and of its timestamps (RFC 3551, section 6)."""

IDLE_S = 0.2
"""Without a packet for so long, time goes on as silence; what then comes after all is heard all the same."""

SOURCE_IDLE_S = 0.1
STRANGER_IDLE_S = 5.0
"""How long the source must have been quiet until the same address may be another source, and another address one."""

MOST_GAP_S = 1.0
"""Silence that a packet's timestamp can ask for beyond the time that has passed."""

Address = tuple[object, ...]

_LAWS: dict[int, Law] = {0: "ulaw", 8: "alaw"}
_DYNAMIC = range(96, 128)
_SHORTEST_SOUND = 40
"""Bytes, 5 ms. Shorter payloads of a dynamic type are telephone events (RFC 4733)."""


class RtpStream:
    """Takes packets of its source only: the first that sent G.711, until that falls silent and another sends.

    `dynamic` is what payload types 96 to 127 hold; without it they are no sound. `heard_at` is when the source last
    sent, `strange` counts what was left out: no RTP, another sender, another codec.
    """

    def __init__(self, dynamic: Law | None = None) -> None:
        self._dynamic = dynamic
        self._buffer = JitterBuffer()
        self._concealer = LossConcealer()
        self._source: tuple[Address, int] | None = None
        self._given = self._end = self._ahead = 0  # samples; where the timestamps are; how far beyond it is given
        self.heard_at = -math.inf
        self.packets = self.strange = 0

    @property
    def lost(self) -> int:
        """Packets that never came in time."""
        return self._buffer.lost

    @property
    def late(self) -> int:
        """Packets that came too late, or twice."""
        return self._buffer.late

    def take(self, datagram: bytes, sender: Address, now: float) -> None:
        """Whatever arrived from `sender` at `now`, in seconds."""
        if is_rtcp(datagram):
            return
        try:
            packet = read_packet(datagram)
        except RtpUnusable:
            self.strange += 1
            return
        if not self._admitted(packet, sender, now):
            self.strange += 1
            return
        self.packets += 1
        self.heard_at = now
        self._buffer.put(packet, now)

    def samples(self, now: float, began: float, rest: bool = False) -> Samples:
        """What is due at `now` in a call that began at `began`; with `rest` all that has arrived."""
        clock = int((now - began) * RATE)
        due = [part for frame in self._buffer.take(now, rest) for part in self._placed(frame, clock)]
        if now - self.heard_at > IDLE_S:
            due.append(self._silence(clock - int(IDLE_S * RATE) - self._given))
            self._ahead += len(due[-1])
        return np.concatenate([np.zeros(0, np.float32), *due])

    def _admitted(self, packet: RtpPacket, sender: Address, now: float) -> bool:
        source = (sender, packet.ssrc)
        if source == self._source:
            return True
        same = self._source is not None and self._source[0] == sender
        quiet = now - self.heard_at > (SOURCE_IDLE_S if same else STRANGER_IDLE_S)
        if not quiet or self._law(packet) is None:
            return False
        self._source = source
        return True

    def _law(self, packet: RtpPacket) -> Law | None:
        """How the payload is coded; None where it is no sound: comfort noise, a telephone event, another codec."""
        if packet.payload_type in _DYNAMIC and len(packet.payload) >= _SHORTEST_SOUND:
            return self._dynamic
        return _LAWS.get(packet.payload_type)

    def _placed(self, frame: Frame, clock: int) -> list[Samples]:
        """The frame after what is missing before it."""
        if frame.fresh:  # it waited, so it began that long ago
            before = self._silence(clock - int(WAIT_S * RATE) - self._given)
            self._end, self._ahead = frame.position, 0
        else:
            before = np.zeros(0, np.float32)
        law = self._law(frame.packet)
        if law is None:
            return [before]
        sound = decode(frame.packet.payload, law)
        step = max(0, frame.position - self._end)
        gap = min(max(0, step - self._ahead), max(clock - self._given, int(MOST_GAP_S * RATE)))
        self._end, self._ahead = frame.position + len(sound), max(0, self._ahead - step)
        # before a marked packet was a pause (RFC 3551, 4.1), and what was lost of it, silence or noise
        concealed = 0 if frame.packet.marker else min(gap, frame.lost * len(sound))
        if concealed:
            before = self._given_on(self._concealer.fill(concealed))
        return [before, self._silence(gap - concealed), self._given_on(self._concealer.heard(sound))]

    def _silence(self, count: int) -> Samples:
        return self._given_on(self._concealer.heard(np.zeros(max(0, count), np.float32)))

    def _given_on(self, samples: Samples) -> Samples:
        self._given += len(samples)
        return samples
