"""The real sherpa-onnx with small models that hear tones: its features, decoding, end-pointing and resets."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from asr.audio import RATE, Samples
from asr.engines.sherpa_recognizer import SherpaReader, SherpaRecognizer
from asr.engines.sherpa_trial import try_out
from asr.errors import EngineUnavailable
from asr.recognizer import Recognizer, transcribe
from asr.transcript import FinalTranscript, PartialTranscript, Transcript

Make = Callable[..., Path]
Play = Callable[..., Samples]
LIVE = ["transducer", "paraformer"]


@pytest.fixture
def loaded(tmp_path: Path, sherpa_model: Make) -> Callable[[str], Recognizer]:
    def load(kind: str) -> Recognizer:
        folder = sherpa_model(tmp_path / f"sherpa-{kind}", kind)
        return SherpaRecognizer(folder) if kind in LIVE else SherpaReader(folder, 1)

    return load


def live(recognizer: Recognizer, samples: Samples, step: int = 1_600, partials: bool = True) -> list[Transcript]:
    """All that comes from pieces of 100 ms and the end."""
    stream = recognizer.stream("caller")
    found = [i for at in range(0, len(samples), step) for i in stream.feed(samples[at : at + step], partials)]
    return found + stream.end()


def said(items: list[Transcript]) -> list[tuple[str, int, str]]:
    return [("partial" if isinstance(i, PartialTranscript) else "final", i.utterance, i.text) for i in items]


@pytest.mark.parametrize("kind", LIVE)
def test_words_come_as_partials_and_a_pause_makes_them_final(
    loaded: Callable[[str], Recognizer], tones: Play, kind: str
) -> None:
    found = live(loaded(kind), tones("你好   吗你  "))

    assert said(found) == [
        ("partial", 0, "你"),
        ("partial", 0, "你好"),
        ("final", 0, "你好"),
        ("partial", 1, "吗"),
        ("partial", 1, "吗你"),
        ("final", 1, "吗你"),
    ]
    assert [item.stable for item in found if isinstance(item, PartialTranscript)] == [0, 1, 0, 1]
    assert all(item.channel == "caller" for item in found)
    assert {item.engine for item in found if isinstance(item, FinalTranscript)} == {f"sherpa sherpa-{kind}"}


def test_the_times_are_those_of_the_tones_in_every_utterance(loaded: Callable[[str], Recognizer], tones: Play) -> None:
    first, second = transcribe(loaded("transducer"), tones("你好   吗你  "), RATE)

    words = [*first.words, *second.words]
    assert [word.text for word in words] == ["你", "好", "吗", "你"]
    assert [word.start_ms for word in words] == pytest.approx([0, 480, 2_460, 2_940], abs=90)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))
    assert all(0 < word.end_ms - word.start_ms <= 320 for word in words)
    assert (first.start_ms, first.end_ms) == (words[0].start_ms, words[1].end_ms)
    assert all(0 < word.confidence <= 1 for word in words)
    assert first.confidence == pytest.approx(sum(word.confidence for word in first.words) / 2)


def test_an_engine_without_times_gives_those_at_which_its_words_came(
    loaded: Callable[[str], Recognizer], tones: Play
) -> None:
    first, second = transcribe(loaded("paraformer"), tones("你好   吗你  "), RATE)

    assert (first.words, first.confidence) == ((), None)
    assert 0 < first.start_ms < first.end_ms <= 2_300 < second.start_ms < second.end_ms <= 4_420


@pytest.mark.parametrize("kind", LIVE)
def test_the_end_of_the_audio_finishes_what_was_open_and_silence_says_nothing(
    loaded: Callable[[str], Recognizer], tones: Play, kind: str
) -> None:
    recognizer, speech = loaded(kind), tones("你好", pause_ms=80)

    *_, last = live(recognizer, speech)

    assert isinstance(last, FinalTranscript)
    assert last.text == "你好"
    assert last.end_ms <= len(speech) * 1000 // RATE
    assert live(recognizer, tones("          ")) == []
    assert recognizer.stream("operator").end() == []


@pytest.mark.parametrize("kind", LIVE)
def test_a_call_that_falls_behind_gets_the_same_finals_and_counts_its_partials(
    loaded: Callable[[str], Recognizer], tones: Play, kind: str
) -> None:
    recognizer, speech = loaded(kind), tones("你好   吗你  ")
    stream = recognizer.stream("caller")

    finals = stream.feed(speech, partials=False)

    assert said(finals) == [("final", 0, "你好"), ("final", 1, "吗你")]
    assert finals == [item for item in live(recognizer, speech) if isinstance(item, FinalTranscript)]
    assert stream.skipped == 4
    assert (stream.idle, stream.behind_s, stream.collect()) == (True, 0.0, [])


def test_calls_of_one_model_do_not_hear_each_other(loaded: Callable[[str], Recognizer], tones: Play) -> None:
    recognizer = loaded("transducer")
    caller, operator = recognizer.stream("caller"), recognizer.stream("operator")
    left, right = tones("你好  "), tones("吗你  ")
    heard: list[Transcript] = []
    for at in range(0, len(left), 1_600):
        heard += caller.feed(left[at : at + 1_600], False) + operator.feed(right[at : at + 1_600], False)
    heard += caller.end() + operator.end()

    assert [(item.channel, item.text) for item in heard] == [("caller", "你好"), ("operator", "吗你")]


@pytest.mark.parametrize(
    ("kind", "text", "words"), [("sense_voice", "你好吗", "你好吗"), ("offline_paraformer", "吗", "")]
)
def test_a_model_of_whole_utterances_reads_them(
    loaded: Callable[[str], Recognizer], tones: Play, kind: str, text: str, words: str
) -> None:
    reader = loaded(kind)
    assert isinstance(reader, SherpaReader)

    reading = reader.read(tones("你好吗"))

    assert (reading.text, "".join(word.text for word in reading.words)) == (text, words)
    assert [word.start_ms for word in reading.words] == pytest.approx([0, 480, 960][: len(words)], abs=90)
    assert reader.glance(tones("你好吗"), ()) == reading
    assert reader.read(np.zeros(RATE, np.float32)).words == ()


def test_a_process_of_its_own_tells_what_can_be_used_and_dies_of_what_cannot(
    tmp_path: Path, sherpa_model: Make
) -> None:
    good = sherpa_model(tmp_path / "sherpa-good", "transducer")
    try_out(good)

    (good / "tokens.txt").write_text("one two three\n", "utf-8")  # over which the package ends its process
    with pytest.raises(EngineUnavailable, match="model in sherpa-good cannot be used: unpack it again"):
        try_out(good)


def test_a_broken_file_is_an_error_and_not_the_end(tmp_path: Path, sherpa_model: Make) -> None:
    folder = sherpa_model(tmp_path / "sherpa-broken", "transducer")
    (folder / "joiner.onnx").write_bytes(b"not a model")

    with pytest.raises(EngineUnavailable, match="model in sherpa-broken cannot be loaded: unpack it again"):
        SherpaRecognizer(folder)
