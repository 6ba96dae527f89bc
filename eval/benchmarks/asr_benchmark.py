"""How well and how fast recordings are heard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tqdm import tqdm

from asr.recognizer import Recognizer
from eval.benchmarks.hearing import Heard, hear
from eval.data.speech_set import SpokenSample
from eval.metrics.character_error_rate import character_error_rate
from eval.metrics.syllable_error_rate import syllable_error_rate
from eval.runs.result import Result


def benchmark_asr(samples: Sequence[SpokenSample], recognizer: Recognizer) -> Result:
    """`rtf`, the real-time factor, is time spent over audio's length: below 1 is faster than speech."""
    heard = [hear(recognizer, sample.audio, sample.row) for sample in tqdm(samples, "Hearing", unit="file")]
    said, texts = [sample.text for sample in samples], [each.text for each in heard]
    characters, syllables = character_error_rate(said, texts), syllable_error_rate(said, texts)
    figures = {
        "cer": characters.total,
        "syllable_error_rate": syllables.total,
        "rtf": sum(each.taken_s for each in heard) / sum(each.audio_s for each in heard),
        "n": len(samples),
    }
    rates = zip(samples, heard, characters.samples, syllables.samples, strict=True)
    return Result(figures, [_sample(*each) for each in rates])


def _sample(sample: SpokenSample, heard: Heard, cer: float, syllable_error_rate: float) -> dict[str, Any]:
    return {
        "id": sample.sample_id,
        "text": sample.text,
        "heard": heard.text,
        "cer": cer,
        "syllable_error_rate": syllable_error_rate,
        "rtf": heard.taken_s / heard.audio_s,
        "seconds": heard.audio_s,
    }
