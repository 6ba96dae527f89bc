from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from assistant.knowledge.knowledge_desk import AddOutcome, KnowledgeDesk
from assistant.settings import Settings
from assistant.wiring import Knowledge, open_knowledge
from knowledge_base.document import Document
from knowledge_base.editorial.audit import Audit
from knowledge_base.errors import KnowledgeError
from retrieval.embedder import HashedEmbedder, Vectors


class Topics(HashedEmbedder):
    """Texts on the same topic mean the same, however few documents there are."""

    def query(self, text: str) -> Vectors:
        return super().query(next((topic for topic in ("居住证", "居民用水") if topic in text), text))


@pytest.fixture
def knowledge(settings: Settings):  # type: ignore[no-untyped-def]
    opened = open_knowledge(settings.model_copy(update={"max_document_mb": 1}), settings.home, Topics())
    with opened.store:
        yield opened


@pytest.fixture
def desk(knowledge: Knowledge) -> KnowledgeDesk:
    return knowledge.desk


@pytest.fixture
def permit(tmp_path: Path) -> Path:
    path = tmp_path / "permit.md"
    path.write_text("# 居住证办法\n\n居住证丢失的，补领收取工本费二十元。\n", "utf-8")
    return path


def test_a_broken_file_stops_no_other(desk: KnowledgeDesk, permit: Path, tmp_path: Path) -> None:
    broken, huge, after = tmp_path / "broken.pdf", tmp_path / "huge.txt", tmp_path / "water.txt"
    broken.write_bytes(b"%PDF-1.4 nothing")
    huge.write_bytes(b"a" * 1_000_001)
    after.write_text("供水办法\n\n居民用水每立方米收费三元。", "utf-8")
    good, bad, large, missing, last = desk.add([permit, broken, huge, tmp_path / "none.md", after])
    assert (good.file, good.passages, good.problem) == ("permit.md", 1, "")
    assert last.problem == ""
    for outcome in (bad, large, missing):
        assert (outcome.doc_id, outcome.passages) == (None, 0)
        assert outcome.problem.endswith(".")
    assert [document.doc_id for document in desk.documents()] == [good.doc_id, last.doc_id]
    assert desk.search("居住证补领工本费多少钱")[0].passage.doc_id == good.doc_id


def test_progress_counts_files_then_passages(desk: KnowledgeDesk, permit: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    desk.add([permit], lambda done, all_, what: seen.append((done, all_, what)))
    assert [one for one in seen if one != (0, 0, "")] == [(0, 1, "permit.md"), (1, 1, ""), (1, 1, "")]


def test_the_same_file_again_changes_nothing(desk: KnowledgeDesk, permit: Path) -> None:
    assert desk.add([permit]) == desk.add([permit])
    assert len(desk.documents()) == 1


def test_a_document_can_be_read_and_its_file_fetched(desk: KnowledgeDesk, permit: Path) -> None:
    (outcome,) = desk.add([permit])
    assert outcome.doc_id
    assert "工本费二十元" in desk.document(outcome.doc_id).text
    original = desk.original(outcome.doc_id)
    assert original is not None
    assert original.read_bytes() == permit.read_bytes()


def test_what_is_removed_is_found_no_more(knowledge: Knowledge, permit: Path) -> None:
    (outcome,) = knowledge.desk.add([permit])
    assert outcome.doc_id
    knowledge.desk.remove(outcome.doc_id)
    assert knowledge.desk.documents() == []
    assert knowledge.desk.search("居住证补领工本费多少钱") == []
    for step in (knowledge.desk.document, knowledge.desk.original, knowledge.desk.remove):
        with pytest.raises(KnowledgeError):
            step(outcome.doc_id)


def test_documents_that_are_no_files_have_no_original(desk: KnowledgeDesk) -> None:
    desk.add_documents([Document("w", "供水办法", "w", "text", "居民用水每立方米收费三元。", (), "0" * 64)])
    assert desk.original("w") is None
    assert desk.search("居民用水多少钱")[0].passage.doc_id == "w"


def test_an_index_that_was_lost_is_built_anew(settings: Settings, permit: Path) -> None:
    with (first := open_knowledge(settings, settings.home, Topics())).store:
        assert first.desk.add([permit]) != [AddOutcome("permit.md", None, 0, "")]
    for index in settings.home.glob("*.faiss"):
        index.unlink()
    with (again := open_knowledge(settings, settings.home, Topics())).store:
        (hit,) = again.desk.search("居住证补领工本费多少钱")
        assert "dense" in hit.ranks


def parking(folder: Path, fee: str, begins: int) -> Path:
    path = folder / "居住证.md"
    path.write_text(
        f"# 居住证办法\n\n第一条 居住证补领收取{fee}。\n\n第二条 本办法自{begins}年5月1日起施行。\n", "utf-8"
    )
    return path


def test_searches_answer_as_of_a_day_and_mark_what_is_not_in_force(desk: KnowledgeDesk, tmp_path: Path) -> None:
    (old,), (new,) = (desk.add([parking(tmp_path, fee, year)]) for fee, year in (("二十元", 2018), ("三十元", 2024)))
    query = "居住证补领收取多少钱"

    def found(**how: object) -> list[tuple[str, bool]]:
        return [(hit.passage.doc_id, hit.in_force) for hit in desk.search(query, **how)]  # type: ignore[arg-type]

    assert found() == [(new.doc_id, True)]
    assert found(as_of=date(2020, 1, 1)) == [(old.doc_id, True)]
    assert found(as_of=date(2017, 1, 1)) == []
    assert sorted(found(include_repealed=True)) == sorted([(new.doc_id, True), (old.doc_id, False)])


def test_versions_are_compared_restored_and_corrected(desk: KnowledgeDesk, tmp_path: Path) -> None:
    (old,), (new,) = (desk.add([parking(tmp_path, fee, year)]) for fee, year in (("二十元", 2018), ("三十元", 2024)))
    assert old.doc_id and new.doc_id
    changes = desk.changes(old.doc_id, new.doc_id)
    assert [change.kind for change in changes] == ["changed", "changed"]
    assert [change.heading_path[-1] for change in changes] == ["第一条", "第二条"]
    assert desk.restore(old.doc_id).number == 3
    assert [hit.passage.doc_id for hit in desk.search("居住证补领收取多少钱")] == [old.doc_id]
    with pytest.raises(KnowledgeError, match="before the first"):
        desk.set_validity(new.doc_id, date(2025, 1, 1), date(2024, 1, 1))
    desk.set_validity(new.doc_id, date(2019, 1, 1), None)
    assert [version.effective_from for version in desk.versions(new.doc_id)][1] == date(2019, 1, 1)
    assert [hit.passage.doc_id for hit in desk.search("居住证补领收取多少钱", as_of=date(2020, 1, 1))] == [new.doc_id]


def test_archives_copies_and_namesakes_are_told_apart(desk: KnowledgeDesk, permit: Path, tmp_path: Path) -> None:
    packed, copy, other = tmp_path / "packed.zip", tmp_path / "copy.md", tmp_path / "deep" / "permit.md"
    with ZipFile(packed, "w") as archive:
        archive.writestr("water.md", "# 供水办法\n\n居民用水每立方米收费三元。\n")
        archive.writestr("empty.md", "")
    copy.write_bytes(permit.read_bytes())
    other.parent.mkdir()
    other.write_text("# 另一份\n\n说的是别的事。\n", "utf-8")
    outcomes = desk.add([packed, permit, copy, other])
    assert [(one.file, bool(one.doc_id), one.same_as) for one in outcomes] == [
        ("water.md", True, ""), ("empty.md", False, ""), ("permit.md", True, ""), ("copy.md", False, "permit.md"),
        ("permit.md", False, ""),
    ]  # fmt: skip
    assert "versions of one document" in outcomes[-1].problem
    assert len(desk.documents()) == 2


def test_who_changed_what_is_recorded(knowledge: Knowledge, tmp_path: Path) -> None:
    desk = knowledge.desk
    (old,), (new,) = (
        desk.add([parking(tmp_path, fee, year)], by="王五") for fee, year in (("二十元", 2018), ("三十元", 2024))
    )
    assert old.doc_id and new.doc_id
    desk.add([tmp_path / "居住证.md"], by="赵六")  # nothing new
    desk.set_validity(new.doc_id, date(2024, 6, 1), None, "赵六")
    desk.restore(old.doc_id, "赵六")
    desk.remove(old.doc_id, "王五")
    lines = [(line.by, line.action, line.subject, line.detail) for line in Audit(knowledge.store).entries(9)]
    assert lines[::-1] == [
        ("王五", "added", old.doc_id, "居住证.md"), ("王五", "version", new.doc_id, "居住证.md"),
        ("赵六", "validity", new.doc_id, "2024-06-01.."), ("赵六", "restored", old.doc_id, ""),
        ("王五", "removed", old.doc_id, ""),
    ]  # fmt: skip


def test_what_was_doubtful_in_reading_is_told(settings: Settings, tmp_path: Path) -> None:
    knowledge = open_knowledge(settings, settings.home, HashedEmbedder()).desk
    (tmp_path / "a.txt").write_bytes("居民用水按月缴纳水费，每立方米三元。".encode("gb18030"))
    (outcome,) = knowledge.add([tmp_path / "a.txt"])
    assert outcome.notes == ("It was read as GB18030: check that the text is right.",)
    assert outcome.doc_id and knowledge.document(outcome.doc_id).notes == outcome.notes
