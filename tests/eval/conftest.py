"""Scripted parts and small data sets for the benchmarks' tests."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile as sf

from asr.audio import RATE
from asr.scripted_recognizer import Line, ScriptedRecognizer
from knowledge_base.document import Passage
from retrieval.hit import Hit


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
