"""`calldesk eval ingest`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, run_options
from eval.runs.place import Place


@click.command("ingest")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--limit", default=512, show_default=True, type=click.IntRange(min=1), help="Passages to embed, about.")
@run_options
def evaluate_ingest(documents: Path, limit: int, place: Place) -> None:
    """Embed and index documents, beside sentence-transformers as it comes, in 32-bit floats."""
    from assistant.models.model_catalogue import EMBEDDER
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder
    from eval.baselines.plain_embedder import PlainEmbedder
    from eval.benchmarks.ingest_benchmark import IngestBench, benchmark_ingest
    from eval.data.question_set import read_documents
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking

    settings = read_settings()
    texts = read_documents(documents, place.strict)
    run = Run.begin("ingest", settings, [documents], {"limit": limit}, place)
    embedder, plain = load_embedder(settings), PlainEmbedder(settings.models / EMBEDDER)
    bench = IngestBench(embedder, plain, read_ranking(settings.home), run.folder)
    run.end(benchmark_ingest(texts, limit, bench, run), {"embedder": embedder.name})
