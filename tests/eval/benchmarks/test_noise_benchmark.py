"""Counts of what a scripted recogniser says although nobody spoke."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from asr.audio import Samples
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from asr.utterances.reading import Reading
from eval.benchmarks import noise_benchmark
from eval.benchmarks.noise_benchmark import benchmark_noise
from eval.data.speech_set import read_speech_set


@dataclass(frozen=True)
class Clip:
    """Noise of so many seconds."""

    name: str
    group: str = "hiss"
    voices: bool = False
    rate: int = 8000
    seconds: float = 6.0

    def samples(self) -> Samples:
        return np.random.default_rng(1).normal(0, 0.1, int(self.seconds * self.rate)).astype(np.float32)


class Inventor(ScriptedRecognizer):
    """Says the prompt when it is made to read a short piece, and something likely when it is a longer one."""

    def read(self, samples: Samples) -> Reading:
        return Reading("请问有什么可以帮您？", (), 0.6, 0.9) if len(samples) < 20_000 else Reading("好", (), 0.9, 0.1)


SCRIPT = [Line("谢谢观看", 500, 1500), Line("再见", 2000, 3000)]


def test_what_was_made_up_is_counted_for_ten_minutes_and_by_kind(runs) -> None:
    clips = [Clip("hiss 0"), Clip("hiss 1"), Clip("crowd 0", "crowd", voices=True)]
    result = benchmark_noise(clips, None, ScriptedRecognizer({"caller": SCRIPT}), runs.begin("noise"))
    figures = result.figures
    assert figures["invented_finals"] == figures["invented_partials"] == 200.0  # two in every six seconds
    assert figures["hiss"]["invented_finals"] == figures["crowd"]["invented_finals"] == 200.0
    assert figures["opened"] == 0.0
    assert "held_back" not in figures
    assert (figures["n"], figures["minutes"]) == (3, pytest.approx(0.2))  # voices apart
    assert result.samples[0]["heard"] == ["谢谢观看", "再见"]


def test_clips_made_of_voices_do_not_count_among_the_others(runs) -> None:
    clips = [Clip("crowd 0", "crowd", voices=True), Clip("hiss 0", seconds=0.4)]
    figures = benchmark_noise(clips, None, ScriptedRecognizer({"caller": SCRIPT}), runs.begin("noise")).figures
    assert figures["invented_finals"] == 0.0
    assert figures["crowd"]["invented_finals"] == 200.0


def test_finals_that_take_words_back_are_not_made_up(runs) -> None:
    silent = ScriptedRecognizer({"caller": [Line("", 500, 1500)]})
    assert benchmark_noise([Clip("hiss 0")], None, silent, runs.begin("noise")).figures["invented_finals"] == 0.0


def test_the_guard_is_measured_on_pieces_in_which_no_voice_was_found(runs) -> None:
    figures = benchmark_noise([Clip("hiss 0")], None, Inventor({}), runs.begin("noise")).figures
    assert figures["held_back"] == figures["hiss"]["held_back"] == 0.5
    assert figures["n_readings"] == 2
    assert figures["invented_finals"] == 0.0


def test_readings_without_words_are_none_to_hold_back(runs) -> None:
    class Mute(Inventor):
        def read(self, samples: Samples) -> Reading:
            return Reading("。", (), 0.6, 0.9) if len(samples) < 20_000 else Reading("好", (), 0.9, 0.1)

    figures = benchmark_noise([Clip("hiss 0")], None, Mute({}), runs.begin("noise")).figures
    assert (figures["held_back"], figures["n_readings"]) == (0.0, 1)


def test_a_reading_that_never_ends_is_said(runs, monkeypatch) -> None:
    class Stuck(ScriptedRecognizer):
        def stream(self, *_: object, **__: object) -> SimpleNamespace:  # type: ignore[override]
            return SimpleNamespace(feed=lambda _piece: [], end=list, collect=list, idle=False)

    monkeypatch.setattr(noise_benchmark, "PATIENCE_S", 0.01)
    result = benchmark_noise([Clip("hiss 0")], None, Stuck({}), runs.begin("noise"))
    assert "did not end within" in str(result.skipped)


def test_speech_that_is_heard_and_speech_that_is_not(runs, write_rows, write_silence) -> None:
    for name, seconds in (("a.wav", 2.0), ("b.wav", 0.3)):
        write_silence(name, seconds)
    rows = [{"id": name, "audio": f"{name}.wav", "text": "谢谢观看"} for name in "ab"]
    speech = read_speech_set(write_rows("m.jsonl", rows))
    figures = benchmark_noise([Clip("hiss 0")], speech, ScriptedRecognizer({"caller": SCRIPT}), runs.begin()).figures
    assert figures["speech"] == {"heard": 0.5, "cer": 0.5}
    assert (figures["n"], figures["n_speech"]) == (1, 2)


def test_the_better_way_of_each_figure(runs) -> None:
    measures = benchmark_noise([Clip("hiss 0")], None, Inventor({}), runs.begin("noise")).measures
    better = {measure.name: measure.better for measure in measures}
    assert better["held_back"] == "higher"
    assert {better[name] for name in ("invented_finals", "opened", "hiss invented_partials")} == {"lower"}
