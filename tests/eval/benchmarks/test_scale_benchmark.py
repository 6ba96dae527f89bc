from dataclasses import dataclass

import pytest

from eval.benchmarks.scale_benchmark import benchmark_scale
from eval.data.question_set import read_questions
from eval.runs.report_page import against_baselines

SERIES = {
    "search_ms": [10.0, 20.0],
    "unembedded_ms": [4.0, 6.0],
    "dense_ms": [1.0, 1.0],
    "words_ms": [2.0, 2.0],
    "sound_ms": [3.0, 3.0],
    "recall@10": [1.0, 0.9],
    "recall@60": [1.0, 0.8],
}
THEIRS = {"langchain_faiss search_ms": [30.0, 30.0], "langchain_faiss unembedded_ms": [25.0, 25.0]}


@dataclass
class Bench:
    """Has measured LangChain's retriever at the smaller size."""

    def measure(self, queries, size):
        assert queries == ["几天？", "多少？"]
        return {"passages": size, "series": SERIES | (THEIRS if size < 1000 else {}), "values": {"opened_s": 2.0}}


@pytest.fixture
def result(write_rows, runs):
    rows = [{"id": str(place), "docid": "a", "question": text} for place, text in enumerate(["几天？", "…", "多少？"])]
    questions = read_questions(write_rows("q.jsonl", rows), {"a"})
    return benchmark_scale((40, 1000), questions.items, Bench(), runs.begin("scale"))


def test_figures_by_size_with_units_of_queries(result) -> None:
    small, large = result.figures["passages_40"], result.figures["passages_1000"]
    assert small["search_ms"]["p50"] == large["search_ms"]["p50"] == 15.0
    assert small["recall@10"] == pytest.approx(0.95) and small["opened_s"] == 2.0
    assert small["faster"] == pytest.approx(60 / 30) and small["faster_unembedded"] == pytest.approx(50 / 10)
    assert "faster" not in large
    assert result.intervals["passages_40 search_ms p50"] == (10.0, 20.0)
    assert result.figures["n"] == 2


def test_langchain_stands_beside_ours_of_that_size(result) -> None:
    against = {one.name: (one.a, one.b, one.verdict) for one in against_baselines(result)}
    assert against["langchain_faiss passages_40 search_ms p50"] == (30.0, 15.0, "better")
    assert not [name for name in against if "1000" in name]
