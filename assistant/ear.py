"""A stretch of one channel of a call, from its first sound to a pause, a loss of the line, or its end."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from asr.audio import AudioChunk, Resampler, Samples
from asr.recognizer import Stream
from asr.transcript import Channel, PartialTranscript, Transcript


@dataclass(frozen=True, slots=True)
class Ear:
    """Its stream counts milliseconds from `start_ms` of the call, utterances from `first` of the channel."""

    channel: Channel
    resampler: Resampler
    stream: Stream
    start_ms: int
    first: int

    def placed(self, said: Transcript) -> Transcript:
        """What the stream said, in the call's milliseconds and the channel's utterances."""
        start, end = said.start_ms + self.start_ms, said.end_ms + self.start_ms
        moved = replace(said, utterance=said.utterance + self.first, start_ms=start, end_ms=end)
        if isinstance(moved, PartialTranscript) or not self.start_ms:
            return moved
        words = (replace(w, start_ms=w.start_ms + self.start_ms, end_ms=w.end_ms + self.start_ms) for w in moved.words)
        return replace(moved, words=tuple(words))

    def rest(self) -> Samples:
        """What the resampler still holds when nothing more comes."""
        return self.resampler.feed(np.zeros(0, np.float32), last=True)


def seconds(chunk: AudioChunk) -> float:
    """Its length; a rate of 0 is refused where the chunk is heard."""
    return len(chunk.samples) / max(chunk.rate, 1)
