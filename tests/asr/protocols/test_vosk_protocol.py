import json

import numpy as np
import pytest

from asr.audio import AudioChunk
from asr.protocols.line_config import LineConfig
from asr.protocols.vosk_protocol import (
    LONGEST_MESSAGE,
    EndOfAudio,
    VoskProtocol,
    VoskProtocolError,
    error_json,
    final_json,
)
from asr.transcript import FinalTranscript, PartialTranscript, Word

CONFIG = '{"config": {"sample_rate": 16000, "channel": "operator", "call": "c-1.x", "operator": "8012", "words": true}}'


def partial(text: str) -> PartialTranscript:
    return PartialTranscript("caller", 0, text, 0, 0, 500)


def final(text: str, *words: Word, number: int = 3) -> FinalTranscript:
    return FinalTranscript("caller", number, text, 400 * number, 400 * number + 1250, words)


def ours() -> VoskProtocol:
    """A connection whose client uses a field of ours."""
    protocol = VoskProtocol()
    protocol.take('{"config": {"call": "x"}}')
    return protocol


def said(message: str | None) -> object:
    return None if message is None else json.loads(message)


def test_bytes_are_little_endian_samples_at_vosks_default_rate() -> None:
    chunk = VoskProtocol().take(b"\x00\x40\x00\x80")
    assert isinstance(chunk, AudioChunk)
    assert (chunk.channel, chunk.rate, chunk.samples.dtype) == ("caller", 8000, np.float32)
    assert chunk.samples.tolist() == [0.5, -1.0]


def test_the_configuration_holds_for_what_follows_and_unknown_keys_are_let_pass() -> None:
    protocol = VoskProtocol()
    assert protocol.take(CONFIG) == LineConfig(16_000, "operator", "c-1.x", "8012")
    chunk = protocol.take(b"\x00\x00")
    assert isinstance(chunk, AudioChunk)
    assert (chunk.channel, chunk.rate) == ("operator", 16_000)


@pytest.mark.parametrize("eof", ['{"eof" : 1}', '{"eof":1}'])
def test_the_end_is_understood(eof: str) -> None:
    assert isinstance(VoskProtocol().take(eof), EndOfAudio)


@pytest.mark.parametrize(
    ("message", "code", "words"),
    [
        ("{", 1007, "JSON"),
        ("UklGRg==", 1007, "bytes"),
        ("[" * 5000, 1007, "JSON"),
        ("[]", 1008, "message"),
        ("{}", 1003, "bytes"),
        ('{"eof": 0}', 1003, "bytes"),
        ('{"config": {"channel": "both"}}', 1008, "config.channel"),
        ('{"config": {"sample_rate": 100}}', 1008, "config.sample_rate"),
        ('{"config": {"sample_rate": "fast"}}', 1008, "config.sample_rate"),
        ('{"config": {"call": "../../etc", "operator": "<b>"}}', 1008, "config.call, config.operator"),
        ('{"config": {"call": "%s"}}' % ("x" * 65), 1008, "config.call"),
        ('{"config": {"operator": "%s"}}' % ("1" * 33), 1008, "config.operator"),
        (b"\x00\x00\x00", 1007, "odd"),
        (b"\x00" * (LONGEST_MESSAGE + 2), 1009, "1024 KB"),
        ("x" * (LONGEST_MESSAGE + 1), 1009, "1024 KB"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_what_cannot_be_used_is_refused_with_what_to_do(message: str | bytes, code: int, words: str) -> None:
    with pytest.raises(VoskProtocolError, match=words) as caught:
        VoskProtocol().take(message)
    assert caught.value.code == code
    assert "etc" not in str(caught.value)


def test_a_configuration_after_audio_comes_too_late() -> None:
    protocol = VoskProtocol()
    protocol.take(CONFIG)
    protocol.take(CONFIG)
    protocol.take(b"\x00\x00")
    with pytest.raises(VoskProtocolError, match="first"):
        protocol.take(CONFIG)


def test_a_piece_is_answered_with_the_partial_as_it_stands() -> None:
    protocol = VoskProtocol()
    assert said(protocol.reply()) == {"partial": ""}
    assert protocol.heard(partial("你好")) is None
    assert [said(protocol.reply()), said(protocol.reply())] == [{"partial": "你好"}] * 2
    assert protocol.heard(final("")) is None
    assert said(protocol.reply()) == {"partial": ""}


def test_each_final_is_told_at_once_in_place_of_the_next_reply() -> None:
    protocol = ours()
    protocol.heard(partial("你"))
    assert said(protocol.heard(final("你好"))) == {"text": "你好", "start": 1.2, "end": 2.45, "utterance": 3}
    protocol.heard(final("再见"))
    assert [said(protocol.reply()) for _ in range(3)] == [None, None, {"partial": ""}]


def test_a_client_that_knows_only_vosk_reads_one_message_for_each_piece_and_one_after_its_end() -> None:
    protocol = VoskProtocol()
    protocol.take('{"config": {"sample_rate": 16000.0}}')
    assert protocol.plain
    assert [protocol.heard(final(text, number=number)) for number, text in enumerate(("喂", "你好", "再见"))] == [
        None
    ] * 3
    assert said(protocol.reply()) == {"text": "喂", "start": 0, "end": 1.25, "utterance": 0}
    assert said(protocol.last(0)) == {"text": "你好 再见", "start": 0.4, "end": 2.05, "utterance": 2}


@pytest.mark.parametrize("field", ["call", "operator", "engine"])
def test_a_client_that_uses_a_field_of_ours_does_not_count_as_plain(field: str) -> None:
    protocol = VoskProtocol()
    protocol.take(json.dumps({"config": {field: "x"}}))
    assert not protocol.plain


def test_word_times_are_told_where_they_are_known() -> None:
    told = json.loads(final_json([final("你好", Word("你好", 1200, 1800, 0.75))]))
    assert told["result"] == [{"conf": 0.75, "start": 1.2, "end": 1.8, "word": "你好"}]


def test_the_last_message_and_errors_are_json_that_keeps_its_letters() -> None:
    assert json.loads(VoskProtocol().last(4)) == {"text": "", "skipped_partials": 4}
    assert error_json(ValueError("请重发")) == '{"error": "请重发"}'
