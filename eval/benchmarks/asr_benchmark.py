"""How well and how fast recordings are heard, beside the engine as its makers ship it."""

from __future__ import annotations

from functools import partial

from asr.recognizer import PlainReader, Recognizer
from eval.benchmarks.hearing import Heard, hear, hear_plainly
from eval.data.selection import Selection
from eval.data.speech_set import SpokenSample
from eval.metrics.character_error_rate import character_error_rate
from eval.metrics.confidence import confidence_pairs
from eval.metrics.syllable_error_rate import syllable_error_rate
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run

BASELINE = "plain_whisper"
_RATES = {"cer": character_error_rate, "syllable_error_rate": syllable_error_rate}


def benchmark_asr(selection: Selection[SpokenSample], recognizer: Recognizer, run: Run, baselines: bool) -> Result:
    """`rtf`, the real-time factor, is time spent over audio's length: below 1 is faster than speech."""
    reader = recognizer if baselines and isinstance(recognizer, PlainReader) else None
    step = partial(_sample, recognizer, reader)
    samples = run.measure("Hearing", selection.items, lambda sample: sample.sample_id, step)
    measures = [Measure(name, "ratio", "lower", name) for name in (*_RATES, "rtf")]
    if reader:
        measures += [Measure(f"{BASELINE} {name}", "ratio", "lower", f"{BASELINE} {name}") for name in _RATES]
    return Result(tuple(measures), samples, {"n": len(samples)}, run.skipped(*selection.skipped))


def _sample(recognizer: Recognizer, reader: PlainReader | None, spoken: SpokenSample) -> Sample:
    heard = hear(recognizer, spoken.audio, spoken.row)
    observed = {
        **_edits(spoken.text, heard.text),
        "rtf": [[heard.taken_s, heard.audio_s]],
        "confidence hearing": confidence_pairs(spoken.text, heard.finals),
    }
    plain = hear_plainly(reader, spoken.audio, spoken.row) if reader else None
    if plain is not None:
        observed |= {f"{BASELINE} {name}": seen for name, seen in _edits(spoken.text, plain).items()}
    return {
        "id": spoken.sample_id,
        "unit": spoken.sample_id,
        "text": spoken.text,
        "heard": heard.text,
        **({"plain": plain} if plain is not None else {}),
        **{name: edits / length for name in _RATES for edits, length in observed[name]},
        "rtf": heard.taken_s / heard.audio_s,
        "seconds": heard.audio_s,
        "observed": observed,
        "examples": _examples(spoken, heard, observed["cer"][0][0]),
    }


def _edits(said: str, heard: str) -> dict[str, list[list[float]]]:
    """Edits and length by each rate."""
    rates = {name: rate([said], [heard]) for name, rate in _RATES.items()}
    return {name: [[rate.edits[0], rate.lengths[0]]] for name, rate in rates.items()}


def _examples(spoken: SpokenSample, heard: Heard, edits: float) -> list[dict[str, object]]:
    at_s = heard.finals[0].start_ms / 1000 if heard.finals else 0.0
    example = {"where": spoken.sample_id, "at_s": at_s, "said": spoken.text, "heard": heard.text, "edits": edits}
    return [example] if edits else []
