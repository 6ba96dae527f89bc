"""`calldesk eval tune`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, run_options
from eval.runs.place import Place


@click.command("tune")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", required=True, type=DATA, help="Rows of id, docid, question (or text), maybe audio.")
@click.option("--save", is_flag=True, help="Search by the new ranking from the next start on.")
@run_options
def tune_ranking(documents: Path, questions: Path, save: bool, place: Place) -> None:
    """Learn how to rank from questions with known answers: typed and, where they have audio, heard."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer
    from eval.benchmarks.benchmark_base import document_base
    from eval.benchmarks.repair_knowledge import document_mender
    from eval.benchmarks.tuning_benchmark import TuningBench, benchmark_tuning
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking, write_ranking

    settings = read_settings()
    ranking = read_ranking(settings.home)
    texts = read_documents(documents, place.strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, place.strict)
    audio = [question.audio for question in asked.items if question.audio]
    run = Run.begin("tune", settings, [documents, questions, *audio], {"ranking": repr(ranking)}, place)
    recognizer, embedder = load_recognizer(settings) if audio else None, load_embedder(settings)
    with document_base(settings.home, documents, texts.items, embedder, ranking) as base:
        bench = TuningBench(base, ranking, recognizer, document_mender(base.library) if audio else None)
        result, learnt = benchmark_tuning(texts, asked, bench, run)
    write_ranking(learnt, run.folder / "ranking.json")
    run.end(result, {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {}))
    if save:
        write_ranking(learnt, settings.home / "ranking.json")
        click.echo(f"Saved as {settings.home / 'ranking.json'}; a running panel uses it from its next start on.")
