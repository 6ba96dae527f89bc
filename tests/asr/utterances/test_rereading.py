"""Glances that wait, are overtaken or come too late: what is shown, and what nobody reads any more."""

from collections.abc import Callable

import numpy as np
import pytest

from asr.audio import Samples
from asr.call_share import CallShare
from asr.errors import ReadingFailed
from asr.scheduler import Job, Scheduler, Turns, Urgency, unheard
from asr.transcript import FinalTranscript, PartialTranscript, Transcript
from asr.utterances import utterance_stream
from asr.utterances.reading import Reading
from asr.utterances.rereading import FIRST_GLANCE_FRAMES, NEXT_GLANCE_FRAMES, Rereading
from asr.utterances.silero import FRAME
from asr.utterances.utterance_stream import UtteranceStream

FIRST, NEXT = FIRST_GLANCE_FRAMES, NEXT_GLANCE_FRAMES
PAUSE, END = 7, 16


class LoudnessVad:
    def probability(self, frame: Samples) -> float:
        return 0.9 if frame[0] else 0.05


class ByHand(Scheduler):
    """Reads when the test says so, any one of what waits."""

    def __init__(self) -> None:
        super().__init__(1)
        self.crowd = False
        self.waiting: list[Job] = []

    def submit(self, share: CallShare, urgency: Urgency, work: Callable, wake: Callable) -> Job:
        self.waiting.append(Job(share, urgency, work, wake))
        return self.waiting[-1]

    def drop(self, job: Job) -> bool:
        if job in self.waiting:
            self.waiting.remove(job)
            return True
        return False

    def read(self, number: int = 0) -> None:
        self.waiting.pop(number).run()

    @property
    def crowded(self) -> bool:
        return self.crowd

    def kinds(self) -> list[str]:
        return [job.urgency.name for job in self.waiting]


class LengthReader:
    """Reads how many frames it was given."""

    name = "lengths"

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        return self.read(samples)

    def read(self, samples: Samples) -> Reading:
        text = f"第{len(samples) // FRAME}"
        return Reading(text, tuple(map(ord, text)), 0.9, 0.05)


@pytest.fixture(autouse=True)
def vad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utterance_stream, "SileroVad", LoudnessVad)


@pytest.fixture
def by_hand() -> ByHand:
    return ByHand()


@pytest.fixture
def stream(by_hand: ByHand) -> UtteranceStream:
    turns = Turns.of(by_hand, None, unheard)
    return UtteranceStream("caller", LengthReader(), Rereading(LengthReader(), turns), turns)


def voice(frames: int) -> Samples:
    return np.full(frames * FRAME, 0.3, np.float32)


def quiet(frames: int) -> Samples:
    return np.zeros(frames * FRAME, np.float32)


def shown(items: list[Transcript]) -> list[tuple[str, int, str]]:
    kinds = {PartialTranscript: "partial", FinalTranscript: "final"}
    return [(kinds[type(i)], i.utterance, i.text) for i in items]


def test_the_stream_never_waits_and_shows_a_glance_when_it_was_read(stream: UtteranceStream, by_hand: ByHand) -> None:
    assert stream.feed(voice(FIRST)) == []
    assert not stream.idle
    by_hand.read()
    assert shown(stream.collect()) == [("partial", 0, f"第{FIRST}")]
    assert stream.idle


def test_a_glance_that_nobody_had_time_for_gives_way_to_a_longer_one(stream: UtteranceStream, by_hand: ByHand) -> None:
    stream.feed(voice(FIRST + NEXT))
    assert by_hand.kinds() == ["GLANCE"]
    by_hand.read()
    assert shown(stream.collect()) == [("partial", 0, f"第{FIRST + NEXT}")]
    assert stream.skipped == 1


def test_at_the_end_a_waiting_glance_is_dropped_and_the_read_ahead_hastened(
    stream: UtteranceStream, by_hand: ByHand
) -> None:
    stream.feed(np.concatenate([voice(FIRST), quiet(PAUSE)]))
    assert by_hand.kinds() == ["GLANCE", "AHEAD"]
    stream.feed(quiet(END - PAUSE))
    assert by_hand.kinds() == ["FINAL"]
    assert stream.behind_s > 0
    by_hand.read()
    assert shown(stream.collect()) == [("final", 0, f"第{FIRST + PAUSE}")]
    assert stream.behind_s == 0


def test_a_glance_that_comes_after_the_end_is_shown_to_nobody(stream: UtteranceStream, by_hand: ByHand) -> None:
    stream.feed(voice(FIRST))
    glance = by_hand.waiting.pop()  # it is being read while the utterance ends
    stream.feed(quiet(END))
    glance.run()
    assert stream.collect() == []
    by_hand.read()
    assert [kind for kind, *_ in shown(stream.collect())] == ["final"]


def test_finals_come_in_the_order_they_were_said_whichever_is_read_first(
    stream: UtteranceStream, by_hand: ByHand
) -> None:
    stream.feed(np.concatenate([voice(8), quiet(END + 2), voice(9), quiet(END + 2)]))
    assert by_hand.kinds() == ["FINAL", "FINAL"]
    by_hand.read(1)
    assert stream.collect() == []
    by_hand.read()
    assert [(kind, number) for kind, number, _ in shown(stream.collect())] == [("final", 0), ("final", 1)]


def test_a_read_ahead_is_taken_back_where_somebody_goes_on(stream: UtteranceStream, by_hand: ByHand) -> None:
    stream.feed(np.concatenate([voice(FIRST - 8), quiet(PAUSE), voice(1)]))
    assert "AHEAD" not in by_hand.kinds()
    stream.feed(quiet(END))
    assert by_hand.kinds() == ["FINAL"]


def test_the_reading_at_a_pause_and_at_the_end_are_of_the_same_sound(stream: UtteranceStream, by_hand: ByHand) -> None:
    sound = np.concatenate([voice(FIRST), quiet(END)])
    stream.feed(sound)
    by_hand.read()
    ahead = stream.collect()
    turns = Turns.of(by_hand, None, unheard)
    late = UtteranceStream("caller", LengthReader(), Rereading(LengthReader(), turns), turns)
    late.feed(sound, partials=False)
    by_hand.read()
    assert late.collect() == ahead


class FailingOnce(LengthReader):
    """Cannot read its `number`th utterance, nor any glance."""

    def __init__(self, number: int) -> None:
        self._left = number

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        raise RuntimeError("the engine failed")

    def read(self, samples: Samples) -> Reading:
        self._left -= 1
        if self._left == 0:
            raise RuntimeError("the engine failed")
        return super().read(samples)


def test_an_utterance_that_cannot_be_read_is_said_and_costs_no_other(by_hand: ByHand) -> None:
    turns = Turns.of(by_hand, None, unheard)
    reader = FailingOnce(2)
    stream = UtteranceStream("caller", reader, Rereading(reader, turns), turns)
    for _ in range(3):
        stream.feed(np.concatenate([voice(8), quiet(END + 2)]), partials=False)
    while by_hand.waiting:
        by_hand.read()
    with pytest.raises(ReadingFailed) as failed:
        stream.collect()
    assert [(kind, number) for kind, number, _ in shown(failed.value.told)] == [("final", 0), ("final", 2)]
    assert isinstance(failed.value.__cause__, RuntimeError)
    assert stream.collect() == []


def test_a_glance_that_fails_shows_nothing_and_the_final_comes(by_hand: ByHand) -> None:
    turns = Turns.of(by_hand, None, unheard)
    reader = FailingOnce(99)
    stream = UtteranceStream("caller", reader, Rereading(reader, turns), turns)
    stream.feed(voice(FIRST))
    by_hand.read()
    assert stream.collect() == []
    stream.feed(quiet(END))
    by_hand.read()
    assert [kind for kind, *_ in shown(stream.collect())] == ["final"]


def test_only_what_nobody_began_to_read_counts_as_behind(stream: UtteranceStream, by_hand: ByHand) -> None:
    stream.feed(np.concatenate([voice(8), quiet(END + 2)]), partials=False)
    assert stream.behind_s > 0
    by_hand.waiting[0].begun = True
    assert stream.behind_s == 0
    assert not stream.idle


def test_where_finals_wait_a_pause_is_not_read_before_it_is_the_end(stream: UtteranceStream, by_hand: ByHand) -> None:
    by_hand.crowd = True
    stream.feed(np.concatenate([voice(FIRST - 8), quiet(PAUSE)]))
    assert by_hand.kinds() == []
    stream.feed(quiet(END - PAUSE))
    assert by_hand.kinds() == ["FINAL"]
