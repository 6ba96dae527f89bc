from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from eval.benchmarks.silence_benchmark import SilenceBench, benchmark_silence
from eval.data.foreign_questions import read_foreign_questions
from eval.data.question_set import read_questions
from eval.data.selection import Selection, Skipped

OWN = {"a": 1, "b": 2}


@dataclass
class Base:
    """Shows the passage of the document asked for, and of "b" for what is unclear; nothing once it is held out."""

    asked: list[tuple[str, bool, frozenset[int]]] = field(default_factory=list)

    @property
    def searcher(self) -> "Base":
        return self

    @property
    def library(self) -> "Base":
        return self

    def passages_of(self, doc_id: str):
        return [SimpleNamespace(passage_id=OWN[doc_id])]

    def search(self, text: str, heard: bool = False, without: frozenset[int] = frozenset()):
        self.asked.append((text, heard, without))
        found = {"几天？": ["a"], "多少？": ["a", "b"], "一共伍百万": []}.get(text, ["b"])
        return [SimpleNamespace(passage=SimpleNamespace(doc_id=one)) for one in found if OWN[one] not in without]


@pytest.fixture
def questions(write_rows, write_silence):
    write_silence("spoken.wav", 0.5)
    rows = [
        {"id": "1", "docid": "a", "question": "几天？"},
        {"id": "2", "docid": "a", "text": "多少？", "audio": "spoken.wav"},
    ]
    return read_questions(write_rows("q.jsonl", rows), {"a"})


@pytest.fixture
def elsewhere(write_rows):
    return read_foreign_questions(write_rows("e.jsonl", [{"id": "1", "question": "坐几路车？"}]))


def test_shares_of_what_is_shown_with_the_answer_there_and_held_out(questions, elsewhere, recognizer, runs) -> None:
    base = Base()
    documents = Selection((), (Skipped("d.jsonl, line 3", "no text"),))
    result = benchmark_silence(documents, questions, elsewhere, SilenceBench(base, recognizer), runs.begin())
    assert result.figures["typed"] == {"kept": 1.0, "silent": 0.5, "elsewhere_silent": 0.0}
    assert result.figures["heard"] == {"kept": 0.0, "silent": 1.0}
    assert (result.figures["n"], result.figures["n_elsewhere"]) == (3, 1)
    assert result.skipped == documents.skipped
    assert base.asked[:2] == [("几天？", False, frozenset()), ("几天？", False, frozenset({1}))]
    assert ("一共伍百万", True, frozenset({1})) in base.asked
