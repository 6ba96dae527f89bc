"""Partials of one engine, finals of another: a real Vosk model shows, a scripted reader reads."""

import os
import threading
from pathlib import Path

import numpy as np
import pytest

from asr.audio import Resampler, Samples, read_audio
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.engines.two_pass_recognizer import TwoPassRecognizer
from asr.scheduler import Scheduler
from asr.transcript import FinalTranscript, PartialTranscript, Transcript
from asr.utterances import utterance_stream
from asr.utterances.reading import Reading
from asr.utterances.silero import FRAME

KOREAN = Path(__file__).parents[1] / "korean.flac"


class Reader:
    name = "reader"

    def __init__(self, text: str = "公积金怎么取？") -> None:
        self.text, self.lengths = text, list[float]()

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        raise AssertionError("the live engine shows what is being said")

    def read(self, samples: Samples) -> Reading:
        self.lengths.append(len(samples) / 16_000)
        return Reading(self.text, tuple(map(ord, self.text)), 0.9, 0.05)


def heard(recognizer: TwoPassRecognizer, sound: Samples) -> list[Transcript]:
    news = threading.Event()
    stream = recognizer.stream("caller", wake=news.set)
    found = [item for at in range(0, len(sound), 1_600) for item in stream.feed(sound[at : at + 1_600])]
    found += stream.end()
    while not stream.idle:
        assert news.wait(20)
        news.clear()
        found += stream.collect()
    return found


def test_partials_are_the_live_engines_and_the_final_is_the_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(utterance_stream, "SileroVad", type("Vad", (), {"probability": lambda _, f: 0.9 * bool(f[0])}))
    live = ScriptedRecognizer({"caller": [Line("公鸡金怎么", 0, 600), Line("取钱", 600, 1_400)]})
    sound = np.concatenate([np.full(60 * FRAME, 0.3), np.zeros(20 * FRAME)]).astype(np.float32)

    found = heard(TwoPassRecognizer(live, Reader(), Scheduler(1)), sound)

    assert [item.text for item in found if isinstance(item, PartialTranscript)] == ["公鸡金", "公鸡金怎么取"]
    assert [item.stable for item in found if isinstance(item, PartialTranscript)] == [0, 5]
    assert [item.text for item in found if isinstance(item, FinalTranscript)] == ["公积金怎么取？"]
    assert isinstance(found[-1], FinalTranscript)
    assert found[-1].engine == "reader"


@pytest.mark.models
def test_a_real_live_engine_shows_korean_words_and_each_utterance_gets_one_final() -> None:
    from asr.engines.vosk_recognizer import VoskRecognizer

    model = Path(os.environ.get("CALLDESK_TEST_MODELS", ".calldesk/models")) / "vosk-ko"
    if not model.is_dir():
        pytest.skip("the model vosk-ko is missing")
    samples, rate = read_audio(KOREAN)
    sound = Resampler(rate).feed(np.ascontiguousarray(samples[:, 0]), last=True)
    reader = Reader()

    found = heard(TwoPassRecognizer(VoskRecognizer(model), reader, Scheduler(1)), sound)

    partials = [item for item in found if isinstance(item, PartialTranscript)]
    finals = [item for item in found if isinstance(item, FinalTranscript)]
    assert len(partials) > 3
    assert any("가" <= char <= "힣" for partial in partials for char in partial.text)
    assert len({final.utterance for final in finals}) == len(finals) > 0
    assert {partial.utterance for partial in partials} <= {final.utterance for final in finals}
    assert {final.text for final in finals} == {reader.text}
