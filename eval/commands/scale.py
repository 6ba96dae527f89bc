"""`calldesk eval scale`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place


def _sizes(_context: click.Context, _option: click.Parameter, value: str) -> tuple[int, ...]:
    """Ascending, each once."""
    from eval.benchmarks.mixed_documents import PASSAGES

    try:
        sizes = sorted({int(part) for part in value.split(",")})
    except ValueError as exc:
        raise click.BadParameter(f"{value} is no list of numbers parted by commas.") from exc
    if sizes[0] < PASSAGES or any(size % PASSAGES for size in sizes):
        raise click.BadParameter(f"Each size must be a multiple of {PASSAGES}.")
    return tuple(sizes)


@click.command("scale")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title, to be mixed.")
@click.option("--questions", required=True, type=DATA, help="Rows of id, docid, question (or text).")
@click.option(
    "--sizes", default="10000,100000", show_default=True, callback=_sizes, help="Passages; a million takes some 6 GB."
)
@no_baselines
@run_options
def evaluate_scale(documents: Path, questions: Path, sizes: tuple[int, ...], no_baselines: bool, place: Place) -> None:
    """Search knowledge bases of many passages, made by mixing those of documents, for time, memory and recall."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder
    from eval.benchmarks.scale_benchmark import MADE_OF, ScaleBench, benchmark_scale
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking

    settings = read_settings()
    ranking = read_ranking(settings.home)
    texts = read_documents(documents, place.strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, place.strict)
    options = {"sizes": sizes, "baselines": not no_baselines, "ranking": repr(ranking), **MADE_OF}
    run = Run.begin("scale", settings, [documents, questions], options, place)
    embedder = load_embedder(settings)
    bench = ScaleBench(settings, documents, texts.items, embedder, ranking, not no_baselines)
    run.end(benchmark_scale(sizes, asked.items, bench, run), {"embedder": embedder.name})
