"""Media streams over a WebSocket, one connection a call: messages to what they say of it. Nothing need be answered.

Two forms, told apart by the first message. *Events*, as Twilio's Media Streams send them ("WebSocket Messages" of its
documentation): JSON with `event`, base64 of G.711, a caller's and an operator's track. *Raw*, as FreeSWITCH's
mod_audio_stream and mod_audio_fork do (README of amigniter/mod_audio_stream; jambonz's `listen` sends the same): text
with a description, then binary 16-bit little-endian PCM, one channel or two interleaved, the caller's first.
Both take our fields of `LineConfig`: events as `customParameters`, raw in the description or the address's query.
"""

from __future__ import annotations

import base64
import binascii
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import TypeVar

import numpy as np
from pydantic import Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from asr.audio import AudioChunk, Samples
from asr.errors import AsrError
from asr.protocols.g711 import Law, decode
from asr.protocols.line_config import LineConfig
from asr.protocols.stream_track import StreamTrack
from asr.transcript import Channel

UNREADABLE_KIND, INCONSISTENT, REFUSED, TOO_BIG = 1003, 1007, 1008, 1009
"""Close codes of RFC 6455, section 7.4.1."""

MOST_HELD = 10
"""Messages that wait for an earlier one that is late."""

LAST_MS = 24 * 3600 * 1000

_LAWS: dict[str, Law] = {"audio/x-mulaw": "ulaw", "audio/x-alaw": "alaw"}
_OTHER: dict[Channel, Channel] = {"caller": "operator", "operator": "caller"}
_OUR_NAMES = {"sampleRate": "sample_rate", "mixType": "mix", "callSid": "call"}
"""What jambonz calls them."""


class MediaStreamError(AsrError):
    """A client sent what cannot be used; `code` is the close code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class StreamStarted:
    """A line for each track, all of one call."""

    lines: tuple[LineConfig, ...]


@dataclass(frozen=True, slots=True)
class StreamStopped:
    """The call is over, or is not streamed any more."""


Said = StreamStarted | AudioChunk | StreamStopped
Value = TypeVar("Value")


@checked(frozen=True, slots=True)
class _MediaFormat:
    encoding: str = "audio/x-mulaw"
    sampleRate: int = 8000
    channels: int = 1


@checked(frozen=True, slots=True)
class _Start:
    callSid: str = ""
    tracks: tuple[str, ...] = ("inbound",)
    mediaFormat: _MediaFormat = Field(default_factory=_MediaFormat)
    customParameters: dict[str, str] = Field(default_factory=dict)


@checked(frozen=True, slots=True)
class _Media:
    payload: str
    track: str = "inbound"
    timestamp: int | None = Field(default=None, ge=0, le=LAST_MS)


@checked(frozen=True, slots=True)
class _Event:
    event: str
    sequenceNumber: int | None = None
    start: _Start | None = None
    media: _Media | None = None


_FIELDS = {field.name for part in (_Event, _Start, _Media, _MediaFormat, LineConfig) for field in fields(part)}
_OBJECT = TypeAdapter(dict[str, object])
_EVENT, _LINE = TypeAdapter(_Event), TypeAdapter(LineConfig)


class MediaStreamProtocol:
    """One connection: what the client's messages mean. `query` are the parameters of the address it came to.

    `raw` once the form is known to be that. What `take` gives must be taken to its end before the next message.
    """

    def __init__(self, query: Mapping[str, str]) -> None:
        self._query = _our_names(query)
        self.raw = False
        self._tracks: dict[str, StreamTrack] = {}
        self._law: Law = "ulaw"
        self._expected = 0
        self._held: list[tuple[int, int, _Event]] = []
        self._count = 0

    def take(self, message: str | bytes) -> Iterator[Said]:
        """What the message says; raises MediaStreamError."""
        if isinstance(message, bytes):
            yield from self._pcm(message)
            return
        said = _checked(_OBJECT, message)
        if "event" in said and not self.raw:
            for event in self._in_order(_checked(_EVENT, said)):
                yield from self._happened(event)
        elif not self._tracks:
            yield self._describe(said)
        elif not self.raw:
            raise MediaStreamError("Text must be an event of a media stream.", UNREADABLE_KIND)

    def _in_order(self, event: _Event) -> Iterator[_Event]:
        """The events that this one lets through, by their numbers; those without go through at once."""
        if event.event == "stop":
            self._expected = max((number for number, _, _ in self._held), default=0)
        elif event.sequenceNumber is None or not self._tracks:
            self._expected = self._expected if event.sequenceNumber is None else event.sequenceNumber + 1
            yield event
            return
        else:
            self._count += 1
            heapq.heappush(self._held, (event.sequenceNumber, self._count, event))
        while self._held and (self._held[0][0] <= self._expected or len(self._held) > MOST_HELD):
            number, _, earliest = heapq.heappop(self._held)
            self._expected = max(self._expected, number + 1)
            yield earliest
        if event.event == "stop":
            yield event

    def _happened(self, event: _Event) -> Iterator[Said]:
        """Events that are not ours to know, and keys and marks, say nothing."""
        if event.event == "stop":
            yield StreamStopped()
        elif event.event == "start":
            yield self._begin(event.start or _Start())
        elif event.event == "media":
            yield from self._sound(event.media)

    def _begin(self, start: _Start) -> StreamStarted:
        if self._tracks:
            raise MediaStreamError("The stream has started already: open a connection for each call.", REFUSED)
        law = _LAWS.get(start.mediaFormat.encoding.lower())
        if law is None or start.mediaFormat.channels != 1:
            raise MediaStreamError("The media format must be audio/x-mulaw or audio/x-alaw of 1 channel.", REFUSED)
        if not start.tracks or not set(start.tracks) <= {"inbound", "outbound"}:
            raise MediaStreamError("Tracks must be inbound, outbound or both.", REFUSED)
        self._law = law
        given = {"call": start.callSid} | self._query | _our_names(start.customParameters)
        line = _line(given | {"sample_rate": start.mediaFormat.sampleRate})
        return self._started({track: line.channel if track == "inbound" else _OTHER[line.channel]
                              for track in start.tracks}, line)  # fmt: skip

    def _describe(self, given: Mapping[str, object]) -> StreamStarted:
        """The raw form begins."""
        said = self._query | _our_names(given)
        mix = said.get("mix", "mono")
        if mix not in ("mono", "mixed", "stereo"):  # a list is no member of a set
            raise MediaStreamError("The mix must be mono, mixed or stereo.", REFUSED)
        self.raw = True
        line = _line(said)
        return self._started({"0": line.channel} | ({"1": _OTHER[line.channel]} if mix == "stereo" else {}), line)

    def _started(self, channels: Mapping[str, Channel], line: LineConfig) -> StreamStarted:
        self._tracks = {name: StreamTrack(channel, line.sample_rate) for name, channel in channels.items()}
        return StreamStarted(tuple(replace(line, channel=channel) for channel in channels.values()))

    def _sound(self, media: _Media | None) -> Iterator[AudioChunk]:
        if media is None or media.track not in self._tracks:
            raise MediaStreamError("Media must come after start, on a track that start names.", REFUSED)
        try:
            payload = base64.b64decode(media.payload, validate=True)
        except (binascii.Error, ValueError) as exc:
            raise MediaStreamError("The payload is no base64.", INCONSISTENT) from exc
        return self._tracks[media.track].lay(decode(payload, self._law), media.timestamp)

    def _pcm(self, message: bytes) -> Iterator[Said]:
        if not self._tracks:
            yield self._describe({})
        if not self.raw:
            raise MediaStreamError("Bytes came where events are sent: send audio as media.", UNREADABLE_KIND)
        if len(message) % (2 * len(self._tracks)):
            raise MediaStreamError("The number of bytes is not that of whole 16-bit samples.", INCONSISTENT)
        samples: Samples = np.frombuffer(message, "<i2").astype(np.float32) / np.float32(32768)
        for number, track in enumerate(self._tracks.values()):
            yield from track.lay(samples[number :: len(self._tracks)], None)


def _our_names(given: Mapping[str, object]) -> dict[str, object]:
    return {_OUR_NAMES.get(name, name): value for name, value in given.items()}


def _line(given: Mapping[str, object]) -> LineConfig:
    return _checked(_LINE, dict(given))


def _checked(adapter: TypeAdapter[Value], given: object) -> Value:
    """Raises MediaStreamError with the fields that are wrong, never what they held."""
    try:
        return adapter.validate_json(given) if isinstance(given, str) else adapter.validate_python(given)
    except ValidationError as exc:
        problems = exc.errors(include_input=False, include_url=False)
        if problems[0]["type"] == "json_invalid":
            raise MediaStreamError("Text must be JSON: send audio as bytes or base64.", INCONSISTENT) from exc
        wrong = ", ".join(dict.fromkeys(_field(problem["loc"]) for problem in problems))
        raise MediaStreamError(f"Wrong in the message: {wrong}.", REFUSED) from exc


def _field(place: Sequence[int | str]) -> str:
    """Our names alone: the keys of `customParameters` are the client's own words."""
    return ".".join(str(part) for part in place if part in _FIELDS) or "message"
