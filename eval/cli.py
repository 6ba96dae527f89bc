"""The commands under `calldesk eval`."""

from __future__ import annotations

from pathlib import Path

import click

_DATA = click.Path(exists=True, dir_okay=False, path_type=Path)
_json_option = click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Also write the result to this file, with each sample and what the run was made with.",
)


@click.group("eval")
def evaluate() -> None:
    """Measure hearing, searching and ranking on data sets of JSON lines."""


@evaluate.command("asr")
@click.argument("manifest", type=_DATA)
@_json_option
def evaluate_asr(manifest: Path, json_file: Path | None) -> None:
    """Hear the recordings of MANIFEST: rows of id, audio (relative to it) and text."""
    from assistant.settings import read_settings
    from assistant.wiring import load_recognizer
    from eval.benchmarks.asr_benchmark import benchmark_asr
    from eval.data.speech_set import read_speech_set
    from eval.runs.run import Run

    settings = read_settings()
    run = Run.begin(settings, [manifest], json_file)
    samples = read_speech_set(manifest)
    recognizer = load_recognizer(settings)
    run.end("Hearing", benchmark_asr(samples, recognizer), {"recognizer": recognizer.name})


@evaluate.command("retrieval")
@click.option("--documents", required=True, type=_DATA, help="Rows of docid, text and maybe title.")
@click.option("--questions", required=True, type=_DATA, help="Rows of id, docid, question (or text), maybe audio.")
@_json_option
def evaluate_retrieval(documents: Path, questions: Path, json_file: Path | None) -> None:
    """Find the document that answers each question: typed and, where it has audio, heard."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer, open_knowledge
    from eval.benchmarks.benchmark_knowledge import fill, knowledge_home
    from eval.benchmarks.retrieval_benchmark import benchmark_retrieval
    from eval.data.question_set import read_documents, read_questions
    from eval.runs.run import Run

    settings = read_settings()
    run = Run.begin(settings, [documents, questions], json_file)
    texts = read_documents(documents)
    asked = read_questions(questions, {document.doc_id for document in texts})
    spoken = any(question.audio for question in asked)
    recognizer, embedder = load_recognizer(settings) if spoken else None, load_embedder(settings)
    used = {"embedder": embedder.name} | ({"recognizer": recognizer.name} if recognizer else {})
    knowledge = open_knowledge(settings, knowledge_home(settings.home, documents, embedder.name), embedder)
    with knowledge.store:
        fill(knowledge.desk, texts)
        run.end("Searching", benchmark_retrieval(asked, knowledge.desk, recognizer), used)


@evaluate.command("categories")
@click.option("--train", required=True, multiple=True, type=_DATA, help="Rows to learn from; may be repeated.")
@click.option("--test", required=True, type=_DATA, help="Rows to rank, with labels that were trained.")
@_json_option
def evaluate_categories(train: tuple[Path, ...], test: Path, json_file: Path | None) -> None:
    """Rank the category of requests: rows of label, and text, or title and body, or tokens."""
    from assistant.settings import read_settings
    from eval.benchmarks.category_benchmark import benchmark_categories
    from eval.data.label_set import read_test_set, read_training_set
    from eval.runs.run import Run

    run = Run.begin(read_settings(), [*train, test], json_file)
    known = read_training_set(train)
    asked = read_test_set(test, {sample.label for sample in known})
    click.echo(f"Learning from {len(known)} rows ...", err=True)
    run.end("Categories", benchmark_categories(known, asked), {})


@evaluate.command("calls")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--fast", is_flag=True, help="As fast as can be heard: latencies then mean nothing.")
@click.option("--limit", type=click.IntRange(1), help="Only the first so many calls.")
@_json_option
def evaluate_calls(folder: Path, fast: bool, limit: int | None, json_file: Path | None) -> None:
    """Play the calls of FOLDER (NAME.flac with NAME.json) as the panel would hear them."""
    from assistant.settings import read_settings
    from assistant.wiring import load_embedder, load_recognizer, open_advisor, open_knowledge
    from eval.benchmarks.call_benchmark import Bench, benchmark_calls
    from eval.data.call_set import read_calls
    from eval.runs.run import Run

    settings = read_settings()
    calls = read_calls(folder)[:limit]
    run = Run.begin(settings, [call.audio for call in calls], json_file)
    recognizer, embedder = load_recognizer(settings), load_embedder(settings)
    knowledge = open_knowledge(settings, settings.home, embedder)
    with knowledge.store:
        documents = {d.doc_id: Path(d.source).stem for d in knowledge.desk.documents()}
        bench = Bench(recognizer, open_advisor(settings, knowledge), documents)
        used = {"recognizer": recognizer.name, "embedder": embedder.name}
        run.end("Calls", benchmark_calls(calls, bench, 0.0 if fast else 1.0), used)
