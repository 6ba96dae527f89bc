import numpy as np
import pytest
import soundfile as sf

from asr.transcript import FinalTranscript
from eval.benchmarks.hearing import hear
from eval.data.json_lines import Row


class Listener:
    """Remembers what it was given to hear."""

    name = "listener"

    def __init__(self) -> None:
        self.given: list[np.ndarray] = []

    def stream(self, _channel):
        return self

    def feed(self, samples, **_options):
        self.given.append(samples)
        return []

    def finish(self):
        return [FinalTranscript("caller", number, text, 0, 1) for number, text in enumerate(["你好", "再见"])]


def test_channels_are_mixed_and_finals_joined(tmp_path) -> None:
    path = tmp_path / "two.wav"
    left = np.full(8000, 0.5, np.float32)
    sf.write(path, np.column_stack([left, np.zeros_like(left)]), 16_000, subtype="FLOAT")
    listener = Listener()
    heard = hear(listener, path, Row(tmp_path / "set.jsonl", 1, {}))
    assert heard.text == "你好 再见"
    assert heard.audio_s == pytest.approx(0.5)
    assert np.concatenate(listener.given) == pytest.approx(left / 2)
