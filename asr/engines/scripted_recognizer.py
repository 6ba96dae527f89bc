"""A recogniser that says what it was told to, at the times it was told: for tests, and for demonstrations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from asr.audio import RATE, Samples
from asr.call_share import CallShare
from asr.recognizer import Immediate
from asr.scheduler import Wake, unheard
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript


@dataclass(frozen=True, slots=True)
class Line:
    """One utterance of the script; times in milliseconds from the start of the call."""

    text: str
    start_ms: int
    end_ms: int


class ScriptedRecognizer:
    """`script` maps a channel to its lines in time order."""

    name = "scripted"
    cores_per_call = 0.01

    def __init__(self, script: Mapping[Channel, Sequence[Line]]) -> None:
        self._script = script

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> ScriptedStream:  # noqa: ARG002
        """A new stream that starts at millisecond 0; it says at once what there is to say."""
        return ScriptedStream(channel, self._script.get(channel, ()))


class ScriptedStream(Immediate):
    """Half a line as a partial when half its time is heard, the whole as a final at its end."""

    def __init__(self, channel: Channel, lines: Sequence[Line]) -> None:
        self._channel, self._lines = channel, list(lines)
        self._heard = 0
        self.utterance = 0
        self._half_shown = False

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Counts samples at 16 kHz; their content does not matter."""
        self._heard += len(samples)
        self.skipped += not partials
        now = self._heard * 1000 // RATE
        found: list[Transcript] = []
        while self.utterance < len(self._lines):
            line = self._lines[self.utterance]
            if partials and not self._half_shown and now >= (line.start_ms + line.end_ms) // 2:
                half = line.text[: (len(line.text) + 1) // 2]
                found.append(PartialTranscript(self._channel, self.utterance, half, 0, line.start_ms, now))
                self._half_shown = True
            if now < line.end_ms:
                break
            found.append(self._final(line))
        return found

    def end(self) -> list[Transcript]:
        """The line that was being said, as if it had been said to its end."""
        now = self._heard * 1000 // RATE
        if self.utterance < len(self._lines) and self._lines[self.utterance].start_ms < now:
            return [self._final(self._lines[self.utterance])]
        return []

    def _final(self, line: Line) -> FinalTranscript:
        final = FinalTranscript(
            self._channel, self.utterance, line.text, line.start_ms, line.end_ms, (), 1.0, "scripted"
        )
        self.utterance += 1
        self._half_shown = False
        return final
