"""The commands under `calldesk eval`."""

from __future__ import annotations

import click

from eval.commands.asr import evaluate_asr
from eval.commands.calls import evaluate_calls
from eval.commands.categories import evaluate_categories
from eval.commands.compare import compare_results
from eval.commands.ingest import evaluate_ingest
from eval.commands.load import evaluate_load
from eval.commands.messages import evaluate_messages
from eval.commands.noise import evaluate_noise
from eval.commands.repair import evaluate_repair
from eval.commands.retrieval import evaluate_retrieval
from eval.commands.scale import evaluate_scale
from eval.commands.silence import evaluate_silence
from eval.commands.suite import evaluate_suite
from eval.commands.tune import tune_ranking


@click.group("eval")
def evaluate() -> None:
    """Measure hearing, searching, ranking and whole calls, and compare the results."""


_COMMANDS = (
    *(evaluate_asr, evaluate_retrieval, evaluate_categories, evaluate_calls, evaluate_load),
    *(tune_ranking, evaluate_silence, evaluate_messages, evaluate_ingest, evaluate_scale),
    *(evaluate_repair, evaluate_noise, compare_results, evaluate_suite),
)
for command in _COMMANDS:
    evaluate.add_command(command)
