"""`calldesk eval retrieval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place

if TYPE_CHECKING:
    from eval.benchmarks.retrieval_benchmark import Baseline
    from retrieval.embedder import Embedder
    from retrieval.searcher import Searcher


@click.command("retrieval")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", required=True, type=DATA, help="Rows of id, docid, question (or text), maybe audio.")
@no_baselines
@run_options
def evaluate_retrieval(documents: Path, questions: Path, no_baselines: bool, place: Place) -> None:
    """Find the document that answers each question: typed and, where it has audio, heard."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer
    from eval.benchmarks.benchmark_base import document_base
    from eval.benchmarks.never_silent import never_silent
    from eval.benchmarks.repair_knowledge import document_mender
    from eval.benchmarks.retrieval_benchmark import Bench, benchmark_retrieval
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking

    settings = read_settings()
    ranking = read_ranking(settings.home)
    texts = read_documents(documents, place.strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, place.strict)
    audio = [question.audio for question in asked.items if question.audio]
    options = {"baselines": not no_baselines, "ranking": repr(ranking)}
    run = Run.begin("retrieval", settings, [documents, questions, *audio], options, place)
    recognizer, embedder = load_recognizer(settings) if audio else None, load_embedder(settings)
    used = {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {})
    with document_base(settings.home, documents, texts.items, embedder, ranking) as base:
        mender = document_mender(base.library) if audio else None
        searcher = base.ranked_by(never_silent(ranking))
        simpler = [] if no_baselines else _baselines(searcher, embedder)
        bench = Bench(searcher, base.searcher, simpler, recognizer, mender)
        run.end(benchmark_retrieval(texts, asked, bench, run), used)


def _baselines(searcher: Searcher, embedder: Embedder) -> list[Baseline]:
    from eval.baselines.langchain_faiss import LangchainFaiss
    from eval.baselines.one_channel import OneChannel
    from eval.benchmarks.retrieval_benchmark import DEPTH

    return [OneChannel(searcher), LangchainFaiss(searcher, embedder, DEPTH)]
