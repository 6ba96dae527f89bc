import json
from pathlib import Path

import numpy as np
import pytest
import soundfile as sf

from asr.audio import read_audio
from asr.engines.whisper_recognizer import WhisperRecognizer
from asr.recognizer import Immediate
from asr.transcript import FinalTranscript
from eval.benchmarks.hearing import hear, hear_plainly
from eval.data.json_lines import Row
from eval.errors import EvalError
from eval.metrics.character_error_rate import character_error_rate

CALLS = Path(__file__).resolve().parents[3] / "knowledge_base" / "sample" / "calls"


class Listener(Immediate):
    """Remembers what it was given to hear."""

    name = "listener"

    def __init__(self) -> None:
        self.given: list[np.ndarray] = []

    def stream(self, _channel, **_options):
        return self

    def feed(self, samples, **_options):
        self.given.append(samples)
        return []

    def end(self):
        return [FinalTranscript("caller", number, text, 0, 1) for number, text in enumerate(["你好", "再见"])]

    def read_plainly(self, samples) -> str:
        self.given.append(samples)
        return "你好再见"


@pytest.fixture
def stereo(tmp_path: Path) -> Path:
    path = tmp_path / "two.wav"
    left = np.full(4000, 0.5, np.float32)
    sf.write(path, np.column_stack([left, np.zeros_like(left)]), 8000, subtype="FLOAT")
    return path


def test_channels_are_mixed_and_finals_joined(stereo: Path) -> None:
    listener = Listener()
    heard = hear(listener, stereo, Row(stereo, 1, {}))
    assert heard.text == "你好 再见"
    assert [final.text for final in heard.finals] == ["你好", "再见"]
    assert heard.audio_s == pytest.approx(0.5) and heard.taken_s > 0
    given = np.concatenate(listener.given)
    assert given[2000:6000] == pytest.approx(np.full(4000, 0.25), abs=0.01)


def test_the_plain_reading_gets_the_same_sound_in_one_piece(stereo: Path) -> None:
    listener = Listener()
    assert hear_plainly(listener, stereo, Row(stereo, 1, {})) == "你好再见"
    (given,) = listener.given
    assert len(given) == 8000
    assert given[2000:6000] == pytest.approx(np.full(4000, 0.25), abs=0.01)


@pytest.mark.parametrize("listen", [hear, hear_plainly])
def test_a_broken_recording_is_said_with_its_line(tmp_path: Path, listen) -> None:
    (tmp_path / "bad.wav").write_bytes(b"no sound")
    with pytest.raises(EvalError, match=r"set\.jsonl, line 7: bad\.wav"):
        listen(Listener(), tmp_path / "bad.wav", Row(tmp_path / "set.jsonl", 7, {}))


@pytest.mark.models
def test_whisper_reads_a_sample_call_as_it_comes(models, tmp_path: Path) -> None:
    samples, rate = read_audio(CALLS / "call-01.flac")
    turn = json.loads((CALLS / "call-01.json").read_text(encoding="utf-8"))["turns"][1]
    sf.write(tmp_path / "turn.wav", samples[turn["start_ms"] * rate // 1000 : turn["end_ms"] * rate // 1000], rate)
    whisper = WhisperRecognizer(models("whisper-base") / "whisper-base", 2)
    heard = hear_plainly(whisper, tmp_path / "turn.wav", Row(tmp_path / "set.jsonl", 1, {}))
    assert character_error_rate([turn["text"]], [heard]).total < 0.5
