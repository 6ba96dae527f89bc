"""`calldesk eval calls`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eval.commands.options import FOLDER, no_baselines, run_options
from eval.runs.place import Place

if TYPE_CHECKING:
    from asr.recognizer import Recognizer
    from assistant.settings import Settings
    from assistant.wiring import Knowledge
    from eval.benchmarks.call_bench import CallBench
    from eval.benchmarks.telephone_line import TelephoneLine
    from eval.data.call_set import RecordedCall
    from retrieval.embedder import Embedder


@click.command("calls")
@click.argument("folder", type=FOLDER)
@click.option("--fast", is_flag=True, help="As fast as can be heard, the same at every run, without latencies.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many calls.")
@click.option("--noise", multiple=True, type=float, metavar="DB", help="Again with noise, so many dB below speech.")
@click.option("--codec", multiple=True, type=click.Choice(["alaw", "ulaw", "gsm"]), help="Again through a codec.")
@click.option(
    "--loss", multiple=True, type=click.FloatRange(0, 1, min_open=True), help="Again with this share of packets lost."
)
@no_baselines
@run_options
def evaluate_calls(
    folder: Path,
    fast: bool,
    limit: int | None,
    noise: tuple[float, ...],
    codec: tuple[str, ...],
    loss: tuple[float, ...],
    no_baselines: bool,
    place: Place,
) -> None:
    """Play the calls of FOLDER (NAME.flac with NAME.json) as the panel would hear them.

    --noise, --codec and --loss may be repeated: all calls are played once more for each, beside the clean line.
    """
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer, open_knowledge
    from eval.benchmarks.call_bench import knowledge_digest
    from eval.benchmarks.call_benchmark import benchmark_calls
    from eval.data.call_set import read_calls
    from eval.runs.run import Run

    settings, lines = read_settings(), _lines(noise, codec, loss)
    calls = read_calls(folder, place.strict).first(limit)
    recognizer, embedder = load_recognizer(settings), load_embedder(settings)
    knowledge = open_knowledge(settings, settings.home, embedder)
    options = {
        **{"fast": fast, "limit": limit, "noise": noise, "codec": codec, "loss": loss},
        **{"baselines": not no_baselines, "knowledge": knowledge_digest(knowledge)},
    }
    with knowledge.store:
        run = Run.begin("calls", settings, _inputs(calls.items, settings), options, place)
        bench = _bench(settings, knowledge, recognizer, embedder, not no_baselines)
        used = {"recognizer": recognizer.name, "embedder": embedder.name, "llm": bench.llm}
        run.end(benchmark_calls(calls, lines, bench, run, fast), used)


def _inputs(calls: Sequence[RecordedCall], settings: Settings) -> list[Path]:
    """Every file that decides the figures."""
    city = (settings.categories, settings.departments, settings.gazetteer, settings.examples)
    return [*chain.from_iterable((call.audio, call.audio.with_suffix(".json")) for call in calls), *city]


def _lines(noise: tuple[float, ...], codec: tuple[str, ...], loss: tuple[float, ...]) -> list[TelephoneLine]:
    """One for each condition that is asked for."""
    from eval.benchmarks.telephone_line import TelephoneLine

    if not all(map(isfinite, (*noise, *loss))):
        raise click.BadParameter("--noise and --loss need numbers.")
    return [
        *(TelephoneLine(noise_db=ratio) for ratio in dict.fromkeys(noise)),
        *(TelephoneLine(codec=name) for name in dict.fromkeys(codec)),  # type: ignore[arg-type]
        *(TelephoneLine(loss=share) for share in dict.fromkeys(loss)),
    ]


def _bench(
    settings: Settings, knowledge: Knowledge, recognizer: Recognizer, embedder: Embedder, baselines: bool
) -> CallBench:
    from asr.recognizer import PlainReader
    from assistant.advisor import SHOWN
    from assistant.wiring import open_advisor
    from eval.baselines.langchain_faiss import LangchainFaiss
    from eval.baselines.one_channel import OneChannel
    from eval.benchmarks.call_bench import CallBench, classifiers, known_documents, read_city

    advisor, documents = open_advisor(settings, knowledge), known_documents(knowledge)
    city = read_city(settings, knowledge)
    if not baselines:
        return CallBench(recognizer, advisor, documents, city)
    searches = (OneChannel(knowledge.searcher), LangchainFaiss(knowledge.searcher, embedder, SHOWN))
    plain = isinstance(recognizer, PlainReader)
    return CallBench(recognizer, advisor, documents, city, searches, classifiers(settings), plain)
