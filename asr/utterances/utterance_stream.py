"""A live stream made of an engine that reads whole utterances: voice activity finds them, re-reading shows them.

While somebody speaks the open utterance is glanced at again and again; what two glances agree on is stable and is
not decoded a third time. At a short pause it is read properly; if the pause lasts, that reading is the final, so
that the final need not wait for a decoding that starts only at the end.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from asr.audio import RATE, Samples
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from asr.utterances.agreement import common_prefix
from asr.utterances.endpointer import FRAME_MS, Boundary, Endpointer, EndpointRules
from asr.utterances.guard import GLANCE_CONFIDENCE, invented, without_loops
from asr.utterances.reading import Reader, Reading
from asr.utterances.silero import FRAME, SileroVad

PREROLL_FRAMES = 12
FIRST_GLANCE_FRAMES = 22
NEXT_GLANCE_FRAMES = 30
RETRY_FRAMES = 10
READ_AHEAD_FRAMES = 12


class UtteranceStream:
    """One channel: frames of 32 ms in, partials and finals out."""

    def __init__(self, channel: Channel, reader: Reader, rules: EndpointRules | None = None) -> None:
        self._channel, self._reader = channel, reader
        self._vad = SileroVad()
        self._endpointer = Endpointer(rules or EndpointRules())
        self._rest = np.zeros(0, np.float32)
        self._frames: list[Samples] = []
        self._frame_count = 0
        self._utterance = 0
        self._reset()

    def _reset(self) -> None:
        """Forgets the utterance, keeping the silence after it for the next one's first sound."""
        kept = min(PREROLL_FRAMES, self._endpointer.silent_ms // FRAME_MS)
        self._frames = self._frames[-kept:] if kept else []
        self._voiced = 0
        self._shown = False
        self._next_glance = FIRST_GLANCE_FRAMES
        self._prefix: tuple[int, ...] = ()
        self._last: Reading | None = None
        self._ahead: Reading | None = None

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz."""
        self._rest = np.concatenate([self._rest, samples])
        found: list[Transcript] = []
        whole = len(self._rest) // FRAME * FRAME
        frames, self._rest = self._rest[:whole].reshape(-1, FRAME), self._rest[whole:]
        for frame in frames:
            found += self._step(frame, partials)
        return found

    def finish(self) -> list[Transcript]:
        """Reads what is open to the end."""
        if not self._endpointer.speaking:
            return []
        self._endpointer.speaking = False
        return self._close()

    def _step(self, frame: Samples, partials: bool) -> list[Transcript]:
        self._frames.append(frame)
        self._frame_count += 1
        probability = self._vad.probability(frame)
        boundary = self._endpointer.step(probability)
        if not self._endpointer.speaking and boundary is Boundary.NONE:
            self._frames = self._frames[-PREROLL_FRAMES:]
            return []
        self._voiced += probability >= self._endpointer.rules.off
        if boundary is Boundary.START:
            self._voiced = self._endpointer.rules.start_ms // FRAME_MS
        if boundary is Boundary.END:
            return self._close()
        if self._endpointer.silent_ms == 0:
            self._ahead = None
        if not partials:
            return []
        if boundary is Boundary.PAUSE and self._voiced >= READ_AHEAD_FRAMES:
            return self._read_ahead()
        return self._glance() if self._endpointer.silent_ms == 0 else []

    def _glance(self) -> list[Transcript]:
        """A partial, when enough was said since the last one."""
        if len(self._frames) < self._next_glance:
            return []
        reading = self._reader.glance(np.concatenate(self._frames), self._prefix)
        if invented(reading, self._voiced_s, GLANCE_CONFIDENCE):
            self._next_glance = len(self._frames) + RETRY_FRAMES
            return []
        self._next_glance = len(self._frames) + NEXT_GLANCE_FRAMES
        agreed = common_prefix(reading.tokens, self._last.tokens) if self._last else ()
        stable = common_prefix(reading.text, self._last.text) if self._last else ""
        self._last, self._prefix = reading, tuple(agreed)
        return [self._partial(reading.text, len(stable))]

    def _read_ahead(self) -> list[Transcript]:
        """The proper reading at a pause, shown as a partial that is stable throughout."""
        reading = self._ahead = self._reader.read(np.concatenate(self._frames))
        if invented(reading, self._voiced_s):
            return []
        self._last, self._prefix = reading, reading.tokens[:-1]  # the last token may be a full stop too early
        return [self._partial(reading.text, len(reading.text))]

    def _close(self) -> list[Transcript]:
        reading = self._ahead or self._reader.read(np.concatenate(self._frames))
        start, end, voiced_s = self._start_ms, self._end_ms, self._voiced_s
        shown = self._shown
        self._reset()
        if invented(reading, voiced_s):
            return [self._final(replace(reading, text="", words=()), start, end)] if shown else []
        return [self._final(reading, start, end)]

    @property
    def _start_ms(self) -> int:
        return (self._frame_count - len(self._frames)) * FRAME_MS

    @property
    def _end_ms(self) -> int:
        return self._frame_count * FRAME_MS - self._endpointer.silent_ms

    @property
    def _voiced_s(self) -> float:
        return self._voiced * FRAME / RATE

    def _partial(self, text: str, stable: int) -> PartialTranscript:
        self._shown = True
        return PartialTranscript(self._channel, self._utterance, text, stable, self._start_ms, self._end_ms)

    def _final(self, reading: Reading, start: int, end: int) -> FinalTranscript:
        words = tuple(replace(w, start_ms=w.start_ms + start, end_ms=w.end_ms + start) for w in reading.words)
        final = FinalTranscript(
            self._channel, self._utterance, without_loops(reading.text), start, end, words,
            reading.confidence, self._reader.name,
        )  # fmt: skip
        self._utterance += 1
        return final
