"""`calldesk eval messages`."""

from __future__ import annotations

from pathlib import Path

import click

from eval.commands.options import DATA, no_baselines, run_options
from eval.runs.place import Place


@click.command("messages")
@click.argument("messages", type=DATA, metavar="FILE")
@no_baselines
@run_options
def evaluate_messages(messages: Path, no_baselines: bool, place: Place) -> None:
    """Find the official reply to each citizen's message of FILE: rows of id, title, body and reply.

    A search takes no more of a message than of any question, the first 400 characters.
    """
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder
    from eval.baselines.langchain_faiss import LangchainFaiss
    from eval.baselines.one_channel import OneChannel
    from eval.benchmarks.benchmark_base import document_base
    from eval.benchmarks.never_silent import never_silent
    from eval.benchmarks.retrieval_benchmark import DEPTH, Baseline, Bench, benchmark_retrieval
    from eval.data.message_set import read_messages
    from eval.runs.run import Run
    from retrieval.ranking import read_ranking

    settings = read_settings()
    ranking = read_ranking(settings.home)
    replies, asked = read_messages(messages, place.strict)
    options = {"baselines": not no_baselines, "ranking": repr(ranking)}
    run = Run.begin("messages", settings, [messages], options, place)
    embedder = load_embedder(settings)
    with document_base(settings.home, messages, replies.items, embedder, ranking) as base:
        searcher = base.ranked_by(never_silent(ranking))
        simpler: list[Baseline] = []
        if not no_baselines:
            simpler = [OneChannel(searcher), LangchainFaiss(searcher, embedder, DEPTH)]
        bench = Bench(searcher, base.searcher, simpler, None)
        run.end(benchmark_retrieval(replies, asked, bench, run), {"embedder": embedder.name})
