"""Scripted parts, small data sets and runs for the benchmarks' tests."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from asr.audio import RATE
from asr.engines.scripted_recognizer import Line, ScriptedRecognizer
from assistant.settings import Settings
from eval.data.selection import Selection
from eval.runs.place import Place
from eval.runs.run import Run
from knowledge_base.document import Passage
from retrieval.hit import Hit

TURNS = [
    {"speaker": "operator", "text": "您好", "start_ms": 100, "end_ms": 500},
    {"speaker": "caller", "text": "水费怎么交", "start_ms": 800, "end_ms": 1500},
]
EXPECTED = {
    "ticket": {"caller_name": "陈", "place": "滨江路", "title": "水费"},
    "category": "乙",
    "department": "市水务局",
    "answers": [{"turn": 1, "document": "水费指南", "quote": "网上缴纳"}],
}


class ScriptedSearcher:
    """Finds the passages of the documents it was told for a query; remembers how it was asked."""

    def __init__(self, found: dict[str, list[str]]) -> None:
        self.found = found
        self.asked: list[tuple[str, bool, int]] = []

    def search(self, text: str, heard: bool = False, limit: int = 5) -> list[Hit]:
        self.asked.append((text, heard, limit))
        return [_hit(number, doc_id) for number, doc_id in enumerate(self.found.get(text, [])[:limit])]


def _hit(number: int, doc_id: str) -> Hit:
    return Hit(Passage(number, doc_id, "", (), None, 0, 1, "文"), 1.0, {"words": number + 1})


class Runs:
    """Begins runs below one home; those left open are closed at the end."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.begun: list[Run] = []

    def begin(
        self,
        kind: str = "asr",
        inputs: Iterable[Path] = (),
        options: dict[str, Any] | None = None,
        out: Path | None = None,
        json_file: Path | None = None,
        strict: bool = False,
    ) -> Run:
        self.begun.append(Run.begin(kind, self.settings, list(inputs), options or {}, Place(out, json_file, strict)))
        return self.begun[-1]

    def cut_off(self) -> None:
        """What the end of the process does: it lets the folders go."""
        for run in self.begun:
            run._lock.release()


@pytest.fixture
def runs(settings: Settings) -> Iterable[Runs]:
    runs = Runs(settings)
    yield runs
    runs.cut_off()


@pytest.fixture
def all_of() -> Callable[[Iterable[Any]], Selection[Any]]:
    """Items of which none was skipped."""
    return lambda items: Selection(tuple(items), ())


@pytest.fixture
def scripted_searcher() -> type[ScriptedSearcher]:
    return ScriptedSearcher


@pytest.fixture
def recognizer() -> ScriptedRecognizer:
    """Hears one line in half a second of sound and another in the next half."""
    return ScriptedRecognizer({"caller": [Line("一共伍百万", 0, 450), Line("元", 600, 900)]})


@pytest.fixture
def write_rows(tmp_path: Path) -> Callable[[str, Iterable[dict[str, Any]]], Path]:
    """Writes objects as a JSON lines file."""

    def write(name: str, rows: Iterable[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write


@pytest.fixture
def write_silence(tmp_path: Path) -> Callable[[str, float], Path]:
    """Writes two channels of so many seconds."""

    def write(name: str, seconds: float) -> Path:
        path = tmp_path / name
        sf.write(path, np.zeros((int(seconds * RATE), 2), np.float32), RATE)
        return path

    return write


@pytest.fixture
def write_call(tmp_path: Path) -> Callable[..., Path]:
    """`write_call("one", category=…)` writes a call of 1.6 seconds and gives the folder."""
    folder = tmp_path / "calls"
    folder.mkdir()

    def write(name: str = "one", **expected: Any) -> Path:
        script = {"id": name, "turns": TURNS, "expected": EXPECTED | expected}
        (folder / f"{name}.json").write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
        sound = np.random.default_rng(1).normal(0, 0.1, (12_800, 2)).astype(np.float32)
        sf.write(folder / f"{name}.flac", sound, 8000)
        return folder

    return write
