import pytest

from eval.benchmarks.retrieval_benchmark import benchmark_retrieval
from eval.data.question_set import read_questions

FOUND = {
    "几天？": ["a", "b"],
    "多少？": ["b", "b", "b", "a"],
    "一共伍百万": ["b", "b", "a"],
}


@pytest.fixture
def questions(write_rows, write_silence):
    write_silence("spoken.wav", 0.5)
    rows = [
        {"id": "1", "docid": "a", "question": "几天？"},
        {"id": "2", "docid": "a", "text": "多少？", "audio": "spoken.wav"},
    ]
    return read_questions(write_rows("q.jsonl", rows), {"a"})


def test_typed_and_heard_are_scored_apart(questions, scripted_searcher, recognizer) -> None:
    figures = benchmark_retrieval(questions, scripted_searcher(FOUND), recognizer).figures
    assert figures["typed"] == pytest.approx({"hit@1": 0.5, "hit@3": 0.5, "hit@5": 1.0, "mrr@10": 0.625})
    assert figures["heard"] == pytest.approx({"hit@1": 0.0, "hit@3": 1.0, "hit@5": 1.0, "mrr@10": 1 / 3})
    assert (figures["n"], figures["n_heard"]) == (2, 1)
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p95"]


def test_the_search_knows_what_was_heard(questions, scripted_searcher, recognizer) -> None:
    searcher = scripted_searcher(FOUND)
    benchmark_retrieval(questions, searcher, recognizer)
    assert searcher.asked[-3:] == [("几天？", False, 10), ("多少？", False, 10), ("一共伍百万", True, 10)]


def test_without_recognizer_nothing_is_heard(questions, scripted_searcher) -> None:
    result = benchmark_retrieval(questions, scripted_searcher(FOUND), None)
    assert "heard" not in result.figures
    assert [(sample["id"], sample["way"]) for sample in result.samples] == [("1", "typed"), ("2", "typed")]


def test_samples_say_what_was_found(questions, scripted_searcher, recognizer) -> None:
    spoken = benchmark_retrieval(questions, scripted_searcher(FOUND), recognizer).samples[-1]
    assert (spoken["id"], spoken["way"], spoken["query"]) == ("2", "heard", "一共伍百万")
    assert (spoken["docid"], spoken["found"], spoken["hit@1"]) == ("a", ["b", "b", "a"], 0.0)
