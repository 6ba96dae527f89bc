from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from eval.benchmarks.silence_benchmark import SilenceBench, benchmark_silence
from eval.data.foreign_questions import read_foreign_questions
from eval.data.question_set import read_questions
from eval.data.selection import Selection, Skipped
from retrieval.evidence import FEATURES, Evidence
from retrieval.ranking import WEIGHTS, Model, Ranking

OWN = {"a": 1, "b": 2}
PLAIN = Model((1.0,) * len(FEATURES), (1.0, 0.0), (0.0,) * (WEIGHTS + 1))


@dataclass
class Base:
    """Shows the passage of the document asked for, and of "b" for what is unclear; nothing once it is held out.

    Whatever is asked, "b" says "三天".
    """

    asked: list[tuple[str, bool, frozenset[int]]] = field(default_factory=list)

    @property
    def searcher(self) -> "Base":
        return self

    @property
    def library(self) -> "Base":
        return self

    def passages_of(self, doc_id: str):
        return [SimpleNamespace(passage_id=OWN[doc_id])]

    def consider(self, text: str, heard: bool, without: frozenset[int]) -> Evidence | None:
        ids = [number for number in OWN.values() if number not in without]
        return Evidence(dict.fromkeys(ids, "b"), {}, ids, np.zeros((len(ids), len(FEATURES))), lambda _: ())

    def passages(self, ids):
        return {number: SimpleNamespace(text="三天" if number == OWN["b"] else "") for number in ids}

    def search(self, text: str, heard: bool = False, without: frozenset[int] = frozenset()):
        self.asked.append((text, heard, without))
        found = {"几天？": ["a"], "多少？": ["a", "b"], "一共伍百万": []}.get(text, ["b"])
        return [SimpleNamespace(passage=SimpleNamespace(doc_id=one)) for one in found if OWN[one] not in without]


@pytest.fixture
def questions(write_rows, write_silence):
    write_silence("spoken.wav", 0.5)
    rows = [
        {"id": "1", "docid": "a", "question": "几天？", "answer": "五天"},
        {"id": "2", "docid": "a", "text": "多少？", "audio": "spoken.wav"},
    ]
    return read_questions(write_rows("q.jsonl", rows), {"a"})


@pytest.fixture
def elsewhere(write_rows):
    return read_foreign_questions(write_rows("e.jsonl", [{"id": "1", "question": "坐几路车？"}]))


def test_shares_of_what_is_shown_with_the_answer_there_and_held_out(questions, elsewhere, recognizer, runs) -> None:
    base = Base()
    documents = Selection((), (Skipped("d.jsonl, line 3", "no text"),))
    result = benchmark_silence(
        documents, questions, elsewhere, SilenceBench(base, Ranking(PLAIN, PLAIN), recognizer), runs.begin()
    )
    plain = {"answered_elsewhere": 0.0}
    assert result.figures["typed"] == {"kept": 1.0, "silent": 0.5, "all_silent": 0.5, "elsewhere_silent": 0.0} | plain
    assert result.figures["heard"] == {"kept": 0.0, "silent": 1.0, "all_silent": 1.0} | plain
    assert (result.figures["n"], result.figures["n_elsewhere"]) == (3, 1)
    assert result.skipped == documents.skipped
    assert base.asked[:2] == [("几天？", False, frozenset()), ("几天？", False, frozenset({1}))]
    assert ("一共伍百万", True, frozenset({1})) in base.asked


def test_a_question_that_another_document_answers_asks_for_no_silence(write_rows, runs) -> None:
    rows = [
        {"id": "1", "docid": "a", "question": "几天？", "answer": "三天"},
        {"id": "2", "docid": "a", "question": "多少？"},
    ]
    asked = read_questions(write_rows("q.jsonl", rows), {"a"})
    bench = SilenceBench(Base(), Ranking(PLAIN, PLAIN), None)
    result = benchmark_silence(Selection((), ()), asked, None, bench, runs.begin())
    typed = result.figures["typed"]
    assert (typed["answered_elsewhere"], typed["silent"], typed["all_silent"]) == (0.5, 0.0, 0.5)
