import pytest

from eval.benchmarks.retrieval_benchmark import Bench, benchmark_retrieval
from eval.data.question_set import read_questions
from eval.data.selection import Selection, Skipped
from eval.runs.result import Result

FOUND = {
    "几天？": ["a", "b"],
    "多少？": ["b", "b", "b", "a"],
    "一共伍百万": ["b", "b", "a"],
}
DOCUMENTS = Selection((), (Skipped("d.jsonl, line 3", "no text"),))


@pytest.fixture
def questions(write_rows, write_silence):
    write_silence("spoken.wav", 0.5)
    rows = [
        {"id": "1", "docid": "a", "question": "几天？"},
        {"id": "2", "docid": "a", "text": "多少？", "audio": "spoken.wav"},
    ]
    return read_questions(write_rows("q.jsonl", rows), {"a"})


@pytest.fixture
def measured(questions, scripted_searcher, recognizer, runs, search):
    """What the benchmark gives with a scripted search and two simpler ones."""

    def measure(recognizer=recognizer, searcher=None, baselines=(), silenced=None) -> Result:
        always = searcher or scripted_searcher(FOUND)
        bench = Bench(always, silenced or scripted_searcher(FOUND), baselines, recognizer)
        return benchmark_retrieval(DOCUMENTS, questions, bench, runs.begin("retrieval"))

    return measure


def test_typed_and_heard_are_scored_apart(measured) -> None:
    figures = measured().figures
    assert figures["typed"] == pytest.approx({"hit@1": 0.5, "hit@3": 0.5, "hit@5": 1.0, "mrr@10": 0.625})
    assert figures["heard"] == pytest.approx({"hit@1": 0.0, "hit@3": 1.0, "hit@5": 1.0, "mrr@10": 1 / 3})
    assert (figures["n"], figures["n_heard"]) == (2, 1)
    assert 0 < figures["latency_ms"]["p50"] <= figures["latency_ms"]["p95"]


def test_what_silence_leaves_stands_beside_what_is_found(measured, scripted_searcher) -> None:
    figures = measured(silenced=scripted_searcher({"几天？": ["a"], "多少？": [], "一共伍百万": []})).figures
    assert figures["typed"]["hit@5"] == 1.0
    assert figures["silenced"]["typed"]["hit@5"] == 0.5 and figures["silenced"]["heard"]["hit@5"] == 0.0
    assert "latency_ms" not in figures["silenced"]


def test_the_search_knows_what_was_heard(measured, scripted_searcher) -> None:
    searcher = scripted_searcher(FOUND)
    measured(searcher=searcher)
    assert searcher.asked[1:] == [("几天？", False, 10), ("多少？", False, 10), ("一共伍百万", True, 10)]


def test_without_recognizer_nothing_is_heard(measured) -> None:
    result = measured(recognizer=None)
    assert "heard" not in result.figures and "n_heard" not in result.figures
    assert [(sample["id"], sample["way"]) for sample in result.samples] == [("1", "typed"), ("2", "typed")]


def test_samples_say_what_was_found(measured) -> None:
    spoken = measured().samples[-1]
    assert (spoken["id"], spoken["way"], spoken["query"]) == ("2", "heard", "一共伍百万")
    assert (spoken["docid"], spoken["found"], spoken["hit@1"]) == ("a", ["b", "b", "a"], 0.0)
    assert spoken["unit"] == "2"


def test_baselines_search_for_the_same_and_only_some_are_timed(measured, search) -> None:
    simple, timed = search({"bm25": ["b", "a"], "dense": []}), search({"langchain_faiss": ["a"]}, timed=True)
    result = measured(baselines=[simple, timed])
    assert simple.asked == timed.asked == ["几天？", "多少？", "一共伍百万"]
    figures = result.figures
    assert figures["bm25"]["typed"] == {"hit@1": 0.0, "hit@3": 1.0, "hit@5": 1.0, "mrr@10": 0.5}
    assert figures["dense"]["heard"]["mrr@10"] == 0.0
    assert figures["langchain_faiss"]["typed"]["hit@1"] == 1.0
    assert set(figures["langchain_faiss"]["latency_ms"]) == {"p50", "p95"}
    assert "latency_ms" not in figures["bm25"]


def test_what_the_data_set_lacked_is_told(measured) -> None:
    assert measured().skipped == DOCUMENTS.skipped
