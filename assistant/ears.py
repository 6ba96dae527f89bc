"""The hearing of one call: a thread that feeds each channel's recogniser stream and keeps up with the clock."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from functools import partial

import numpy as np

from asr.audio import AudioChunk, Resampler
from asr.errors import AudioFlood
from asr.recognizer import Recognizer, Stream
from asr.transcript import Channel, Transcript

LATE_S = 0.6
"""Unheard audio past which partials are left out."""

FULL_S = 30.0
"""Unheard audio past which a source that cannot wait loses what it sends."""


class Ears:
    """Hears chunks in the order they come; `heard` gets transcripts, `failed` the error that ended a channel.

    `lengths` are the seconds heard of each channel, `skipped` the chunks heard late and so without partials.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        heard: Callable[[Transcript], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._recognizer, self._heard, self._failed = recognizer, heard, failed
        self._queue: queue.Queue[AudioChunk | None] = queue.Queue()
        self._channels: dict[Channel, tuple[Resampler, Stream]] = {}
        self._broken: set[Channel] = set()
        self._waiting_s = 0.0
        self._flood = self._closed = False
        self._room = threading.Condition()
        self.lengths: dict[Channel, float] = {}
        self.skipped = 0
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    def hear(self, chunk: AudioChunk, hurry: bool = True) -> None:
        """Takes the chunk in at once; without `hurry` waits for room, so that every partial is made.

        After `close` nothing is taken in.
        """
        with self._room:
            if not hurry:
                self._room.wait_for(lambda: self._waiting_s < LATE_S)
            if self._closed:
                return
            if hurry and self._waiting_s > FULL_S:
                self._flooded()
                return
            self._waiting_s += _seconds(chunk)
            self._queue.put(chunk)

    def _flooded(self) -> None:
        """A source that sends faster than can be heard loses audio; it is said once."""
        if not self._flood:
            self._flood = True
            self._failed(AudioFlood("Audio comes faster than it can be heard: send it at the speed it was spoken."))

    @property
    def waiting_s(self) -> float:
        """Seconds of audio taken in and not heard yet, both channels together."""
        return self._waiting_s

    def close(self) -> None:
        """Hears what waits, then the last finals."""
        with self._room:
            self._closed = True
            self._queue.put(None)
        self._thread.join()

    def settle(self) -> None:
        """Returns when everything taken in so far has been heard."""
        self._queue.join()

    def _run(self) -> None:
        while (chunk := self._queue.get()) is not None:
            with self._room:
                late = self._waiting_s > LATE_S * 2
                self.skipped += late
                self._waiting_s -= _seconds(chunk)
                self._room.notify_all()
            self._safely(chunk.channel, partial(self._feed, chunk, not late))
            self._queue.task_done()
        for channel in self._channels:
            self._safely(channel, partial(self._finish, channel))
        self._queue.task_done()

    def _safely(self, channel: Channel, step: Callable[[], None]) -> None:
        """A channel whose engine failed is heard no more; the other goes on."""
        if channel in self._broken:
            return
        try:
            step()
        except Exception as exc:  # an engine's own errors are of any class
            self._broken.add(channel)
            self._failed(exc)

    def _feed(self, chunk: AudioChunk, partials: bool) -> None:
        if chunk.channel not in self._channels:
            self._channels[chunk.channel] = (Resampler(chunk.rate), self._recognizer.stream(chunk.channel))
        resampler, stream = self._channels[chunk.channel]
        self.lengths[chunk.channel] = self.lengths.get(chunk.channel, 0.0) + _seconds(chunk)
        self._tell(stream.feed(resampler.feed(chunk.samples), partials))

    def _finish(self, channel: Channel) -> None:
        resampler, stream = self._channels[channel]
        self._tell(stream.feed(resampler.feed(np.zeros(0, np.float32), last=True), partials=False))
        self._tell(stream.finish())

    def _tell(self, transcripts: list[Transcript]) -> None:
        for transcript in transcripts:
            self._heard(transcript)


def _seconds(chunk: AudioChunk) -> float:
    """Its length; a rate of 0 is refused where the chunk is heard."""
    return len(chunk.samples) / max(chunk.rate, 1)
