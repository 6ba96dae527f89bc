"""The scripted recogniser says its lines when their time is heard."""

import numpy as np

from asr.audio import RATE, Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.recognizer import Stream, transcribe
from asr.transcript import FinalTranscript, PartialTranscript, Transcript

SCRIPT = [Line("公积金怎么取", 1_000, 3_000), Line("好的", 4_000, 5_000)]


def quiet(ms: int) -> Samples:
    return np.zeros(RATE * ms // 1000, np.float32)


def said(items: list[Transcript]) -> list[tuple[str, int, str]]:
    return [("partial" if isinstance(i, PartialTranscript) else "final", i.utterance, i.text) for i in items]


def heard(stream: Stream, ms: int, partials: bool = True) -> list[Transcript]:
    """What comes while so many milliseconds are fed in pieces of 100."""
    return [item for _ in range(ms // 100) for item in stream.feed(quiet(100), partials)]


def test_each_line_is_half_shown_and_then_said_on_its_channel_alone() -> None:
    recognizer = ScriptedRecognizer({"caller": SCRIPT})
    caller, operator = recognizer.stream("caller"), recognizer.stream("operator")

    assert said(heard(caller, 1_900)) == []
    assert heard(caller, 100) == [PartialTranscript("caller", 0, "公积金", 0, 1_000, 2_000)]
    assert heard(caller, 1_000) == [FinalTranscript("caller", 0, "公积金怎么取", 1_000, 3_000, (), 1.0, "scripted")]
    assert said(heard(caller, 3_000)) == [("partial", 1, "好"), ("final", 1, "好的")]
    assert heard(caller, 1_000) + caller.end() == []
    assert heard(operator, 6_000) + operator.end() == []


def test_without_partials_only_finals_come() -> None:
    stream = ScriptedRecognizer({"caller": SCRIPT}).stream("caller")

    assert said(heard(stream, 6_000, partials=False)) == [("final", 0, "公积金怎么取"), ("final", 1, "好的")]


def test_one_large_piece_says_all_in_order() -> None:
    stream = ScriptedRecognizer({"caller": SCRIPT}).stream("caller")

    assert said(stream.feed(quiet(10_000))) == [
        ("partial", 0, "公积金"),
        ("final", 0, "公积金怎么取"),
        ("partial", 1, "好"),
        ("final", 1, "好的"),
    ]


def test_the_end_of_the_audio_finishes_the_line_under_way_and_no_later_one() -> None:
    stream = ScriptedRecognizer({"caller": SCRIPT}).stream("caller")
    heard(stream, 2_500)

    assert said(stream.end()) == [("final", 0, "公积金怎么取")]
    assert stream.end() == []
    early = ScriptedRecognizer({"caller": SCRIPT}).stream("caller")
    heard(early, 900)
    assert early.end() == []


def test_two_calls_do_not_share_their_place_in_the_script() -> None:
    recognizer = ScriptedRecognizer({"caller": SCRIPT})
    heard(recognizer.stream("caller"), 6_000)

    assert said(heard(recognizer.stream("caller"), 3_000)) == [("partial", 0, "公积金"), ("final", 0, "公积金怎么取")]


def test_transcribe_gives_the_finals_of_a_recording_of_any_rate() -> None:
    recognizer = ScriptedRecognizer({"caller": SCRIPT})

    for rate in (8_000, 16_000, 44_100):
        finals = transcribe(recognizer, np.zeros(rate * 9 // 2, np.float32), rate)
        assert [(final.text, final.end_ms) for final in finals] == [("公积金怎么取", 3_000), ("好的", 5_000)]
