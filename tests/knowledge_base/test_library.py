"""Documents in, passages found, all or nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from knowledge_base.document import Document
from knowledge_base.errors import DocumentNotFound, DocumentUnreadable, KnowledgeError
from knowledge_base.library import Library
from knowledge_base.store import Store

LIMIT = 1024 * 1024
WATER = "# 水费缴纳办法\n## 水价\n居民用水每立方米三元。\n"
TAXI = "# 出租车管理办法\n## 运价\n起步价九元，含三公里。\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def plain(doc_id: str, text: str) -> Document:
    return Document(doc_id, f"题{doc_id}", "set.jsonl", "text", text, (), "")


def found(library: Library, query: str) -> list[str]:
    hits = library.match("words", query, 10)
    passages = library.passages([passage_id for passage_id, _ in hits])
    return [passages[passage_id].title for passage_id, _ in hits]


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "originals"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_document_comes_back_as_it_was(library: Library, tmp_path: Path) -> None:
    path = write(tmp_path, "水费.md", WATER)
    summary = library.add(path, LIMIT)
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
    summary = library.add(write(tmp_path, "长.md", text), LIMIT)
    document, passages = library.document(summary.doc_id), library.passages_of(summary.doc_id)
    assert len(passages) == summary.passages > 5
    assert all(p.text == document.text[p.start : p.end] for p in passages)
    assert [p.passage_id for p in passages] == library.passage_ids()
    assert library.passages(library.passage_ids()) == {p.passage_id: p for p in passages}
    assert library.passages([10**9]) == {}


def test_match_ranks_by_title_path_and_text(library: Library, tmp_path: Path) -> None:
    library.add(write(tmp_path, "a.md", WATER), LIMIT)
    library.add(write(tmp_path, "b.md", TAXI), LIMIT)
    assert found(library, "起 步 价") == ["出租车管理办法", "水费缴纳办法"]
    assert found(library, "缴") == ["水费缴纳办法"]
    assert found(library, "运") == ["出租车管理办法"]
    scores = [score for _, score in library.match("words", "起 步 价", 10)]
    assert scores == sorted(scores, reverse=True)
    assert len(library.match("words", "起 步 价", 1)) == 1


@pytest.mark.parametrize("query", ["", "  ", '"', '" OR *', "NEAR( 费", "费\0 水", "a:b", "^ - +", "'; DROP TABLE x"])
def test_any_query_is_safe(library: Library, tmp_path: Path, query: str) -> None:
    library.add(write(tmp_path, "a.md", WATER), LIMIT)
    assert len(library.match("words", query, 10)) <= 1
    assert library.match("words", query, 0) == []


def test_a_query_of_very_many_tokens(library: Library, tmp_path: Path) -> None:
    library.add(write(tmp_path, "a.md", WATER), LIMIT)
    assert len(library.match("words", " ".join(f"t{n}" for n in range(3000)) + " 费", 10)) == 1


def test_tokens_are_parted_by_spaces_only(store: Store, tmp_path: Path) -> None:
    library = Library(store, tmp_path / "originals", {"words": lambda _: "wi-fi 3.5% zhu0fang"})
    library.add(write(tmp_path, "a.md", WATER), LIMIT)
    assert library.match("words", "wi", 5) == library.match("words", "3", 5) == library.match("words", "zhu", 5) == []
    assert len(library.match("words", "3.5%", 5)) == 1


def test_the_same_bytes_change_nothing(library: Library, tmp_path: Path) -> None:
    first = library.add(write(tmp_path, "a.md", WATER), LIMIT)
    revision = library.revision()
    assert library.add(write(tmp_path, "b.md", WATER), LIMIT) == first
    assert library.documents() == [first]
    assert library.revision() == revision


def test_the_same_name_with_other_bytes_is_a_new_version_beside_the_old(library: Library, tmp_path: Path) -> None:
    old = library.add(write(tmp_path, "a.md", WATER), LIMIT)
    text, passages = library.document(old.doc_id), library.passages_of(old.doc_id)
    new = library.add(write(tmp_path, "a.md", TAXI), LIMIT)
    assert library.documents() == [new]
    assert (new.number, new.versions) == (2, 2)
    assert [version.doc_id for version in library.versions(old.doc_id)] == [old.doc_id, new.doc_id]
    assert library.versions(old.doc_id) == library.versions(new.doc_id)
    assert library.document(old.doc_id) == text
    assert library.passages_of(old.doc_id) == passages
    assert found(library, "水") == ["水费缴纳办法"], "the index holds all versions"
    assert kept(tmp_path) == sorted([f"{old.doc_id}.md", f"{new.doc_id}.md"])


def test_a_name_whose_bytes_become_those_of_another_document(library: Library, tmp_path: Path) -> None:
    water = library.add(write(tmp_path, "a.md", WATER), LIMIT)
    library.add(write(tmp_path, "b.md", TAXI), LIMIT)
    taxi = library.add(write(tmp_path, "a.md", TAXI), LIMIT)
    assert library.documents() == [taxi]
    assert [version.doc_id for version in library.versions(water.doc_id)] == [water.doc_id, taxi.doc_id]
    library.remove(taxi.doc_id)
    assert library.documents() == library.passage_ids() == kept(tmp_path) == []


def test_removal_leaves_nothing_and_ids_are_not_used_again(library: Library, tmp_path: Path) -> None:
    summary = library.add(write(tmp_path, "a.md", WATER), LIMIT)
    ids, revision = library.passage_ids(), library.revision()
    library.remove(summary.doc_id)
    assert library.documents() == library.passage_ids() == library.match("words", "水", 5) == kept(tmp_path) == []
    assert library.revision() != revision
    library.add(write(tmp_path, "b.md", TAXI), LIMIT)
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
    assert found(library, "丙") == ["题1"]
    assert found(library, "甲") == []
    assert library.documents() == [two, again]


@pytest.mark.parametrize("text", ["", " \n ", "坏\ud800"])
def test_a_dataset_document_without_proper_text_is_refused(library: Library, text: str) -> None:
    with pytest.raises(DocumentUnreadable):
        library.add_documents([plain("1", "好。"), plain("2", text)])
    assert library.documents() == []


def test_an_index_that_fails_leaves_nothing(store: Store, tmp_path: Path) -> None:
    def fails(text: str) -> str:
        if "九元" in text:
            raise RuntimeError("no tokens")
        return text

    library = Library(store, tmp_path / "originals", {"words": str.upper, "sound": fails})
    water = library.add(write(tmp_path, "a.md", WATER), LIMIT)
    revision = library.revision()
    with pytest.raises(RuntimeError, match="no tokens"):
        library.add(write(tmp_path, "a.md", TAXI), LIMIT)
    assert library.documents() == [water]
    assert len(library.versions(water.doc_id)) == 1
    assert library.revision() == revision
    assert kept(tmp_path) == [f"{water.doc_id}.md"]


def test_an_original_that_cannot_be_kept_leaves_nothing(library: Library, tmp_path: Path) -> None:
    (tmp_path / "originals").write_text("a file where the folder should be")
    with pytest.raises(KnowledgeError, match="cannot be kept"):
        library.add(write(tmp_path, "a.md", WATER), LIMIT)
    assert library.documents() == library.passage_ids() == library.match("words", "水", 5) == []


def test_what_a_crash_left_goes_at_the_next_start_and_other_files_stay(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "originals"
    folder.mkdir()
    for name in ("0123456789abcdef.pdf", "0123456789abcdef.pdf.part", "notes.txt"):
        (folder / name).write_text("x")
    Library(store, folder, {})
    assert kept(tmp_path) == ["notes.txt"]


def test_an_index_is_built_anew_when_its_function_changes_or_it_was_left_out(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "originals"
    Library(store, folder, {"words": lambda _: "old"}).add(write(tmp_path, "a.md", WATER), LIMIT)
    both = Library(store, folder, {"words": lambda _: "new", "sound": lambda _: "sound"})
    assert both.match("words", "old", 5) == []
    assert len(both.match("words", "new", 5)) == len(both.match("sound", "sound", 5)) == 1
    Library(store, folder, {"words": lambda _: "new"}).add(write(tmp_path, "b.md", TAXI), LIMIT)
    again = Library(store, folder, {"words": lambda _: "new", "sound": lambda _: "sound"})
    assert len(again.match("sound", "sound", 5)) == 2


def test_an_unknown_index_name_is_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no index"):
        Library(store, tmp_path, {"other": str.upper})


def test_searches_during_a_change_see_one_version_whole(library: Library, tmp_path: Path) -> None:
    today = date.today()
    bodies = ["".join(f"## 第{n}节\n{word * 40}。\n" for n in range(5)) for word in ("甲事", "乙事")]
    for body in bodies:
        doc_id = library.add(write(tmp_path, "a.md", f"# 题\n{body}"), LIMIT).doc_id
    done, seen = threading.Event(), set()

    def search() -> None:
        while not done.is_set():
            with library.snapshot():
                out = library.not_in_force(today)
                hits = library.passages([i for i, _ in library.match("words", "甲 乙", 50, out)])
            seen.add((len(hits), len({hit.doc_id for hit in hits.values()})))

    readers = [threading.Thread(target=search) for _ in range(3)]
    for reader in readers:
        reader.start()
    for _ in range(8):
        old = next(one.doc_id for one in library.versions(doc_id) if one.term.state(today) != "in_force"
                   and one.doc_id != library.documents()[0].doc_id)  # fmt: skip
        library.restore(old)
    done.set()
    for reader in readers:
        reader.join()
    assert seen == {(5, 1)}
