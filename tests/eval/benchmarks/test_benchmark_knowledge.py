from pathlib import Path

import pytest

from eval.benchmarks.benchmark_knowledge import fill, knowledge_home
from eval.data.question_set import read_documents
from knowledge_base.document import Document, DocumentSummary


class ScriptedKnowledge:
    """Keeps documents in memory; `room` is how many it takes before it fails."""

    def __init__(self, room: int = 1000) -> None:
        self.kept: list[Document] = []
        self.room = room

    def documents(self) -> list[DocumentSummary]:
        return [DocumentSummary(one.doc_id, "", "", "text", 1, 1, "") for one in self.kept]

    def add_documents(self, documents: list[Document]) -> None:
        if len(self.kept) + len(documents) > self.room:
            raise OSError
        self.kept += documents


def test_the_second_run_indexes_nothing(write_rows) -> None:
    documents = read_documents(write_rows("d.jsonl", [{"docid": n, "text": "文"} for n in range(50)])).items
    knowledge = ScriptedKnowledge()
    assert fill(knowledge, documents) == 50
    assert fill(knowledge, documents) == 0
    assert [one.doc_id for one in knowledge.kept] == [str(n) for n in range(50)]


def test_a_run_that_was_cut_off_goes_on_where_it_was(write_rows) -> None:
    documents = read_documents(write_rows("d.jsonl", [{"docid": n, "text": "文"} for n in range(50)])).items
    knowledge = ScriptedKnowledge(room=40)
    with pytest.raises(OSError):
        fill(knowledge, documents)
    knowledge.room = 1000
    assert 0 < len(knowledge.kept) < 50
    assert fill(knowledge, documents) == 50 - 40
    assert len({one.doc_id for one in knowledge.kept}) == len(knowledge.kept) == 50


def test_other_contents_or_another_embedder_have_another_folder(tmp_path: Path) -> None:
    one, same, other = tmp_path / "1", tmp_path / "2", tmp_path / "3"
    one.write_text("a")
    same.write_text("a")
    other.write_text("b")
    home = knowledge_home(tmp_path, one, "e5")
    assert home.parent == tmp_path / "benchmarks"
    assert home == knowledge_home(tmp_path, same, "e5")
    assert len({home, knowledge_home(tmp_path, other, "e5"), knowledge_home(tmp_path, one, "hashed")}) == 3
