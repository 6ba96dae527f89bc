"""`calldesk eval categories`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place


@click.command("categories")
@click.option("--train", required=True, multiple=True, type=DATA, help="Rows to learn from; may be repeated.")
@click.option("--test", required=True, type=DATA, help="Rows to rank, with labels that were trained.")
@no_baselines
@run_options
def evaluate_categories(train: tuple[Path, ...], test: Path, no_baselines: bool, place: Place) -> None:
    """Rank the category of requests: rows of label, and text, or title and body, or tokens."""
    from assistant.settings import read_settings
    from eval.benchmarks.category_benchmark import benchmark_categories
    from eval.data.label_set import read_test_set, read_training_set
    from eval.runs.run import Run

    run = Run.begin("categories", read_settings(), [*train, test], {"baselines": not no_baselines}, place)
    known = read_training_set(train, place.strict)
    asked = read_test_set(test, {sample.label for sample in known.items}, place.strict)
    click.echo(f"Learning from {len(known.items)} rows ...", err=True)
    result = benchmark_categories(known, asked, run, not no_baselines)
    run.end(result, {})
