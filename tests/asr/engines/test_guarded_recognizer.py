"""What a live engine makes of noise is not told; what it makes of a voice is."""

import os
from pathlib import Path

import numpy as np
import pytest

from asr.audio import RATE, Resampler, Samples, read_audio
from asr.engines import guarded_recognizer
from asr.engines.guarded_recognizer import GuardedRecognizer
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.transcript import FinalTranscript, Transcript

KOREAN = Path(__file__).parents[1] / "korean.flac"


class LoudnessVad:
    def probability(self, frame: Samples) -> float:
        return 0.9 if frame[0] else 0.05


def heard(recognizer: GuardedRecognizer, sound: Samples) -> list[Transcript]:
    stream = recognizer.stream("caller")
    found = [item for at in range(0, len(sound), 1_600) for item in stream.feed(sound[at : at + 1_600])]
    assert (stream.idle, stream.behind_s, stream.skipped, stream.collect()) == (True, 0.0, 0, [])
    return found + stream.end()


def voice(seconds: float) -> Samples:
    return np.full(int(seconds * RATE), 0.3, np.float32)


def quiet(seconds: float) -> Samples:
    return np.zeros(int(seconds * RATE), np.float32)


@pytest.fixture
def recognizer(monkeypatch: pytest.MonkeyPatch) -> GuardedRecognizer:
    monkeypatch.setattr(guarded_recognizer, "SileroVad", LoudnessVad)
    lines = [Line("你好我想问一下", 0, 2_000), Line("嗯", 5_000, 6_000)]
    return GuardedRecognizer(ScriptedRecognizer({"caller": lines}))


def test_words_of_a_voice_pass_and_words_of_silence_do_not(recognizer: GuardedRecognizer) -> None:
    found = heard(recognizer, np.concatenate([voice(2), quiet(5)]))
    assert [item.text for item in found] == ["你好我想", "你好我想问一下"]


def test_a_short_answer_passes(recognizer: GuardedRecognizer) -> None:
    found = heard(recognizer, np.concatenate([quiet(5.2), voice(0.5), quiet(1)]))
    assert [item.text for item in found if isinstance(item, FinalTranscript)] == ["嗯"]


def test_a_final_with_too_many_words_for_its_voice_takes_its_partial_back(recognizer: GuardedRecognizer) -> None:
    found = heard(recognizer, np.concatenate([voice(0.2), quiet(3)]))
    assert [item.text for item in found] == ["你好我想", ""]
    assert isinstance(found[-1], FinalTranscript)


@pytest.mark.models
def test_a_real_engine_makes_no_words_of_noise_and_ringing_and_still_hears_speech() -> None:
    from asr.engines.vosk_recognizer import VoskRecognizer

    model = Path(os.environ.get("CALLDESK_TEST_MODELS", ".calldesk/models")) / "vosk-ko"
    if not model.is_dir():
        pytest.skip("the model vosk-ko is missing")
    guarded = GuardedRecognizer(VoskRecognizer(model))
    noise = np.random.default_rng(3).normal(0, 0.05, 10 * RATE).astype(np.float32)
    ringing = (0.3 * np.sin(2 * np.pi * 450 * np.arange(5 * RATE) / RATE)).astype(np.float32)
    assert not [item for item in heard(guarded, np.concatenate([noise, ringing])) if item.text]
    samples, rate = read_audio(KOREAN)
    speech = Resampler(rate).feed(np.ascontiguousarray(samples[:, 0]), last=True)
    assert [item for item in heard(guarded, speech) if isinstance(item, FinalTranscript) and item.text]
