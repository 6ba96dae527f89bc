"""The commands of `calldesk eval` with scripted models, in a home of their own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import assistant.wiring
from eval.cli import evaluate
from eval.runs import measure
from retrieval.embedder import HashedEmbedder, Vectors
from retrieval.ranking import Model, Ranking, ranking_file, read_ranking, write_ranking


class CountingEmbedder(HashedEmbedder):
    """Counts the passages that it embeds."""

    embedded = 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        CountingEmbedder.embedded += len(texts)
        return super().passages(texts)


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """Intervals take most of the time of a small benchmark; `test_measure.py` has them whole."""
    monkeypatch.setattr(measure, "RESAMPLES", 40)


@pytest.fixture
def embedded(monkeypatch: pytest.MonkeyPatch) -> type[CountingEmbedder]:
    monkeypatch.setattr(CountingEmbedder, "embedded", 0)
    return CountingEmbedder


@pytest.fixture
def run(settings, monkeypatch: pytest.MonkeyPatch, recognizer, embedded) -> Callable[..., Result]:
    """Runs a command; EvalError comes through, as `calldesk` itself makes a sentence of it."""
    monkeypatch.setenv("CALLDESK_HOME", str(settings.home))
    monkeypatch.setattr(assistant.wiring, "load_recognizer", lambda _settings: recognizer)
    monkeypatch.setattr(assistant.wiring, "load_embedder", lambda _settings: embedded())

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(evaluate, [str(argument) for argument in arguments], catch_exceptions=False)

    return invoke


@pytest.fixture
def manifest(write_rows, write_silence) -> Path:
    """Two recordings of which one has no file."""
    write_silence("a.wav", 0.5)
    rows = [{"id": name, "audio": f"{name}.wav", "text": "一共500万"} for name in "ab"]
    return write_rows("m.jsonl", rows)  # type: ignore[no-any-return]


@pytest.fixture
def lean(settings) -> Callable[[float], None]:
    """`lean(1000)` makes the home's ranking show something always, `lean(-1000)` never."""

    def towards(model: Model, offset: float) -> Model:
        return replace(model, silence=(*model.silence[:-1], offset))

    def lean(offset: float) -> None:
        ranking = read_ranking(settings.home)
        settings.home.mkdir(exist_ok=True)
        learnt = Ranking(towards(ranking.typed, offset), towards(ranking.heard, offset))
        for embedder in ("", HashedEmbedder.name):
            write_ranking(learnt, settings.home / ranking_file(embedder))

    return lean
