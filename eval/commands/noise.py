"""`calldesk eval noise`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, FOLDER, run_options
from eval.runs.place import Place


@click.command("noise")
@click.option(
    "--minutes",
    default=40.0,
    show_default=True,
    type=click.FloatRange(min=1),
    help="Length of the sounds, a murmur of voices apart.",
)
@click.option("--sounds", type=FOLDER, help="A folder of recordings without speech to measure as well.")
@click.option("--speech", type=DATA, help="Rows of id, audio and text: is real speech still heard?")
@run_options
def evaluate_noise(minutes: float, sounds: Path | None, speech: Path | None, place: Place) -> None:
    """Show no words where nobody speaks: silence, noise, tones, hold music, rooms."""
    from assistant.settings import read_settings
    from assistant.wiring import load_recognizer
    from eval.benchmarks.noise_benchmark import benchmark_noise
    from eval.data.sound_folder import read_sound_folder
    from eval.data.speech_set import read_speech_set
    from eval.runs.run import Run
    from eval.sounds.quiet_audio import quiet_clips

    settings = read_settings()
    recorded = read_sound_folder(sounds) if sounds else []
    spoken = read_speech_set(speech, place.strict) if speech else None
    files = [*(sound.path for sound in recorded), *([speech] if speech else [])]
    files += [sample.audio for sample in spoken.items] if spoken else []
    run = Run.begin("noise", settings, files, {"minutes": minutes}, place)
    recognizer = load_recognizer(settings)
    result = benchmark_noise([*quiet_clips(minutes), *recorded], spoken, recognizer, run)
    run.end(result, {"recognizer": recognizer.name})
