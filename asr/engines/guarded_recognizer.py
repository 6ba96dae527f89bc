"""A live engine whose words are told only where a voice was heard: engines make words of noise and ringing too."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np

from asr.audio import RATE, Samples
from asr.call_share import CallShare
from asr.recognizer import Recognizer, Stream
from asr.scheduler import Wake, unheard
from asr.transcript import Channel, FinalTranscript, Transcript
from asr.utterances.endpointer import FRAME_MS, EndpointRules
from asr.utterances.guard import invented
from asr.utterances.reading import Reading
from asr.utterances.silero import FRAME, SileroVad

MEMORY_MS = 60_000
"""How far back voices are remembered: longer than any utterance of a live engine."""

EARLIER_MS = 1_500
"""How long before the start that an engine tells its words may have begun."""

RULES = EndpointRules()


class GuardedRecognizer:
    """`live` with a voice detector before each stream; the engine hears everything."""

    def __init__(self, live: Recognizer) -> None:
        self._live = live
        self.name, self.cores_per_call = live.name, live.cores_per_call

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> GuardedStream:
        """A new stream that starts at millisecond 0."""
        return GuardedStream(self._live.stream(channel, share, wake))


class GuardedStream:
    """One channel: an utterance in which nobody spoke, or too briefly for its words, is not told."""

    def __init__(self, live: Stream) -> None:
        self._live = live
        self._vad = SileroVad()
        self._rest = np.zeros(0, np.float32)
        self._voices: deque[bool] = deque(maxlen=MEMORY_MS // FRAME_MS)
        self._frames = 0
        self._shown: int | None = None

    def feed(self, samples: Samples, partials: bool = True) -> list[Transcript]:
        """Hears mono samples at 16 kHz."""
        self._rest = np.concatenate([self._rest, samples])
        whole = len(self._rest) // FRAME * FRAME
        for frame in self._rest[:whole].reshape(-1, FRAME):
            self._voices.append(self._vad.probability(frame) >= RULES.on)
            self._frames += 1
        self._rest = self._rest[whole:]
        return self._told(self._live.feed(samples, partials))

    def collect(self) -> list[Transcript]:
        """What was read meanwhile."""
        return self._told(self._live.collect())

    def end(self) -> list[Transcript]:
        """Ends the audio."""
        return self._told(self._live.end())

    @property
    def utterance(self) -> int:
        """The engine's."""
        return self._live.utterance

    @property
    def behind_s(self) -> float:
        """The engine's."""
        return self._live.behind_s

    @property
    def idle(self) -> bool:
        """The engine's."""
        return self._live.idle

    @property
    def skipped(self) -> int:
        """The engine's."""
        return self._live.skipped

    def _told(self, transcripts: list[Transcript]) -> list[Transcript]:
        return [told for said in transcripts if (told := self._passed(said))]

    def _passed(self, said: Transcript) -> Transcript | None:
        """The transcript; nothing of an invented one but, where a partial was told, a final that takes it back."""
        voiced_s = self._voiced_s(said.start_ms, said.end_ms)
        if said.text and (not voiced_s or invented(Reading(said.text, (), None, 0.0), voiced_s)):
            if not (isinstance(said, FinalTranscript) and self._shown == said.utterance):
                return None
            return replace(said, text="", words=())
        if not isinstance(said, FinalTranscript):
            self._shown = said.utterance
        return said

    def _voiced_s(self, start_ms: int, end_ms: int) -> float:
        """How long a voice was heard about an utterance, 0.0 for less than what opens one."""
        oldest = self._frames - len(self._voices)
        first, last = (start_ms - EARLIER_MS) // FRAME_MS - oldest, end_ms // FRAME_MS + 1 - oldest
        voiced = sum(voice for at, voice in enumerate(self._voices) if first <= at < last)
        return voiced * FRAME / RATE if voiced * FRAME_MS >= RULES.start_ms else 0.0
