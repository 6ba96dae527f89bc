"""One call as mirrored RTP: a port for each voice, read by the clock."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from asr.audio import AudioChunk
from asr.protocols.rtp_packet import LONGEST_DATAGRAM
from asr.protocols.rtp_stream import RATE, RtpStream
from assistant.lines.line import Line
from assistant.lines.line_errors import LineOver, LineSilent
from assistant.lines.line_limits import LineLimits

MOST_DATAGRAMS = 32
"""Read from a port at each tick; what a flood brings beyond stays with the system, which drops it."""


@dataclass(frozen=True, slots=True)
class RtpTrack:
    """One voice: where it arrives, what becomes of it, the channel that hears it."""

    socket: socket.socket
    stream: RtpStream
    line: Line

    def read(self, now: float) -> None:
        """Takes in what has arrived."""
        for _ in range(MOST_DATAGRAMS):
            try:
                datagram, sender = self.socket.recvfrom(LONGEST_DATAGRAM + 1)
            except BlockingIOError:
                return
            self.stream.take(datagram, sender, now)

    def hear(self, now: float, began: float, rest: bool) -> None:
        """Hands on what is due; raises what Line.hear does."""
        samples = self.stream.samples(now, began, rest)
        if len(samples):
            self.line.hear(AudioChunk(self.line.channel, RATE, samples))

    def __str__(self) -> str:
        """Its counts, for the log."""
        stream = self.stream
        counts = (
            f"{stream.packets} packets, {stream.lost} lost, {stream.late} late or doubled, {stream.strange} strange"
        )
        return f"{self.line.channel} {counts}"


@dataclass(frozen=True, slots=True)
class RtpCall:
    """`began` is when its ports were opened: in seconds of the same clock that `tick` is told."""

    name: str
    tracks: tuple[RtpTrack, ...]
    limits: LineLimits
    began: float

    def tick(self, now: float, rest: bool = False) -> None:
        """Hears what has arrived; raises a LineError where the call cannot go on."""
        for track in self.tracks:
            track.read(now)
            track.hear(now, self.began, rest)
        session = self.tracks[0].line.session
        if session.ended:
            raise LineOver("The call has ended: stop sending.", session.call_id)
        if now - max(self.began, *(track.stream.heard_at for track in self.tracks)) > self.limits.silent_s:
            raise LineSilent(self._silence(), session.call_id)

    def _silence(self) -> str:
        strange = sum(track.stream.strange for track in self.tracks)
        told = f"No RTP came for {self.limits.silent_s:g} s"
        if strange:
            return f"{told}, but {strange} datagrams that are no PCMA or PCMU of its sender: check the PBX's codec."
        return f"{told}: check where the PBX sends to."
