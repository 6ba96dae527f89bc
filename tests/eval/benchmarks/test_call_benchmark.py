"""Whole calls with a scripted recogniser: the figures rest on the events of the same session as the panel's."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import soundfile as sf

from asr.scripted_recognizer import Line, ScriptedRecognizer
from assistant.advisor import Advisor
from assistant.ticket import Draft, RankedLabel
from eval.benchmarks.call_benchmark import Bench, benchmark_calls
from eval.data.call_set import read_calls
from eval.errors import EvalError
from knowledge_base.document import Passage
from retrieval.hit import Hit


@dataclass
class Adviser:
    """Finds `found` for whatever is said."""

    found: str
    llm: None = None

    def passages(self, query: str, heard: bool, about: object) -> tuple[Hit, ...]:
        passage = Passage(1, self.found, "标题", (), None, 0, 2, "正文")
        return (Hit(passage, 0.9, {"sound": 1}),)

    def quote(self, query: str, heard: bool, hits: object) -> None:
        return None

    def ticket(self, finals: object) -> Draft:
        return Draft({}, (RankedLabel("甲", 0.6), RankedLabel("乙", 0.4)), (RankedLabel("市水务局", 0.9),))

    def alerts(self, final: object) -> tuple[Any, ...]:
        return ()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One call of two seconds: the operator greets, the caller asks."""
    turns = [
        {"speaker": "operator", "text": "您好", "start_ms": 100, "end_ms": 500},
        {"speaker": "caller", "text": "水费怎么交", "start_ms": 800, "end_ms": 1500},
    ]
    answers = [{"turn": 1, "document": "水费指南", "quote": "正文"}]
    expected = {"category": "乙", "department": "市水务局", "answers": answers}
    script = {"id": "one", "turns": turns, "expected": expected}
    (tmp_path / "one.json").write_text(json.dumps(script, ensure_ascii=False), encoding="utf-8")
    sf.write(tmp_path / "one.flac", np.zeros((16_000, 2), np.float32), 8000)
    return tmp_path


HEARD = ScriptedRecognizer({"operator": [Line("您好", 100, 500)], "caller": [Line("水费怎么交", 800, 1500)]})


def measured(folder: Path, found: str) -> dict[str, Any]:
    bench = Bench(HEARD, cast(Advisor, Adviser(found)), {"d1": "水费指南", "d2": "别的"})
    return benchmark_calls(read_calls(folder), bench, 0.0).figures


def test_the_right_document_category_and_department_count(folder: Path) -> None:
    figures = measured(folder, "d1")

    assert (figures["recommended@1"], figures["recommended@5"]) == (1.0, 1.0)
    assert (figures["category@1"], figures["category@3"]) == (0.0, 1.0)
    assert (figures["department@1"], figures["n"], figures["faults"]) == (1.0, 1, 0)
    assert set(figures["final_s"]) == set(figures["recommendation_s"]) == {"p50", "p95"}


def test_another_document_does_not_count(folder: Path) -> None:
    assert measured(folder, "d2")["recommended@5"] == 0.0


def test_a_missing_recording_is_named(folder: Path) -> None:
    (folder / "one.flac").unlink()
    with pytest.raises(EvalError, match=r"one\.flac"):
        read_calls(folder)


def test_a_script_that_lacks_its_turns_is_named(folder: Path) -> None:
    (folder / "one.json").write_text('{"id": "one"}', encoding="utf-8")
    with pytest.raises(EvalError, match=r"one\.json"):
        read_calls(folder)


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(EvalError, match="no calls"):
        read_calls(tmp_path)
