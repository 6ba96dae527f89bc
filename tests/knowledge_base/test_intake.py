"""Documents are told to the indexer first, become visible all at once, and leave nothing when they fail."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from knowledge_base.document import Document
from knowledge_base.library import Library
from knowledge_base.store import Database, Store


def plain(doc_id: str, text: str = "甲事。") -> Document:
    return Document(doc_id, f"题{doc_id}", "set.jsonl", "text", text, (), text)


@pytest.fixture
def told(indexer: Any, store: Store, monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What the indexer was told, each with the passages that others could see then."""
    told: list[tuple[object, ...]] = []
    place, settle = indexer.place, indexer.settle

    def visible() -> list[int]:
        return store.read(lambda db: [number for (number,) in db.execute("SELECT passage_id FROM passages")])

    def placing(documents: Sequence[tuple[Sequence[int], list[str]]]) -> Callable[[Database], None]:
        ids = [number for numbers, _ in documents for number in numbers]
        told.append(("place", *ids, visible()))
        committed = place(documents)

        def commit(db: Database) -> None:
            own = [number for (number,) in db.execute("SELECT passage_id FROM passages ORDER BY passage_id")]
            told.append(("commit", *ids, own))
            committed(db)

        return commit

    def settling() -> None:
        told.append(("settle", visible()))
        settle()

    monkeypatch.setattr(indexer, "place", placing)
    monkeypatch.setattr(indexer, "settle", settling)
    return told


def test_passages_are_placed_before_they_are_visible_and_settled_after(library: Library, told: list[Any]) -> None:
    library.add_documents([plain("1"), plain("2", "乙事。")])
    assert told == [("place", 1, 2, []), ("commit", 1, 2, [1, 2]), ("settle", [1, 2])]


def test_what_is_placed_has_the_passages_texts(library: Library, indexer: Any) -> None:
    library.add_documents([plain("1"), plain("2", "乙事。" * 300)])
    assert {i: passage.text for i, passage in library.passages(library.passage_ids()).items()} == indexer.texts
    assert len(indexer.texts) > 2


def test_the_same_document_is_not_placed_again(library: Library, indexer: Any, told: list[Any]) -> None:
    library.add_document(plain("1"))
    told.clear()
    library.add_document(plain("1"))
    assert [what for what, *_ in told] == ["settle"]
    assert library.passage_ids() == [1]


def test_ids_of_an_addition_that_failed_are_never_used_again(
    library: Library, indexer: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(indexer, "place", lambda documents: lambda db: 1 // 0)
        library.add_document(plain("1"))
    library.add_document(plain("1"))
    assert library.passage_ids() == [2]
    assert list(indexer.texts) == [2]


@pytest.mark.parametrize("shared", [True, False])
def test_one_at_a_time_adds(store: Store, tmp_path: Path, indexer: Any, library: Library, shared: bool) -> None:
    second = library if shared else Library(store, tmp_path / "originals", indexer)
    adding = threading.Thread(target=second.add_document, args=(plain("2", "乙事。"),))
    place, seen = indexer.place, []

    def slowly(documents: Sequence[tuple[Sequence[int], list[str]]]) -> Callable[[Database], None]:
        if adding.ident is None:
            adding.start()
            adding.join(0.5)
        seen.append([*documents[0][0], *library.passage_ids()])
        committed: Callable[[Database], None] = place(documents)
        return committed

    indexer.place = slowly
    library.add_document(plain("1"))
    adding.join()
    assert seen == [[1], [2, 1]], "the second saw what the first had committed"


def test_a_line_that_fails_leaves_nothing(library: Library, indexer: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# 题\n\n正文。\n", "utf-8")
    indexer.place = lambda documents: lambda db: 1 // 0
    with pytest.raises(ZeroDivisionError):
        library.add(path)
    assert library.counts() == (0, 0)
    assert list((tmp_path / "originals").iterdir()) == []


def test_of_a_document_that_comes_twice_the_last_stands(library: Library, indexer: Any) -> None:
    library.add_documents([plain("1", "甲事。"), plain("2"), plain("1", "乙事。")])
    assert [passage.text for passage in library.passages_of("1")] == ["乙事。"]
    assert library.counts() == (2, 2)
