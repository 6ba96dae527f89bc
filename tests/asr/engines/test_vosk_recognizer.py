"""Vosk's own streaming partials and finals, heard with its Korean model."""

import json
import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from asr.audio import RATE, Samples, read_audio
from asr.engines.vosk_recognizer import VoskRecognizer, VoskStream
from asr.recognizer import Recognizer, transcribe
from asr.transcript import FinalTranscript, PartialTranscript, Transcript

KOREAN = Path(__file__).parents[1] / "korean.flac"
HANGUL = re.compile("[가-힣]{2}")


class ScriptedKaldi:
    """Answers as Vosk does: a closed result for pieces whose answer has "text", else a partial one."""

    def __init__(self, *answers: dict[str, object]) -> None:
        self._answers = list(answers)
        self.heard: list[np.ndarray] = []

    def AcceptWaveform(self, pcm: bytes) -> bool:
        self.heard.append(np.frombuffer(pcm, np.int16))
        return "text" in self._answers[0]

    def Result(self) -> str:
        return json.dumps(self._answers.pop(0))

    PartialResult = FinalResult = Result


def partial(text: str) -> dict[str, object]:
    return {"partial": text}


def final(*words: str) -> dict[str, object]:
    result = [{"word": w, "start": 0.1 * i, "end": 0.1 * i + 0.1, "conf": 0.5} for i, w in enumerate(words)]
    return {"text": " ".join(words), **({"result": result} if words else {})}


def fed(*answers: dict[str, object]) -> list[tuple[str, int, str]]:
    """What a stream says when fed 100 ms for each answer."""
    stream = VoskStream("caller", ScriptedKaldi(*answers), "vosk")
    items = [item for _ in answers for item in stream.feed(np.zeros(1_600, np.float32))]
    return [("partial" if isinstance(i, PartialTranscript) else "final", i.utterance, i.text) for i in items]


def test_partials_are_told_when_they_change_and_chinese_has_no_spaces() -> None:
    assert fed(
        partial(""),
        partial("公积"),
        partial("公积"),
        partial("公积 金"),
        final("公积", "金", "怎么", "取"),
        partial(""),
        partial("vip 卡"),
        final("vip", "卡"),
    ) == [
        ("partial", 0, "公积"),
        ("partial", 0, "公积金"),
        ("final", 0, "公积金怎么取"),
        ("partial", 1, "vip 卡"),
        ("final", 1, "vip 卡"),
    ]


def test_an_empty_result_withdraws_partials_and_is_no_utterance_without_them() -> None:
    assert fed(final(), partial("呃"), final(), partial("好")) == [
        ("partial", 0, "呃"),
        ("final", 0, ""),
        ("partial", 1, "好"),
    ]


def test_words_times_and_confidence_come_from_the_engine() -> None:
    stream = VoskStream("operator", ScriptedKaldi(final("公积", "金")), "vosk small")

    (found,) = stream.feed(np.zeros(1_600, np.float32))

    assert isinstance(found, FinalTranscript)
    assert (found.channel, found.start_ms, found.end_ms, found.confidence) == ("operator", 0, 200, 0.5)
    assert [(word.text, word.start_ms, word.end_ms) for word in found.words] == [("公积", 0, 100), ("金", 100, 200)]
    assert found.engine == "vosk small"


def test_a_call_that_falls_behind_gets_finals_only() -> None:
    stream = VoskStream("caller", ScriptedKaldi(partial("公积"), final("公积金")), "vosk")

    assert stream.feed(np.zeros(1_600, np.float32), partials=False) == []
    stream._recognizer.PartialResult()
    assert [item.text for item in stream.feed(np.zeros(1_600, np.float32), partials=False)] == ["公积金"]


def test_samples_that_resampling_pushed_over_full_scale_are_cut_not_wrapped() -> None:
    kaldi = ScriptedKaldi(partial(""))

    VoskStream("caller", kaldi, "vosk").feed(np.array([1.3, -1.3, 0.5], np.float32))

    assert kaldi.heard[0].tolist() == [32_767, -32_767, 16_383]


@pytest.fixture(scope="module")
def loaded() -> dict[Path, VoskRecognizer]:
    return {}


@pytest.fixture
def korean(models: Callable[..., Path], loaded: dict[Path, VoskRecognizer]) -> Recognizer:
    """The real recogniser, loaded once for this file."""
    folder = models("vosk-ko") / "vosk-ko"
    if folder not in loaded:
        loaded[folder] = VoskRecognizer(folder)
    return loaded[folder]


@pytest.fixture
def speech() -> Samples:
    return read_audio(KOREAN)[0][:, 0]


def live(recognizer: Recognizer, samples: Samples) -> list[Transcript]:
    """All that comes from pieces of 100 ms and the end."""
    stream = recognizer.stream("caller")
    found = [i for at in range(0, len(samples), 1_600) for i in stream.feed(samples[at : at + 1_600])]
    return found + stream.end()


@pytest.mark.models
def test_real_speech_gives_several_partials_and_then_a_final_with_its_words(
    korean: Recognizer, speech: Samples
) -> None:
    *before, last = live(korean, speech)

    partials = [item for item in before if isinstance(item, PartialTranscript) and item.utterance == last.utterance]
    assert isinstance(last, FinalTranscript)
    assert len(partials) >= 3
    assert all(a.end_ms < b.end_ms and a.text != b.text for a, b in pairwise(partials))
    assert all(0 <= item.stable <= len(item.text) for item in partials)
    assert any(item.stable for item in partials)
    assert all(HANGUL.search(text) for text in (partials[-1].text, last.text))
    assert last.engine == "vosk vosk-ko"
    assert 0 < (last.confidence or 0) <= 1


@pytest.mark.models
def test_real_word_times_are_in_order_and_inside_the_file(korean: Recognizer, speech: Samples) -> None:
    finals = transcribe(korean, speech, RATE)

    words = [word for item in finals for word in item.words]
    length_ms = len(speech) * 1000 // RATE
    assert len(words) >= 3
    assert all(0 <= word.start_ms < word.end_ms <= length_ms for word in words)
    assert all(a.end_ms <= b.start_ms for a, b in pairwise(words))
    assert finals[0].start_ms == words[0].start_ms
    assert finals[-1].end_ms == words[-1].end_ms


@pytest.mark.models
def test_silence_gives_nothing(korean: Recognizer) -> None:
    assert live(korean, np.zeros(RATE * 3, np.float32)) == []
