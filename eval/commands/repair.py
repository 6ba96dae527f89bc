"""`calldesk eval repair`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, run_options
from eval.runs.place import Place


@click.command("repair")
@click.argument("manifest", type=DATA)
@click.option("--documents", type=DATA, help="Rows of docid and text that stand in for the home's knowledge base.")
@run_options
def evaluate_repair(manifest: Path, documents: Path | None, place: Place) -> None:
    """Mend what is heard in MANIFEST: rows of id, text, and audio (relative to it) or heard (words heard before)."""
    from assistant.settings import read_settings
    from assistant.wiring import load_recognizer
    from eval.benchmarks.repair_benchmark import benchmark_repair
    from eval.benchmarks.repair_knowledge import repair_knowledge
    from eval.data.heard_set import read_heard_set
    from eval.runs.run import Run

    settings = read_settings()
    samples = read_heard_set(manifest, place.strict)
    audio = [sample.audio for sample in samples.items if sample.audio]
    run = Run.begin("repair", settings, [manifest, *([documents] if documents else []), *audio], {}, place)
    recognizer = load_recognizer(settings) if audio else None
    with repair_knowledge(settings, documents, place.strict) as (mender, kinds):
        result = benchmark_repair(samples, mender, kinds, recognizer, run)
    run.end(result, {"recognizer": recognizer.name} if recognizer else {"recognizer": "none"})
