"""What every engine gives: a recogniser, loaded once and shared, and one stream per channel of a call."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from asr.audio import RATE, Resampler, Samples
from asr.transcript import Channel, FinalTranscript, Transcript


class Stream(Protocol):
    """The state of one channel; fed by one thread."""

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz; without `partials` (when the call falls behind) only finals come."""
        ...

    def finish(self) -> list[Transcript]:
        """Ends the audio: the last utterance's final, if one was open."""
        ...


class Recognizer(Protocol):
    """An engine with its model loaded; safe to share between calls."""

    @property
    def name(self) -> str:
        """Engine and model, as shown to people."""
        ...

    def stream(self, channel: Channel) -> Stream:
        """A new stream that starts at millisecond 0 of the call."""
        ...


@runtime_checkable
class PlainReader(Protocol):
    """A recogniser whose engine can also be used as its makers ship it: the baseline of our own hearing."""

    def read_plainly(self, samples: Samples) -> str:
        """A whole mono recording at 16 kHz through the package's own pipeline, at its defaults."""
        ...


def transcribe(recognizer: Recognizer, samples: Samples, rate: int) -> list[FinalTranscript]:
    """The finals of a whole mono recording, for benchmarks."""
    resampler, stream = Resampler(rate), recognizer.stream("caller")
    step = RATE // 2
    heard = resampler.feed(samples, last=True)
    found: list[Transcript] = []
    for start in range(0, len(heard), step):
        found += stream.feed(heard[start : start + step], partials=False)
    found += stream.finish()
    return [item for item in found if isinstance(item, FinalTranscript)]
