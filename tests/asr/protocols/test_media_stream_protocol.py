"""Events come from the encoder of streamdouble, a simulator of Twilio that others wrote.

What it cannot say is written here by hand from the documents that the module names, and so is FreeSWITCH's raw form, of
which no client is to be had from PyPI, npm or Debian.
"""

import base64
import json
from typing import Any

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.g711 import decode
from asr.protocols.line_config import LineConfig
from asr.protocols.media_stream_protocol import (
    MediaStreamError,
    MediaStreamProtocol,
    Said,
    StreamStarted,
    StreamStopped,
)
from asr.transcript import Channel

BOTH = ["inbound", "outbound"]


@pytest.fixture
def twilio() -> Any:
    others = pytest.importorskip("streamdouble.protocol", reason="streamdouble is missing: pip install streamdouble")
    return others.MediaStreamEncoder()


@pytest.fixture
def protocol() -> MediaStreamProtocol:
    return MediaStreamProtocol({})


def said(protocol: MediaStreamProtocol, *messages: dict[str, Any] | bytes | str) -> list[Said]:
    texts = [json.dumps(message) if isinstance(message, dict) else message for message in messages]
    return [told for text in texts for told in protocol.take(text)]


def codes(told: list[Said], channel: Channel = "caller") -> list[tuple[float, int]]:
    """The first sample and the length of each piece of the channel."""
    return [
        (float(one.samples[0]), len(one.samples))
        for one in told
        if isinstance(one, AudioChunk) and one.channel == channel
    ]


def value(byte: int) -> float:
    return float(decode(bytes([byte]), "ulaw")[0])


def test_two_tracks_are_two_lines_of_one_call(protocol: MediaStreamProtocol, twilio: Any) -> None:
    parameters = {"operator": "8012", "engine": "vosk", "transcribe": "false", "tariff": "7"}
    told = said(protocol, twilio.connected(), twilio.start(tracks=BOTH, custom_parameters=parameters))
    call = twilio.identity.call_sid
    assert told == [
        StreamStarted(
            (
                LineConfig(8000, "caller", call, "8012", "vosk", False),
                LineConfig(8000, "operator", call, "8012", "vosk", False),
            )
        )
    ]
    told = said(protocol, twilio.media(b"\x10" * 160), twilio.media(b"\x90" * 160, track="outbound"), twilio.stop())
    assert codes(told, "caller") == [(value(0x10), 160)]
    assert codes(told, "operator") == [(value(0x90), 160)]
    assert told[-1] == StreamStopped()


def test_parameters_name_the_call_and_whose_voice_comes_in(protocol: MediaStreamProtocol, twilio: Any) -> None:
    parameters = {"call": "x-1", "channel": "operator"}
    (told,) = said(protocol, twilio.connected(), twilio.start(tracks=BOTH, custom_parameters=parameters))
    assert isinstance(told, StreamStarted)
    assert [(line.call, line.channel) for line in told.lines] == [("x-1", "operator"), ("x-1", "caller")]


def test_lost_frames_are_silence_of_their_track(protocol: MediaStreamProtocol, twilio: Any) -> None:
    said(protocol, twilio.connected(), twilio.start(tracks=BOTH), twilio.media(b"\x10" * 160))
    for _ in range(4):
        twilio.skip_frame()
    told = said(protocol, twilio.media(b"\x20" * 160), twilio.media(b"\x30" * 160, track="outbound"))
    assert codes(told, "caller") == [(0.0, 640), (value(0x20), 160)]
    assert codes(told, "operator") == [(value(0x30), 160)]


def test_messages_out_of_order_are_put_in_order(protocol: MediaStreamProtocol, twilio: Any) -> None:
    said(protocol, twilio.connected(), twilio.start())
    first, second, third = (twilio.media(bytes([code]) * 160) for code in (1, 2, 3))
    assert codes(said(protocol, third, first, second)) == [(value(code), 160) for code in (1, 2, 3)]


def test_a_message_that_never_comes_is_waited_for_only_so_long(protocol: MediaStreamProtocol, twilio: Any) -> None:
    said(protocol, twilio.connected(), twilio.start())
    lost, *others = (twilio.media(bytes([code]) * 160) for code in range(12))
    told = said(protocol, *others)
    assert codes(told) == [(value(code), 160) for code in range(1, 12)]
    assert codes(said(protocol, lost)) == []


def test_the_end_does_not_wait_for_what_is_missing(protocol: MediaStreamProtocol, twilio: Any) -> None:
    said(protocol, twilio.connected(), twilio.start())
    twilio.media(b"\x01" * 160)
    told = said(protocol, twilio.media(b"\x02" * 160), twilio.stop())
    assert codes(told) == [(value(2), 160)] and told[-1] == StreamStopped()


def test_keys_marks_and_events_of_tomorrow_say_nothing(protocol: MediaStreamProtocol, twilio: Any) -> None:
    said(protocol, twilio.connected(), twilio.start())
    assert said(protocol, twilio.dtmf("5"), twilio.mark("m"), {"event": "weather", "sequenceNumber": "4"}) == []
    assert codes(said(protocol, twilio.media(b"\x01" * 160))) == [(value(1), 160)]


def media(**fields: object) -> dict[str, Any]:
    return {"event": "media", "media": {"payload": "AAAA", **fields}}


def start(**fields: object) -> dict[str, Any]:
    return {"event": "start", "start": fields}


@pytest.mark.parametrize(
    ("bad", "code", "words"),
    [
        ("hello", 1007, "JSON"),
        ("[" * 100_000, 1007, "JSON"),
        ("[]", 1008, "message"),
        ('{"event": 5}', 1008, "event"),
        (b"\x00\x00", 1003, "Bytes"),
        ({"no": "event"}, 1003, "event"),
        (media(payload="A A!"), 1007, "base64"),
        (media(payload="ä"), 1007, "base64"),
        (media(track="sideways"), 1008, "track"),
        (media(timestamp="-1"), 1008, "timestamp"),
        (media(timestamp=10**18), 1008, "timestamp"),
        ({"event": "media"}, 1008, "start"),
        (start(), 1008, "already"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(
    protocol: MediaStreamProtocol, bad: Any, code: int, words: str
) -> None:
    said(protocol, {"event": "connected"}, start())
    with pytest.raises(MediaStreamError, match=words) as caught:
        said(protocol, bad)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"mediaFormat": {"encoding": "audio/opus"}}, "x-mulaw"),
        ({"mediaFormat": {"channels": 2}}, "x-mulaw"),
        ({"mediaFormat": {"sampleRate": 4000}}, "sample_rate"),
        ({"tracks": ["sideways"]}, "Tracks"),
        ({"tracks": []}, "Tracks"),
        ({"callSid": "a b"}, "call"),
        ({"customParameters": {"operator": "../8012"}}, "operator"),
        ({"customParameters": {"transcribe": "perhaps"}}, "transcribe"),
    ],
)
def test_a_stream_that_lies_or_is_of_another_kind_does_not_start(
    protocol: MediaStreamProtocol, fields: dict[str, Any], words: str
) -> None:
    with pytest.raises(MediaStreamError, match=words):
        said(protocol, start(**fields))


def test_the_clients_own_words_are_not_said_again(protocol: MediaStreamProtocol) -> None:
    parameters = {"13900001234\nforged": 5, "operator": ["8012"]}
    with pytest.raises(MediaStreamError) as caught:
        said(protocol, start(customParameters=parameters))
    assert str(caught.value) == "Wrong in the message: start.customParameters, start.customParameters.operator."


def test_media_before_start_is_refused(protocol: MediaStreamProtocol) -> None:
    with pytest.raises(MediaStreamError, match="after start"):
        said(protocol, media())


def test_alaw_is_heard_too(protocol: MediaStreamProtocol) -> None:
    said(protocol, start(mediaFormat={"encoding": "audio/x-alaw"}))
    (heard,) = said(protocol, media(payload=base64.b64encode(b"\x10\x20").decode()))
    assert isinstance(heard, AudioChunk)
    assert np.array_equal(heard.samples, decode(b"\x10\x20", "alaw"))


def test_the_raw_form_is_a_description_and_then_bytes(protocol: MediaStreamProtocol) -> None:
    given = {"callSid": "x-1", "sampleRate": 16_000, "mixType": "stereo", "operator": "8012", "from": "1"}
    (told,) = said(protocol, given)
    assert told == StreamStarted(
        (LineConfig(16_000, "caller", "x-1", "8012"), LineConfig(16_000, "operator", "x-1", "8012"))
    )
    caller, operator = said(protocol, np.array([16384, -16384, 0, 8192], "<i2").tobytes())
    assert isinstance(caller, AudioChunk) and isinstance(operator, AudioChunk)
    assert (caller.channel, caller.rate, caller.samples.tolist()) == ("caller", 16_000, [0.5, 0.0])
    assert (operator.channel, operator.samples.tolist()) == ("operator", [-0.5, 0.25])
    assert said(protocol, {"event": "of our own"}) == []


def test_the_address_describes_a_raw_stream_that_does_not() -> None:
    protocol = MediaStreamProtocol({"call": "x-2", "operator": "8012", "mix": "mono"})
    began, heard = said(protocol, bytes(320))
    assert began == StreamStarted((LineConfig(8000, "caller", "x-2", "8012"),))
    assert isinstance(heard, AudioChunk) and len(heard.samples) == 160 and protocol.raw


@pytest.mark.parametrize(
    ("first", "bad", "code"),
    [
        ({"mix": "stereo"}, bytes(6), 1007),
        ({"mix": "mono"}, b"\x00", 1007),
        ({"mix": "mono"}, "not JSON", 1007),
        ({"call": "x"}, b"\x00", 1007),
    ],
)
def test_a_raw_stream_of_half_samples_or_loose_text_is_refused(
    protocol: MediaStreamProtocol, first: dict[str, Any], bad: str | bytes, code: int
) -> None:
    said(protocol, first)
    with pytest.raises(MediaStreamError) as caught:
        said(protocol, bad)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "given", [{"mix": "quad"}, {"mixType": ["a"]}, {"mix": {}}, {"sampleRate": 4000}, {"channel": "third"}]
)
def test_a_raw_stream_that_cannot_be_heard_is_refused(protocol: MediaStreamProtocol, given: dict[str, Any]) -> None:
    with pytest.raises(MediaStreamError):
        said(protocol, given)
