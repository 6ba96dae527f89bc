"""Whisper itself on a call of the sample city, and on no speech at all."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from asr.audio import RATE, Resampler, Samples, read_audio
from asr.engines.whisper_recognizer import WhisperRecognizer
from asr.recognizer import transcribe
from asr.transcript import FinalTranscript, PartialTranscript, Transcript
from asr.utterances.guard import plain

CALLS = Path(__file__).resolve().parents[3] / "knowledge_base" / "sample" / "calls"
SAID = "失业"

pytestmark = pytest.mark.models


@pytest.fixture(scope="module")
def loaded() -> dict[Path, WhisperRecognizer]:
    return {}


@pytest.fixture
def whisper(models: Callable[..., Path], loaded: dict[Path, WhisperRecognizer]) -> WhisperRecognizer:
    """The real recogniser, loaded once for this file."""
    folder = models("whisper-base") / "whisper-base"
    if folder not in loaded:
        loaded[folder] = WhisperRecognizer(folder, 2)
    return loaded[folder]


@pytest.fixture(scope="module")
def caller() -> Samples:
    """The caller's channel up to the end of the first turn that speaks of unemployment, at 16 kHz."""
    turns = json.loads((CALLS / "call-01.json").read_text(encoding="utf-8"))["turns"]
    end_ms = next(t["end_ms"] for t in turns if t["speaker"] == "caller" and SAID in t["text"])
    samples, rate = read_audio(CALLS / "call-01.flac")
    return Resampler(rate).feed(np.ascontiguousarray(samples[: (end_ms + 600) * rate // 1000, 0]), last=True)


@pytest.fixture(scope="module")
def kept() -> list[Transcript]:
    return []


@pytest.fixture
def heard(whisper: WhisperRecognizer, caller: Samples, kept: list[Transcript]) -> list[Transcript]:
    """What the caller's channel gives, heard once for this file."""
    kept[:] = kept or live(whisper, caller)
    return kept


def live(recognizer: WhisperRecognizer, samples: Samples) -> list[Transcript]:
    """All that comes from pieces of 100 ms and the end."""
    news = threading.Event()
    stream = recognizer.stream("caller", wake=news.set)

    def read() -> list[Transcript]:
        found = list[Transcript]()
        while not stream.idle:
            news.wait(20)
            news.clear()
            found += stream.collect()
        return found

    found = [i for at in range(0, len(samples), 1_600) for i in (*stream.feed(samples[at : at + 1_600]), *read())]
    return found + stream.end() + read()


@contextmanager
def counted(recognizer: WhisperRecognizer) -> Iterator[list[str]]:
    """The glances and reads asked of the model."""
    asked: list[str] = []
    glance, read = recognizer.glance, recognizer.read
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recognizer, "glance", lambda *a: (asked.append("glance"), glance(*a))[1])
        patch.setattr(recognizer, "read", lambda *a: (asked.append("read"), read(*a))[1])
        yield asked


def test_a_call_is_heard_in_partials_and_then_finals_with_word_times(heard: list[Transcript], caller: Samples) -> None:
    finals = [item for item in heard if isinstance(item, FinalTranscript)]
    length_ms = len(caller) * 1000 // RATE

    assert any(SAID in item.text for item in finals)
    for number, final in enumerate(finals):
        assert final.utterance == number
        assert 0 <= final.start_ms < final.end_ms <= length_ms
        assert 0 < (final.confidence or 0) <= 1
        assert final.engine == "faster-whisper whisper-base"
        assert plain("".join(word.text for word in final.words)) == plain(final.text)
        assert all(final.start_ms <= word.start_ms <= word.end_ms <= length_ms for word in final.words)
        assert all(a.start_ms <= b.start_ms for a, b in pairwise(final.words))


def test_partials_come_before_their_final_and_grow(heard: list[Transcript]) -> None:
    closed = -1
    for item in heard:
        if isinstance(item, FinalTranscript):
            assert item.utterance == closed + 1
            closed = item.utterance
        else:
            assert item.utterance == closed + 1
            assert 0 <= item.stable <= len(item.text)
    partials = [item for item in heard if isinstance(item, PartialTranscript)]
    assert len(partials) >= 3
    assert all(a.end_ms <= b.end_ms for a, b in pairwise(partials))
    assert len(partials[0].text) < len(partials[-1].text)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros(RATE * 20, np.float32),
        np.random.default_rng(3).normal(0, 0.02, RATE * 20).astype(np.float32),
        np.random.default_rng(4).normal(0, 0.2, RATE * 20).clip(-1, 1).astype(np.float32),
    ],
    ids=["silence", "line noise", "loud noise"],
)
def test_no_speech_gives_no_word_and_costs_no_decoding(whisper: WhisperRecognizer, sound: Samples) -> None:
    with counted(whisper) as asked:
        assert live(whisper, sound) == []
    assert asked == []


def test_telephone_noise_between_two_halves_of_a_call_is_heard_as_nothing(
    whisper: WhisperRecognizer, caller: Samples
) -> None:
    noise = np.random.default_rng(3).normal(0, 0.01, RATE * 3).astype(np.float32)

    finals = transcribe(whisper, np.concatenate([noise, caller[-RATE * 6 :], noise]), RATE)

    assert any(SAID in item.text for item in finals)
    assert all(item.start_ms >= 2_500 and item.end_ms <= 9_500 for item in finals)
