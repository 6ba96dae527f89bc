"""The messages of a Vosk server's WebSocket, one connection a channel: bytes and text in, values and JSON out.

The format is that of alphacep/vosk-server, `websocket/asr_server.py`, with fields of our own: those of `LineConfig` but
the rate in the configuration; `start`, `end`, `utterance` and `skipped_partials` in what is told.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked

from asr.audio import AudioChunk
from asr.errors import AsrError
from asr.protocols.line_config import LineConfig
from asr.transcript import FinalTranscript, Transcript

LONGEST_MESSAGE = 2**20
"""Bytes, some half a minute of wideband audio."""

UNREADABLE_KIND, INCONSISTENT, REFUSED, TOO_BIG = 1003, 1007, 1008, 1009
"""Close codes of RFC 6455, section 7.4.1."""


class VoskProtocolError(AsrError):
    """A client sent what cannot be used; `code` is the close code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class EndOfAudio:
    """The client has sent everything."""


@checked(frozen=True, slots=True)
class _TextMessage:
    config: LineConfig | None = None
    eof: int | None = None


_TEXT_MESSAGE = TypeAdapter(_TextMessage)


class VoskProtocol:
    """One connection: what the client's messages of at most `longest` bytes mean, and what it is told.

    Clients send a piece and read one reply, so each piece has one. A final is told as soon as it exists and is then
    the reply to the next piece, come early. A client that uses none of our fields is told exactly as Vosk does it:
    nothing early, and one message after its end.
    """

    def __init__(self, longest: int = LONGEST_MESSAGE) -> None:
        self.config = LineConfig()
        self._longest = longest
        self._audio_began = False
        self._partial = ""
        self._early = 0
        self._held: list[FinalTranscript] = []

    @property
    def plain(self) -> bool:
        """Whether the client uses none of our fields."""
        return replace(self.config, sample_rate=LineConfig().sample_rate) == LineConfig()

    def take(self, message: str | bytes) -> AudioChunk | LineConfig | EndOfAudio:
        """What the message says; raises VoskProtocolError."""
        if len(message) > self._longest:
            limit = f"The message is longer than {self._longest // 1024} KB: send pieces of 20 to 500 ms."
            raise VoskProtocolError(limit, TOO_BIG)
        return self._text(message) if isinstance(message, str) else self._audio(message)

    def heard(self, transcript: Transcript) -> str | None:
        """Told at once for a final with words, unless it waits for the next piece as a partial does."""
        if not isinstance(transcript, FinalTranscript):
            self._partial = transcript.text
            return None
        self._partial = ""
        if not transcript.text:
            return None
        if self.plain:
            self._held.append(transcript)
            return None
        self._early += 1
        return final_json([transcript])

    def reply(self) -> str | None:
        """The reply to a piece, None where a final has been it."""
        if self._held:
            return final_json([self._held.pop(0)])
        if self._early:
            self._early -= 1
            return None
        return json.dumps({"partial": self._partial}, ensure_ascii=False)

    def last(self, skipped_partials: int) -> str:
        """What follows the last final, or holds the last ones; the connection is closed after it."""
        if self._held:
            return final_json(self._held)
        return json.dumps({"text": "", "skipped_partials": skipped_partials})

    def _audio(self, message: bytes) -> AudioChunk:
        if len(message) % 2:
            raise VoskProtocolError("An odd number of bytes is no 16-bit audio: send whole samples.", INCONSISTENT)
        self._audio_began = True
        samples = np.frombuffer(message, "<i2").astype(np.float32) / np.float32(32768)
        return AudioChunk(self.config.channel, self.config.sample_rate, samples)

    def _text(self, message: str) -> LineConfig | EndOfAudio:
        try:
            said = _TEXT_MESSAGE.validate_json(message)
        except ValidationError as exc:
            raise _unusable(exc) from exc
        if said.eof:
            return EndOfAudio()
        if said.config is None:
            raise VoskProtocolError('Text must be {"config": …} or {"eof": 1}; send audio as bytes.', UNREADABLE_KIND)
        if self._audio_began:
            raise VoskProtocolError("The configuration came after audio: send it first.", REFUSED)
        self.config = said.config
        return said.config


def final_json(finals: Sequence[FinalTranscript]) -> str:
    """Finals as one in Vosk's form, times in seconds of the channel's audio; `result` only where word times are known.

    `utterance` is the last one's.
    """
    told: dict[str, object] = {}
    if words := [word for final in finals for word in final.words]:
        told["result"] = [
            {"conf": word.confidence, "start": word.start_ms / 1000, "end": word.end_ms / 1000, "word": word.text}
            for word in words
        ]
    told |= {"text": " ".join(final.text for final in finals)}
    told |= {"start": finals[0].start_ms / 1000, "end": finals[-1].end_ms / 1000, "utterance": finals[-1].utterance}
    return json.dumps(told, ensure_ascii=False)


def error_json(error: Exception) -> str:
    """What is told of an error before the connection is closed."""
    return json.dumps({"error": str(error)}, ensure_ascii=False)


def _unusable(error: ValidationError) -> VoskProtocolError:
    """Names the fields that are wrong, never what they held."""
    problems = error.errors(include_input=False, include_url=False)
    if problems[0]["type"] == "json_invalid":
        return VoskProtocolError("Text must be JSON: send audio as bytes, not as text.", INCONSISTENT)
    fields = ", ".join(dict.fromkeys(".".join(map(str, problem["loc"])) or "message" for problem in problems))
    return VoskProtocolError(f"Wrong in the configuration: {fields}. Mend it and connect again.", REFUSED)
