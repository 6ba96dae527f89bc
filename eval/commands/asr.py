"""`calldesk eval asr`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place


@click.command("asr")
@click.argument("manifest", type=DATA)
@no_baselines
@run_options
def evaluate_asr(manifest: Path, no_baselines: bool, place: Place) -> None:
    """Hear the recordings of MANIFEST: rows of id, audio (relative to it) and text."""
    from assistant.settings import read_settings
    from assistant.wiring import load_recognizer
    from eval.benchmarks.asr_benchmark import benchmark_asr
    from eval.data.speech_set import read_speech_set
    from eval.runs.run import Run

    settings = read_settings()
    samples = read_speech_set(manifest, place.strict)
    inputs = [manifest, *(sample.audio for sample in samples.items)]
    run = Run.begin("asr", settings, inputs, {"baselines": not no_baselines}, place)
    recognizer = load_recognizer(settings)
    run.end(benchmark_asr(samples, recognizer, run, not no_baselines), {"recognizer": recognizer.name})
