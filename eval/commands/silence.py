"""`calldesk eval silence`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, run_options
from eval.runs.place import Place


@click.command("silence")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", required=True, type=DATA, help="Rows of id, docid, question (or text), maybe audio.")
@click.option("--elsewhere", type=DATA, help="Rows of id, question (or text), maybe audio, on other subjects.")
@run_options
def evaluate_silence(documents: Path, questions: Path, elsewhere: Path | None, place: Place) -> None:
    """Show nothing where there is no answer: questions with their document held out, or on other subjects."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer
    from eval.benchmarks.benchmark_base import document_base
    from eval.benchmarks.repair_knowledge import document_mender
    from eval.benchmarks.silence_benchmark import SilenceBench, benchmark_silence
    from eval.data.foreign_questions import read_foreign_questions
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking

    settings = read_settings()
    ranking = read_ranking(settings.home)
    texts = read_documents(documents, place.strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, place.strict)
    foreign = read_foreign_questions(elsewhere, place.strict) if elsewhere else None
    every = [*asked.items, *(foreign.items if foreign else ())]
    audio = [question.audio for question in every if question.audio]
    files = [documents, questions, *([elsewhere] if elsewhere else []), *audio]
    run = Run.begin("silence", settings, files, {"ranking": repr(ranking)}, place)
    recognizer, embedder = load_recognizer(settings) if audio else None, load_embedder(settings)
    with document_base(settings.home, documents, texts.items, embedder, ranking) as base:
        bench = SilenceBench(base, ranking, recognizer, document_mender(base.library) if audio else None)
        result = benchmark_silence(texts, asked, foreign, bench, run)
    run.end(result, {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {}))
