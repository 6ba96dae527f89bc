"""Documents in, passages found, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.document import Document
from knowledge_base.errors import DocumentNotFound, DocumentUnreadable, KnowledgeError
from knowledge_base.library import Library
from knowledge_base.store import Store
from knowledge_base.told import Told

WATER = "# 水费缴纳办法\n## 水价\n居民用水每立方米三元。\n"
TAXI = "# 出租车管理办法\n## 运价\n起步价九元，含三公里。\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def plain(doc_id: str, text: str) -> Document:
    return Document(doc_id, f"题{doc_id}", "set.jsonl", "text", text, (), "")


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "originals"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_document_comes_back_as_it_was(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "水费.md", WATER)
    summary = library.add(path)
    document = library.document(summary.doc_id)
    assert library.documents() == [summary]
    assert (summary.title, summary.source, summary.kind) == ("水费缴纳办法", "水费.md", "markdown")
    assert summary.added_at.endswith("+00:00")
    assert summary.characters == len(document.text)
    assert document.sections[0].heading_path == ("水价",)
    original = library.original(summary.doc_id)
    assert original is not None
    assert original.read_bytes() == path.read_bytes()


def test_passages_are_exact_spans(library: Library, tmp_path: Path) -> None:
    text = "# 题\n" + "".join(f"## 第{n}节\n{'按照规定缴纳费用。' * 60}\n" for n in range(5))
    summary = library.add(write(tmp_path, "长.md", text))
    document, passages = library.document(summary.doc_id), library.passages_of(summary.doc_id)
    assert len(passages) == summary.passages > 5
    assert all(p.text == document.text[p.start : p.end] for p in passages)
    assert [p.passage_id for p in passages] == library.passage_ids()
    assert library.passages(library.passage_ids()) == {p.passage_id: p for p in passages}
    assert library.passages([10**9]) == {}


def test_the_same_bytes_change_nothing(library: Library, tmp_path: Path) -> None:
    first = library.add(write(tmp_path, "a.md", WATER))
    revision = library.revision()
    assert library.add(write(tmp_path, "b.md", WATER)) == first
    assert library.documents() == [first]
    assert library.revision() == revision


def test_the_same_name_with_other_bytes_is_a_new_version_beside_the_old(library: Library, tmp_path: Path) -> None:
    old = library.add(write(tmp_path, "a.md", WATER))
    text, passages = library.document(old.doc_id), library.passages_of(old.doc_id)
    new = library.add(write(tmp_path, "a.md", TAXI))
    assert library.documents() == [new]
    assert (new.number, new.versions) == (2, 2)
    assert [version.doc_id for version in library.versions(old.doc_id)] == [old.doc_id, new.doc_id]
    assert library.versions(old.doc_id) == library.versions(new.doc_id)
    assert library.document(old.doc_id) == text
    assert library.passages_of(old.doc_id) == passages
    assert library.passage_ids() == [1, 2], "of all versions"
    assert kept(tmp_path) == sorted([f"{old.doc_id}.md", f"{new.doc_id}.md"])


def test_a_name_whose_bytes_become_those_of_another_document(library: Library, tmp_path: Path) -> None:
    water = library.add(write(tmp_path, "a.md", WATER))
    library.add(write(tmp_path, "b.md", TAXI))
    taxi = library.add(write(tmp_path, "a.md", TAXI))
    assert library.documents() == [taxi]
    assert [version.doc_id for version in library.versions(water.doc_id)] == [water.doc_id, taxi.doc_id]
    library.remove(taxi.doc_id)
    assert library.documents() == library.passage_ids() == kept(tmp_path) == []


def test_removal_leaves_nothing_and_ids_are_not_used_again(library: Library, tmp_path: Path) -> None:
    summary = library.add(write(tmp_path, "a.md", WATER))
    ids, revision = library.passage_ids(), library.revision()
    library.remove(summary.doc_id)
    assert library.documents() == library.passage_ids() == kept(tmp_path) == []
    assert library.counts() == (0, 0)
    assert library.revision() != revision
    library.add(write(tmp_path, "b.md", TAXI))
    assert min(library.passage_ids()) > max(ids)


def test_an_unknown_id_is_told(library: Library) -> None:
    for use in (library.document, library.original, library.remove, library.versions, library.restore):
        with pytest.raises(DocumentNotFound, match="0000"):
            use("0000")
    assert library.passages_of("0000") == []
    assert library.revision() == 0


def test_documents_of_a_dataset(library: Library) -> None:
    one, two = library.add_documents([plain("1", "甲事。"), plain("2", "乙事。")])
    assert [one.doc_id, two.doc_id] == [s.doc_id for s in library.documents()]
    assert library.original("1") is None
    again = library.add_document(replace(plain("1", "丙事。"), sha256="other"))
    assert [passage.text for passage in library.passages_of("1")] == ["丙事。"]
    assert library.documents() == [two, again]


@pytest.mark.parametrize("text", ["", " \n ", "坏\ud800"])
def test_a_dataset_document_without_proper_text_is_refused(library: Library, text: str) -> None:
    with pytest.raises(DocumentUnreadable):
        library.add_documents([plain("1", "好。"), plain("2", text)])
    assert library.documents() == []


def test_an_index_that_fails_leaves_nothing(
    library: Library, indexer: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    water = library.add(write(tmp_path, "a.md", WATER))
    revision = library.revision()

    def fail(*_: object) -> object:
        raise RuntimeError("no room")

    def fail_in_the_transaction(*_: object) -> object:
        return fail

    for name, fails in (("prepare", fail), ("place", fail), ("place", fail_in_the_transaction)):
        with monkeypatch.context() as patch, pytest.raises(RuntimeError, match="no room"):
            patch.setattr(indexer, name, fails)
            library.add(write(tmp_path, "a.md", TAXI))
        assert library.documents() == [water]
        assert len(library.versions(water.doc_id)) == 1
        assert library.revision() == revision
        assert kept(tmp_path) == [f"{water.doc_id}.md"]
    assert library.add(write(tmp_path, "a.md", TAXI)).number == 2


def test_an_original_that_cannot_be_kept_leaves_nothing(library: Library, tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file where the folder should be")
    with pytest.raises(KnowledgeError, match="cannot be kept"):
        library.add(write(tmp_path, "a.md", WATER))
    assert library.documents() == library.passage_ids() == []


def test_what_a_crash_left_goes_at_the_next_start_and_other_files_stay(
    store: Store, indexer: Any, tmp_path: Path
) -> None:
    folder = tmp_path / "originals"
    folder.mkdir()
    for name in ("0123456789abcdef.pdf", "0123456789abcdef.pdf.part", "notes.txt"):
        (folder / name).write_text("x")
    Library(store, folder, indexer)
    assert kept(tmp_path) == ["notes.txt"]


def test_notes_of_a_reader_are_kept(library: Library) -> None:
    noted = replace(plain("1", "甲事。"), notes=("第3页没有文字。", '编码是猜的："gb18030"'))
    library.add_documents([noted, plain("2", "乙事。")])
    assert library.document("1") == noted
    assert library.document("2").notes == ()


def test_notes_can_be_told_anew(library: Library) -> None:
    told = Told("Hidden slides were left out: {slides}.", slides="3, 5–7")
    library.add_documents([replace(plain("1", "甲事。"), notes=(told,))])
    (note,) = library.document("1").notes
    assert note == told and isinstance(note, Told) and note.values == told.values


def test_progress_counts_passages_of_a_file_and_documents_of_many(library: Library, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    text = "# 题\n" + "".join(f"## 第{n}节\n{'按照规定缴纳费用。' * 60}\n" for n in range(3))
    passages = library.add(write(tmp_path, "长.md", text), progress=lambda *of: told.append(of)).passages
    assert [one for one in told if one != (0, 0)] == [(done, passages) for done in range(1, passages + 1)]
    told.clear()
    library.add_documents([plain(name, f"{name}事。") for name in "甲乙丙"], lambda *of: told.append(of))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_what_progress_raises_ends_it_with_nothing_stored(library: Library, tmp_path: Path) -> None:
    def stop(_done: int, _all: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        library.add(write(tmp_path, "a.md", WATER), progress=stop)
    with pytest.raises(InterruptedError):
        library.add_documents([plain("1", "甲事。")], stop)
    assert library.documents() == kept(tmp_path) == []


def test_first_passages_and_counts_are_of_all_versions(library: Library, tmp_path: Path) -> None:
    old = library.add(write(tmp_path, "a.md", "# 题\n" + "\n\n".join(f"## {n}\n{'规定。' * 99}" for n in "甲乙")))
    new = library.add(write(tmp_path, "a.md", TAXI))
    firsts = {old.doc_id: 1, new.doc_id: 1 + old.passages}
    assert library.first_passages() == firsts
    assert library.places([firsts[new.doc_id], 1, 4711])[0] == {number: doc_id for doc_id, number in firsts.items()}
    assert library.counts() == (old.passages + new.passages, 2)
