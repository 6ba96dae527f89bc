"""A live stream of an engine that reads whole utterances: voice activity finds them, something quicker shows them.

While somebody speaks, `Showing` gives the words so far. At a short pause the utterance is read properly; if the pause
lasts, that reading is the final, so that the final need not wait for a decoding that starts only at the end. All
readings are made by the shared scheduler; the stream only takes in sound and results, and never waits.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

import numpy as np

from asr.audio import RATE, Samples
from asr.errors import ReadingFailed
from asr.scheduler import Job, Turns, Urgency
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript
from asr.utterances.endpointer import FRAME_MS, Boundary, Endpointer, EndpointRules
from asr.utterances.guard import invented, without_loops
from asr.utterances.reading import Reader, Reading
from asr.utterances.silero import FRAME, SileroVad

PREROLL_FRAMES = 12
READ_AHEAD_FRAMES = 12


class Showing(Protocol):
    """What shows an utterance while it is being said; used by the stream's own thread."""

    def hear(self, frames: list[Samples], voiced_s: float) -> None:
        """The open utterance, one frame longer than at the last call, while somebody speaks."""
        ...

    def read_ahead(self, reading: Reading, voiced_s: float) -> None:
        """At a pause the utterance was read properly; told again at every look until somebody goes on speaking."""
        ...

    def news(self) -> tuple[str, int] | None:
        """The words so far and how many characters of them are stable, where they changed since the last call."""
        ...

    def close(self) -> None:
        """The utterance is over: the next frames are of another."""
        ...

    @property
    def idle(self) -> bool:
        """Whether nothing is being read."""
        ...

    @property
    def skipped(self) -> int:
        """Partials that were left out to keep up."""
        ...


@dataclass(frozen=True, slots=True)
class _Closed:
    """An utterance that is over, and its reading; times in milliseconds."""

    job: Job[Reading]
    utterance: int
    start: int
    end: int
    voiced_s: float
    shown: bool


class UtteranceStream:
    """One channel: frames of 32 ms in, partials and finals out, finals in the order of their utterances."""

    def __init__(
        self,
        channel: Channel,
        reader: Reader,
        showing: Showing,
        turns: Turns,
        rules: EndpointRules | None = None,
    ) -> None:
        self._channel, self._reader, self._showing, self._turns = channel, reader, showing, turns
        self._vad = SileroVad()
        self._endpointer = Endpointer(rules or EndpointRules())
        self._rest = np.zeros(0, np.float32)
        self._frames: list[Samples] = []
        self._frame_count = 0
        self.utterance = 0
        self._closed: deque[_Closed] = deque()
        self._error: Exception | None = None
        self._reset()

    def _reset(self) -> None:
        """Forgets the utterance, keeping the silence after it for the next one's first sound."""
        kept = min(PREROLL_FRAMES, self._endpointer.silent_ms // FRAME_MS)
        self._frames = self._frames[-kept:] if kept else []
        self._voiced = 0
        self._shown = False
        self._ahead: Job[Reading] | None = None
        self._showing.close()

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz."""
        self._rest = np.concatenate([self._rest, samples])
        whole = len(self._rest) // FRAME * FRAME
        frames, self._rest = self._rest[:whole].reshape(-1, FRAME), self._rest[whole:]
        found: list[Transcript] = []
        for frame in frames:
            self._step(frame, partials)
            found += self._read_meanwhile()
        return self._told(found)

    def end(self) -> list[Transcript]:
        """Has what is open read to the end."""
        if self._endpointer.speaking:
            self._endpointer.speaking = False
            self._close()
        return self.collect()

    def collect(self) -> list[Transcript]:
        """Finals whose turn it is, then what is shown of the open utterance; raises ReadingFailed."""
        return self._told(self._read_meanwhile())

    def _told(self, found: list[Transcript]) -> list[Transcript]:
        error, self._error = self._error, None
        if error:
            raise ReadingFailed(found) from error
        return found

    def _read_meanwhile(self) -> list[Transcript]:
        found: list[Transcript] = []
        while self._closed and self._closed[0].job.done:
            found += self._finished(self._closed.popleft())
        if self._ahead and self._ahead.done and not self._ahead.failed:
            self._showing.read_ahead(self._ahead.result(), self._voiced_s)
        if news := self._showing.news():
            self._shown = True
            found.append(PartialTranscript(self._channel, self.utterance, *news, self._start_ms, self._end_ms))
        return found

    @property
    def behind_s(self) -> float:
        """Seconds of sound whose finals nobody has begun to read."""
        return sum(closed.end - closed.start for closed in self._closed if not closed.job.begun) / 1000

    @property
    def idle(self) -> bool:
        """Whether nothing is being read."""
        return not self._closed and self._showing.idle and (self._ahead is None or self._ahead.done)

    @property
    def skipped(self) -> int:
        """Partials that were left out to keep up."""
        return self._showing.skipped

    def _step(self, frame: Samples, partials: bool) -> None:
        self._frames.append(frame)
        self._frame_count += 1
        probability = self._vad.probability(frame)
        boundary = self._endpointer.step(probability)
        if not self._endpointer.speaking and boundary is Boundary.NONE:
            self._frames = self._frames[-PREROLL_FRAMES:]
            return
        self._voiced += probability >= self._endpointer.rules.off
        if boundary is Boundary.START:
            self._voiced = self._endpointer.rules.start_ms // FRAME_MS
        if boundary is Boundary.END:
            self._close()
        elif boundary is Boundary.PAUSE and partials and self._worth_reading():
            self._ahead = self._read(Urgency.AHEAD)
        elif self._endpointer.silent_ms == 0:
            if self._ahead:
                self._turns.drop(self._ahead)
                self._ahead = None
            if partials:
                self._showing.hear(self._frames, self._voiced_s)

    def _worth_reading(self) -> bool:
        """Whether a pause is read before it is known to be the end: what follows may make that reading useless."""
        return self._voiced >= READ_AHEAD_FRAMES and not self._turns.crowded

    def _close(self) -> None:
        """Has the open utterance's final read, unless that was begun at the pause before its end."""
        if self._ahead:
            self._turns.hasten(self._ahead)
        job = self._ahead or self._read(Urgency.FINAL)
        self._closed.append(_Closed(job, self.utterance, self._start_ms, self._end_ms, self._voiced_s, self._shown))
        self.utterance += 1
        self._reset()

    def _read(self, urgency: Urgency) -> Job[Reading]:
        """The same sound at a pause and at the end after it, whichever comes to be read."""
        pause = self._endpointer.rules.pause_ms // FRAME_MS
        spoken = len(self._frames) - max(0, self._endpointer.silent_ms // FRAME_MS - pause)
        return self._turns.ask(urgency, partial(self._reader.read, np.concatenate(self._frames[:spoken])))

    def _finished(self, closed: _Closed) -> list[Transcript]:
        reading = self._reading(closed.job)
        if invented(reading, closed.voiced_s):
            if not closed.shown:
                return []
            reading = replace(reading, text="", words=())
        start = closed.start
        words = tuple(replace(w, start_ms=w.start_ms + start, end_ms=w.end_ms + start) for w in reading.words)
        return [
            FinalTranscript(
                self._channel, closed.utterance, without_loops(reading.text), start, closed.end, words,
                reading.confidence, self._reader.name,
            )
        ]  # fmt: skip

    def _reading(self, job: Job[Reading]) -> Reading:
        """What was read; nothing where that failed, which is raised once what there is was told."""
        try:
            return job.result()
        except Exception as exc:  # an engine's own errors are of any class
            self._error = exc
            return Reading("", (), None, 0.0)

    @property
    def _start_ms(self) -> int:
        return (self._frame_count - len(self._frames)) * FRAME_MS

    @property
    def _end_ms(self) -> int:
        return self._frame_count * FRAME_MS - self._endpointer.silent_ms

    @property
    def _voiced_s(self) -> float:
        return self._voiced * FRAME / RATE
