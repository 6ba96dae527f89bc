"""The hearing of one call: a thread that feeds each channel's recogniser stream and keeps up with the clock."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from functools import partial

from asr.audio import AudioChunk, Resampler
from asr.call_share import CallShare
from asr.errors import AudioFlood, ReadingFailed
from asr.recognizer import Recognizer
from asr.transcript import CHANNELS, Channel, Transcript
from asr.utterances.echo_filter import EchoFilter
from assistant.ear import Ear, seconds

LATE_S = 0.6
"""Unheard audio of a channel past which partials are left out."""

FULL_S = 120.0
"""Audio that waits to be heard or read past which a source that cannot wait loses what it sends."""


class Ears:
    """Hears chunks in the order they come; `heard` gets transcripts, `failed` the error that ended a channel.

    `lengths` are the seconds of each channel that passed, heard or not, `share` what the call takes of the machine.
    """

    def __init__(
        self,
        recognizer: Recognizer,
        heard: Callable[[Transcript], None],
        failed: Callable[[Exception], None],
        share: CallShare | None = None,
    ) -> None:
        self._recognizer, self._heard, self._failed = recognizer, heard, failed
        self.share = share or CallShare(time.monotonic())
        self._echo = EchoFilter()
        self._queue: queue.Queue[Callable[[], None]] = queue.Queue()
        self._ears: dict[Channel, Ear] = {}
        self._ending: list[Ear] = []
        self._firsts: dict[Channel, int] = {}
        self._awaited: list[tuple[Channel, threading.Event]] = []
        self._broken: set[Channel] = set()
        self._waiting: dict[Channel, float] = {}
        self._behind_s = 0.0
        self._tasks, self._woken, self._idle = 0, False, True
        self._flood = self._closed = self._over = False
        self._room = threading.Condition()
        self.lengths: dict[Channel, float] = {}
        self.skipped = 0
        self._thread = threading.Thread(target=self._run, name="ears", daemon=True)
        self._thread.start()

    def hear(self, chunk: AudioChunk, hurry: bool = True) -> None:
        """Takes the chunk in at once; without `hurry` waits for room, so that every final is soon read.

        After `close` nothing is taken in.
        """
        with self._room:
            if not hurry:
                self._room.wait_for(lambda: self.waiting_s < LATE_S)
            if self._closed:
                return
            if hurry and self.waiting_s > FULL_S:
                self._flooded()
                self._put(partial(self._safely, chunk.channel, partial(self._skip, chunk.channel, seconds(chunk))))
                return
            self._waiting[chunk.channel] = self._waiting.get(chunk.channel, 0.0) + seconds(chunk)
            self._put(partial(self._take, chunk))

    def skip(self, channel: Channel, passed_s: float) -> None:
        """Time of the channel that passes unheard; what was being said before it is closed."""
        with self._room:
            if not self._closed:
                self._put(partial(self._safely, channel, partial(self._skip, channel, passed_s)))

    def finish(self, channel: Channel) -> None:
        """Nothing more comes on this channel for now; its last final has been told when this returns."""
        done = threading.Event()
        with self._room:
            if self._closed:
                return
            self._put(partial(self._safely, channel, partial(self._end, channel)))
            self._put(lambda: self._awaited.append((channel, done)))
        done.wait()

    def _flooded(self) -> None:
        """A source that sends faster than can be heard loses audio; it is said once."""
        if not self._flood:
            self._flood = True
            self._failed(AudioFlood("Audio comes faster than it can be heard: send it at the speed it was spoken."))

    @property
    def waiting_s(self) -> float:
        """Seconds of audio taken in that wait to be heard, or whose finals wait to be read, both channels together."""
        return sum(self._waiting.values()) + self._behind_s

    def close(self) -> None:
        """Hears what waits, then the last finals."""
        with self._room:
            if not self._closed:
                self._closed = True
                for channel in CHANNELS:
                    self._put(partial(self._safely, channel, partial(self._end, channel)))
        self._thread.join()
        self._echo = EchoFilter()  # an ended call is remembered, its sound is not

    def settle(self) -> None:
        """Returns when everything taken in so far has been heard and read."""
        with self._room:
            self._room.wait_for(lambda: self._idle and not self._tasks)

    def _put(self, task: Callable[[], None]) -> None:
        """Called under the lock."""
        self._tasks += 1
        self._idle = False
        self._queue.put(task)

    def _wake(self) -> None:
        """Something was read; called from any thread."""
        with self._room:
            if not self._woken and not self._over:
                self._woken = True
                self._put(self._collect)

    def _run(self) -> None:
        while not self._over:
            began = time.thread_time()
            self._queue.get()()
            self.share.spend(time.thread_time() - began, time.monotonic())
            self._look()

    def _look(self) -> None:
        """How the call stands after each task."""
        streams = [ear.stream for ear in (*self._ending, *self._ears.values())]
        self._ending = [ear for ear in self._ending if not ear.stream.idle]
        ending = {ear.channel for ear in self._ending}
        for channel, done in self._awaited:
            if channel not in ending:
                done.set()
        self._awaited = [(channel, done) for channel, done in self._awaited if channel in ending]
        with self._room:
            self._tasks -= 1
            self._behind_s = sum(stream.behind_s for stream in streams)
            self._idle = all(stream.idle for stream in streams)
            self._over = self._closed and self._idle and not self._tasks
            self._room.notify_all()

    def _safely(self, channel: Channel, step: Callable[[], None]) -> None:
        """A channel whose engine failed is heard no more; the other goes on."""
        if channel in self._broken:
            return
        try:
            step()
        except Exception as exc:  # an engine's own errors are of any class
            self._broken.add(channel)
            self._ears.pop(channel, None)
            self._ending = [ear for ear in self._ending if ear.channel != channel]
            self._failed(exc)

    def _take(self, chunk: AudioChunk) -> None:
        with self._room:
            late = self._waiting[chunk.channel] > LATE_S
            self._waiting[chunk.channel] -= seconds(chunk)
        self._safely(chunk.channel, partial(self._feed, chunk, not late))

    def _feed(self, chunk: AudioChunk, partials: bool) -> None:
        channel = chunk.channel
        ear = self._ears.get(channel) or self._open(channel, chunk.rate)
        self.lengths[channel] = self.lengths.get(channel, 0.0) + seconds(chunk)
        skipped = ear.stream.skipped
        samples = ear.resampler.feed(chunk.samples)
        self._echo.hear(channel, samples)
        self._tell(ear, partial(ear.stream.feed, samples, partials))
        self.skipped += ear.stream.skipped - skipped

    def _open(self, channel: Channel, rate: int) -> Ear:
        stream = self._recognizer.stream(channel, self.share, self._wake)
        start_ms = round(self.lengths.get(channel, 0.0) * 1000)
        ear = Ear(channel, Resampler(rate), stream, start_ms, self._firsts.get(channel, 0))
        self._ears[channel] = ear
        self._echo.join(channel, start_ms)
        return ear

    def _collect(self) -> None:
        with self._room:
            self._woken = False
        for ear in (*self._ending, *self._ears.values()):
            self._safely(ear.channel, partial(self._tell, ear, ear.stream.collect))

    def _skip(self, channel: Channel, passed_s: float) -> None:
        self._end(channel)
        self.lengths[channel] = self.lengths.get(channel, 0.0) + passed_s

    def _end(self, channel: Channel) -> None:
        if ear := self._ears.pop(channel, None):
            self._ending.append(ear)
            self._tell(ear, lambda: ear.stream.feed(ear.rest(), partials=False))
            self._tell(ear, ear.stream.end)
            self._firsts[channel] = ear.first + ear.stream.utterance

    def _tell(self, ear: Ear, step: Callable[[], list[Transcript]]) -> None:
        """What the stream has to tell; an utterance that could not be read costs no other."""
        try:
            told = step()
        except ReadingFailed as exc:
            told = exc.told
            self._failed(exc.__cause__ if isinstance(exc.__cause__, Exception) else exc)
        for transcript in told:
            if passed := self._echo.passed(ear.placed(transcript)):
                self._heard(passed)
