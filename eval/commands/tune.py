"""`calldesk eval tune`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, run_options
from eval.runs.place import Place


@click.command("tune")
@click.option("--documents", type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", type=DATA, help="Rows of id, docid, question (or text), maybe audio and answer.")
@click.option("--sample", is_flag=True, help="Learn from the sample city's questions too, or from them alone.")
@click.option(
    "--misheard", is_flag=True, help="Questions without a recording are also asked in words that sound alike."
)
@click.option("--without-meaning", is_flag=True, help="For where hashed words stand in for the sentence model.")
@click.option("--save", is_flag=True, help="Search by the new ranking from the next start on.")
@run_options
def tune_ranking(
    documents: Path | None, questions: Path | None, sample: bool, save: bool, place: Place, **ways: bool
) -> None:
    """Learn how to rank from questions with known answers: typed and, where they have audio, heard."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer
    from eval.benchmarks.sample_base import QUESTIONS
    from eval.benchmarks.tuning_benchmark import benchmark_tuning
    from eval.runs.run import Run
    from eval.tuning.teaching import Teaching, read_data_set
    from retrieval.embedder import HashedEmbedder
    from retrieval.ranking import ranking_file, read_ranking, write_ranking

    if bool(documents) != bool(questions) or not (documents or sample):
        raise click.UsageError("Give --documents with --questions, or --sample, or all of them.")
    settings = read_settings()
    embedder = HashedEmbedder() if ways["without_meaning"] else load_embedder(settings)
    searched_by = HashedEmbedder.name if ways["without_meaning"] else ""
    ranking, name = read_ranking(settings.home, searched_by), ranking_file(searched_by)
    data = read_data_set(documents, questions, place.strict) if documents and questions else None
    files = [*(data.files if data else ()), *([QUESTIONS] if sample else ())]
    run = Run.begin("tune", settings, files, {"ranking": repr(ranking), **ways}, place)
    recognizer = load_recognizer(settings) if data and data.recordings else None
    teaching = Teaching(settings.home, embedder, ranking, recognizer, **ways, run=run)
    with teaching.kinds(data, sample) as kinds:
        result, learnt = benchmark_tuning(kinds, ranking, data.skipped if data else (), run)
    write_ranking(learnt, run.folder / name)
    run.end(result, {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {}))
    if save:
        write_ranking(learnt, settings.home / name)
        click.echo(f"Saved as {settings.home / name}; a running panel uses it from its next start on.")
