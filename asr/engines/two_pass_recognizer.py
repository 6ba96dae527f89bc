"""Two engines for one transcript: one that hears live for the partials, one that reads whole utterances for finals."""

from __future__ import annotations

from asr.call_share import CallShare
from asr.recognizer import Recognizer
from asr.scheduler import Scheduler, Turns, Wake, unheard
from asr.transcript import Channel
from asr.utterances.live_words import LiveWords
from asr.utterances.reading import Reader
from asr.utterances.utterance_stream import UtteranceStream


class TwoPassRecognizer:
    """`readings` makes the reader's finals for all calls."""

    cores_per_call = 0.5

    def __init__(self, live: Recognizer, reader: Reader, readings: Scheduler) -> None:
        self._live, self._reader, self._readings = live, reader, readings
        self.name = f"{live.name} + {reader.name}"

    def stream(self, channel: Channel, share: CallShare | None = None, wake: Wake = unheard) -> UtteranceStream:
        """A new stream that starts at millisecond 0."""
        showing = LiveWords(self._live, channel, share)
        return UtteranceStream(channel, self._reader, showing, Turns.of(self._readings, share, wake))
