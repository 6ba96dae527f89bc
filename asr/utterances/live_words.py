"""Shows an open utterance by the partials of an engine that hears while somebody speaks."""

from __future__ import annotations

from asr.audio import Samples
from asr.call_share import CallShare
from asr.recognizer import Recognizer, Stream
from asr.transcript import Channel, FinalTranscript, PartialTranscript
from asr.utterances.reading import Reading


class LiveWords:
    """Each utterance is a stream of its own to the engine; its own finals are the words before the next partial."""

    idle = True
    skipped = 0

    def __init__(self, live: Recognizer, channel: Channel, share: CallShare | None) -> None:
        self._live, self._channel, self._share = live, channel, share
        self.close()

    def close(self) -> None:
        """The next frames are of another utterance."""
        self._stream: Stream | None = None
        self._heard = 0
        self._ended = ""
        self._shown = ""
        self._news: tuple[str, int] | None = None

    def hear(self, frames: list[Samples], voiced_s: float) -> None:  # noqa: ARG002 - the engine judges by itself
        """Feeds what is new of the utterance."""
        if self._stream is None:
            self._stream = self._live.stream(self._channel, self._share)
        for frame in frames[self._heard :]:
            for said in self._stream.feed(frame):
                if isinstance(said, FinalTranscript):
                    self._ended += said.text
                elif isinstance(said, PartialTranscript):
                    self._show(self._ended + said.text, len(self._ended) + said.stable)
        self._heard = len(frames)

    def read_ahead(self, reading: Reading, voiced_s: float) -> None:
        """Not shown: the live words go on from their own."""

    def news(self) -> tuple[str, int] | None:
        """The words so far, where they changed."""
        news, self._news = self._news, None
        return news

    def _show(self, text: str, stable: int) -> None:
        if text and text != self._shown:
            self._shown, self._news = text, (text, stable)
