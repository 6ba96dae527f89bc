"""An engine that reads whole utterances becomes a live stream: which partials and finals come, in which order."""

from collections.abc import Sequence

import numpy as np
import pytest

from asr.audio import RATE, Samples
from asr.scheduler import Job, Scheduler, Turns, unheard
from asr.transcript import Channel, FinalTranscript, PartialTranscript, Transcript, Word
from asr.utterances import utterance_stream
from asr.utterances.endpointer import FRAME_MS, EndpointRules
from asr.utterances.reading import Reading
from asr.utterances.rereading import FIRST_GLANCE_FRAMES, NEXT_GLANCE_FRAMES, Rereading
from asr.utterances.silero import FRAME
from asr.utterances.utterance_stream import UtteranceStream

FIRST, NEXT = FIRST_GLANCE_FRAMES, NEXT_GLANCE_FRAMES
PAUSE, END = 7, 16
"""Frames of silence after which the default rules tell a pause and an end."""


class LoudnessVad:
    """Hears a voice where the samples are not zero."""

    def probability(self, frame: Samples) -> float:
        return 0.9 if frame[0] else 0.05


class ScriptedReader:
    """Gives its glances and reads in order and notes what it was asked."""

    name = "scripted reader"

    def __init__(self, glances: Sequence[Reading] = (), reads: Sequence[Reading] = ()) -> None:
        self._glances, self._reads = list(glances), list(reads)
        self.prefixes: list[tuple[int, ...]] = []
        self.lengths: list[int] = []

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        assert samples.dtype == np.float32
        self.prefixes.append(prefix)
        return self._glances.pop(0)

    def read(self, samples: Samples) -> Reading:
        self.lengths.append(len(samples) // FRAME)
        return self._reads.pop(0)

    @property
    def left(self) -> tuple[int, int]:
        return len(self._glances), len(self._reads)


class AtOnce(Scheduler):
    """Reads where it is asked to."""

    def submit(self, share, urgency, work, wake):
        job = Job(share, urgency, work, wake)
        job.run()
        return job


def live(reader: ScriptedReader, rules: EndpointRules | None = None, channel: Channel = "caller") -> UtteranceStream:
    turns = Turns.of(AtOnce(1), None, unheard)
    return UtteranceStream(channel, reader, Rereading(reader, turns), turns, rules)


def reading(text: str, words: tuple[Word, ...] = (), confidence: float = 0.9) -> Reading:
    """A reading whose tokens are its characters."""
    return Reading(text, tuple(map(ord, text)), confidence, 0.05, words)


def tokens(text: str) -> tuple[int, ...]:
    return tuple(map(ord, text))


NOTHING = reading("谢谢观看")


def voice(frames: int) -> Samples:
    return np.full(frames * FRAME, 0.3, np.float32)


def quiet(frames: int) -> Samples:
    return np.zeros(frames * FRAME, np.float32)


@pytest.fixture(autouse=True)
def vad(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utterance_stream, "SileroVad", LoudnessVad)


def shown(items: Sequence[Transcript]) -> list[tuple[str | int, ...]]:
    """Partials as ("partial", utterance, text, stable), finals as ("final", utterance, text)."""
    return [
        ("partial", i.utterance, i.text, i.stable)
        if isinstance(i, PartialTranscript)
        else ("final", i.utterance, i.text)
        for i in items
    ]


def test_an_utterance_grows_is_read_at_its_pause_and_that_reading_is_the_final() -> None:
    reader = ScriptedReader(
        [reading("公积"), reading("公鸡金怎"), reading("公鸡金怎么取")], [reading("公积金怎么取？")]
    )
    stream = live(reader)

    assert shown(stream.feed(voice(FIRST))) == [("partial", 0, "公积", 0)]
    assert shown(stream.feed(voice(NEXT))) == [("partial", 0, "公鸡金怎", 1)]
    assert shown(stream.feed(voice(NEXT))) == [("partial", 0, "公鸡金怎么取", 4)]
    assert shown(stream.feed(quiet(PAUSE - 1))) == []
    assert shown(stream.feed(quiet(1))) == [("partial", 0, "公积金怎么取？", 7)]
    assert shown(stream.feed(quiet(END - PAUSE - 1))) == []
    assert shown(stream.feed(quiet(1))) == [("final", 0, "公积金怎么取？")]
    assert reader.left == (0, 0), "the pause's reading served as the final"
    assert reader.prefixes == [(), (), tokens("公")]


def test_what_two_glances_agree_on_is_not_decoded_again() -> None:
    reader = ScriptedReader([reading("我想"), reading("我想问"), reading("我想问一下"), reading("我想问一下公")])
    stream = live(reader)

    found = stream.feed(voice(FIRST + 3 * NEXT))

    assert reader.prefixes == [(), (), tokens("我想"), tokens("我想问")]
    assert [item.stable for item in found if isinstance(item, PartialTranscript)] == [0, 2, 3, 5]


def test_speech_after_a_pause_makes_the_reading_ahead_a_draft() -> None:
    reader = ScriptedReader([reading("我想"), reading("我想问公积金")], [reading("我想。"), reading("我想问公积金。")])
    stream = live(reader)

    found = stream.feed(np.concatenate([voice(FIRST), quiet(PAUSE), voice(NEXT), quiet(END)]))

    assert shown(found)[0] == ("partial", 0, "我想", 0)
    assert shown(found)[1][:3] == ("partial", 0, "我想。")
    assert shown(found)[2][:3] == ("partial", 0, "我想问公积金")
    assert shown(found)[-1] == ("final", 0, "我想问公积金。")
    assert reader.prefixes[1] == tokens("我想"), "a full stop at a pause may be too early"


def test_the_reading_ahead_is_not_the_final_of_longer_words() -> None:
    """Words after the pause, too few for another glance, are still in the final."""
    reader = ScriptedReader([reading("可以")], [reading("可以"), reading("可以吗")])
    stream = live(reader)

    found = stream.feed(np.concatenate([voice(FIRST), quiet(PAUSE), voice(3), quiet(PAUSE - 2)]))
    found += stream.end()

    assert shown(found)[-1] == ("final", 0, "可以吗")


def test_times_count_from_the_start_of_the_stream() -> None:
    word = Word("可以", 400, 900, 0.8)
    stream = live(ScriptedReader([reading("可以")], [reading("可以", (word,))]), channel="operator")

    found = stream.feed(np.concatenate([quiet(50), voice(FIRST), quiet(END)]))

    final = found[-1]
    assert isinstance(final, FinalTranscript)
    assert final.channel == "operator"
    assert final.end_ms == (50 + FIRST) * FRAME_MS
    assert 0 < final.start_ms <= 50 * FRAME_MS, "it begins a little before the voice"
    assert final.words == (Word("可以", final.start_ms + 400, final.start_ms + 900, 0.8),)
    assert (final.confidence, final.engine) == (0.9, "scripted reader")
    assert {item.start_ms for item in found} == {final.start_ms}


def test_the_first_sound_before_the_voice_was_sure_is_read_too() -> None:
    reader = ScriptedReader([], [reading("好")])
    stream = live(reader)

    stream.feed(np.concatenate([quiet(50), voice(4), quiet(END)]))

    assert reader.lengths[0] > 4 + END


def test_a_short_answer_gives_a_final_alone() -> None:
    stream = live(ScriptedReader([], [reading("嗯")]))

    assert shown(stream.feed(np.concatenate([quiet(20), voice(4), quiet(END)]))) == [("final", 0, "嗯")]


def test_silence_asks_the_reader_nothing_and_keeps_no_audio() -> None:
    stream = live(ScriptedReader())

    assert stream.feed(quiet(3_000)) == []
    assert stream.end() == []
    assert len(stream._frames) <= utterance_stream.PREROLL_FRAMES


def test_an_invented_reading_that_nobody_saw_is_not_said_at_all() -> None:
    stream = live(ScriptedReader([], [NOTHING, reading("喂")]))

    found = stream.feed(np.concatenate([voice(6), quiet(END + 10), voice(6), quiet(END)]))

    assert shown(found) == [("final", 1, "喂")]


def test_an_invented_final_withdraws_the_partials() -> None:
    word = Word("谢谢", 0, 100, 0.9)
    reader = ScriptedReader([reading("谢谢")], [reading("谢谢观看", (word,)), reading("喂")])
    stream = live(reader)

    found = stream.feed(np.concatenate([voice(FIRST), quiet(END), voice(6), quiet(END)]))

    assert shown(found) == [("partial", 0, "谢谢", 0), ("final", 0, ""), ("final", 1, "喂")]
    assert isinstance(found[1], FinalTranscript)
    assert found[1].words == ()


def test_an_invented_glance_is_not_shown_and_soon_tried_again() -> None:
    reader = ScriptedReader([NOTHING, reading("公积金")])
    stream = live(reader)

    assert stream.feed(voice(FIRST)) == []
    assert shown(stream.feed(voice(NEXT - 1))) == [("partial", 0, "公积金", 0)]


def test_a_call_that_falls_behind_gets_finals_only_and_glances_nothing() -> None:
    reader = ScriptedReader([], [reading("公积金怎么取")])
    stream = live(reader)

    found = stream.feed(np.concatenate([voice(FIRST + NEXT), quiet(END)]), partials=False)

    assert shown(found) == [("final", 0, "公积金怎么取")]
    assert reader.left == (0, 0)


def test_partials_come_back_when_the_call_has_caught_up() -> None:
    stream = live(ScriptedReader([reading("公积金")], [reading("公积金。")]))

    assert stream.feed(voice(FIRST), partials=False) == []
    assert shown(stream.feed(voice(1))) == [("partial", 0, "公积金", 0)]


def test_the_end_of_the_call_closes_what_is_open_once() -> None:
    stream = live(ScriptedReader([reading("公积")], [reading("公积金")]))
    stream.feed(voice(FIRST + 2))

    assert shown(stream.end()) == [("final", 0, "公积金")]
    assert stream.end() == []


def test_endless_speech_is_cut_into_numbered_utterances() -> None:
    rules = EndpointRules(long_ms=640, max_ms=960)
    stream = live(ScriptedReader([], [reading("甲"), reading("乙"), reading("丙")]), rules)

    found = stream.feed(voice(75), partials=False) + stream.end()

    assert shown(found) == [("final", 0, "甲"), ("final", 1, "乙"), ("final", 2, "丙")]
    assert [item.end_ms for item in found] == [960, 1_920, 75 * FRAME_MS]


def test_a_loop_in_a_final_is_said_once_and_a_number_whole() -> None:
    said = "对对对对，电话13800000000"
    stream = live(ScriptedReader([], [reading(said)]))

    found = stream.feed(np.concatenate([voice(90), quiet(END)]), partials=False)

    assert shown(found) == [("final", 0, "对，电话13800000000")]


@pytest.mark.parametrize("size", [1, 160, 511, 512, 513, 3_200])
def test_the_size_of_the_pieces_does_not_matter(size: int) -> None:
    sound = np.concatenate([quiet(5), voice(FIRST + NEXT), quiet(END + 2)])
    sound = sound[: 40 * FRAME] if size == 1 else sound
    whole = ScriptedReader([reading("公积"), reading("公积金")], [reading("公积金。")])
    pieces = ScriptedReader([reading("公积"), reading("公积金")], [reading("公积金。")])
    one, many = live(whole), live(pieces)

    expected = one.feed(sound)
    found = [item for at in range(0, len(sound), size) for item in many.feed(sound[at : at + size])]

    assert found == expected
    assert found


def test_two_streams_do_not_hear_each_other() -> None:
    caller = live(ScriptedReader([], [reading("喂")]))
    operator = live(ScriptedReader(), channel="operator")

    assert shown(caller.feed(np.concatenate([voice(5), quiet(END)]))) == [("final", 0, "喂")]
    assert operator.feed(quiet(RATE // FRAME)) == []


def test_nothing_is_withdrawn_where_nothing_was_shown() -> None:
    reader = ScriptedReader([NOTHING], [NOTHING, NOTHING])
    stream = live(reader)

    assert stream.feed(np.concatenate([voice(FIRST), quiet(END)])) == []
