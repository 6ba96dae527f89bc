"""What every engine gives: a recogniser, loaded once and shared, and one stream per channel of a call."""

from __future__ import annotations

import threading
from typing import Protocol, runtime_checkable

from asr.audio import RATE, Resampler, Samples
from asr.call_share import CallShare
from asr.scheduler import Wake, unheard
from asr.transcript import Channel, FinalTranscript, Transcript


class Stream(Protocol):
    """The state of one channel; used by one thread."""

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz; without `partials` (when the call falls behind) only finals come.

        Raises ReadingFailed, as do `collect` and `end`, where the stream goes on all the same.
        """
        ...

    def collect(self) -> list[Transcript]:
        """What was read meanwhile, for engines that read in threads of their own."""
        ...

    def end(self) -> list[Transcript]:
        """Ends the audio: the last utterance's final, if one was open, comes now or by `collect`."""
        ...

    @property
    def utterance(self) -> int:
        """The number of the utterance that is open, or of the next one."""
        ...

    @property
    def behind_s(self) -> float:
        """Seconds of sound whose finals nobody has begun to read."""
        ...

    @property
    def idle(self) -> bool:
        """Whether nothing is being read."""
        ...

    @property
    def skipped(self) -> int:
        """Partials that were left out to keep up."""
        ...


class Immediate:
    """What a stream says of its readings whose engine has read all that it was fed."""

    behind_s = 0.0
    idle = True
    skipped = 0

    def collect(self) -> list[Transcript]:
        """Nothing is read meanwhile."""
        return []


class Recognizer(Protocol):
    """An engine with its model loaded; safe to share between calls."""

    @property
    def name(self) -> str:
        """Engine and model, as shown to people."""
        ...

    @property
    def cores_per_call(self) -> float:
        """About how many cores a call with two channels takes, before any was measured."""
        ...

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> Stream:
        """A new stream that starts at millisecond 0; `wake` is called from any thread when `collect` has something."""
        ...


@runtime_checkable
class PlainReader(Protocol):
    """A recogniser whose engine can also be used as its makers ship it: the baseline of our own hearing."""

    def read_plainly(self, samples: Samples) -> str:
        """A whole mono recording at 16 kHz through the package's own pipeline, at its defaults."""
        ...


def transcribe(recognizer: Recognizer, samples: Samples, rate: int) -> list[FinalTranscript]:
    """The finals of a whole mono recording, for benchmarks."""
    news = threading.Event()
    resampler, stream = Resampler(rate), recognizer.stream("caller", wake=news.set)
    step = RATE // 2
    heard = resampler.feed(samples, last=True)
    found: list[Transcript] = []
    for start in range(0, len(heard), step):
        found += stream.feed(heard[start : start + step], partials=False)
    found += stream.end()
    while not stream.idle:
        news.wait()
        news.clear()
        found += stream.collect()
    return [item for item in found if isinstance(item, FinalTranscript)]
