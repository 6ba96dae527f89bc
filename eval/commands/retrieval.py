"""`calldesk eval retrieval`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place

if TYPE_CHECKING:
    from assistant.wiring import Knowledge
    from eval.benchmarks.retrieval_benchmark import Baseline
    from retrieval.embedder import Embedder


@click.command("retrieval")
@click.option("--documents", required=True, type=DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", required=True, type=DATA, help="Rows of id, docid, question (or text), maybe audio.")
@no_baselines
@run_options
def evaluate_retrieval(documents: Path, questions: Path, no_baselines: bool, place: Place) -> None:
    """Find the document that answers each question: typed and, where it has audio, heard."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer, open_knowledge
    from eval.benchmarks.benchmark_knowledge import fill, knowledge_home
    from eval.benchmarks.repair_knowledge import document_mender
    from eval.benchmarks.retrieval_benchmark import Bench, benchmark_retrieval
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run

    settings = read_settings()
    texts = read_documents(documents, place.strict)
    asked = read_questions(questions, {document.doc_id for document in texts.items}, place.strict)
    audio = [question.audio for question in asked.items if question.audio]
    options = {"baselines": not no_baselines}
    run = Run.begin("retrieval", settings, [documents, questions, *audio], options, place)
    recognizer, embedder = load_recognizer(settings) if audio else None, load_embedder(settings)
    used = {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {})
    knowledge = open_knowledge(settings, knowledge_home(settings.home, documents, embedder.name), embedder)
    with knowledge.store:
        fill(knowledge.desk, texts.items)
        mender = document_mender(knowledge.library) if audio else None
        bench = Bench(knowledge.desk, [] if no_baselines else _baselines(knowledge, embedder), recognizer, mender)
        run.end(benchmark_retrieval(texts, asked, bench, run), used)


def _baselines(knowledge: Knowledge, embedder: Embedder) -> list[Baseline]:
    from eval.baselines.langchain_faiss import LangchainFaiss
    from eval.baselines.one_channel import OneChannel
    from eval.benchmarks.retrieval_benchmark import DEPTH

    return [OneChannel(knowledge.searcher), LangchainFaiss(knowledge.searcher, embedder, DEPTH)]
