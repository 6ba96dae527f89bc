"""One track of a media stream, laid along its time: what was lost is silence, what comes too late is dropped."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from asr.audio import AudioChunk, Samples
from asr.transcript import Channel

SLACK_MS = 30
"""How far a timestamp may be off: a piece that is nearer than this to the one before follows it."""


class StreamTrack:
    """Its audio of `rate` hertz from the stream's beginning on, without gaps."""

    def __init__(self, channel: Channel, rate: int) -> None:
        self.channel, self.rate = channel, rate
        self._end = 0

    def lay(self, samples: Samples, at_ms: int | None) -> Iterator[AudioChunk]:
        """The piece that begins at `at_ms`, after silence in pieces of a second where something is missing.

        None: it follows what came before. Silence is made as it is taken, so a lying timestamp costs no memory.
        """
        missing = 0 if at_ms is None else at_ms * self.rate // 1000 - self._end
        slack = SLACK_MS * self.rate // 1000
        if missing < -slack:
            samples = samples[-missing:]
        while missing > slack:
            silence = min(missing, self.rate)
            yield self._chunk(np.zeros(silence, np.float32))
            missing -= silence
        if len(samples):
            yield self._chunk(samples)

    def _chunk(self, samples: Samples) -> AudioChunk:
        self._end += len(samples)
        return AudioChunk(self.channel, self.rate, samples)
