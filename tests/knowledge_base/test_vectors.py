"""Vectors of passages as rows of the database, for each model apart."""

from __future__ import annotations

import pytest

from knowledge_base import vectors
from knowledge_base.document import Document
from knowledge_base.library import Library
from knowledge_base.store import Store
from knowledge_base.vectors import VectorRows, insert_vectors


@pytest.fixture
def library(library: Library) -> Library:
    """With passages 1 to 3."""
    library.add_documents([Document(name, name, "set.jsonl", "text", f"{name}事。", (), "") for name in "甲乙丙"])
    return library


@pytest.fixture
def rows(store: Store, library: Library) -> VectorRows:
    rows = VectorRows(store, "small")
    rows.put([(3, "dc", b"c"), (1, "da", b"a")])
    return rows


def test_those_of_some_passages_and_those_of_texts_embedded_before(rows: VectorRows) -> None:
    assert rows.of([1, 2, 3, 4711]) == {1: b"a", 3: b"c"}
    assert rows.known(["da", "none", "dc"]) == {"da": b"a", "dc": b"c"}
    assert rows.of([]) == rows.known([]) == {}


def test_what_is_missing_and_what_comes_after(rows: VectorRows, monkeypatch: pytest.MonkeyPatch) -> None:
    assert rows.missing() == [2]
    assert list(rows.after(0)) == [[(1, b"a"), (3, b"c")]]
    assert list(rows.after(1)) == [[(3, b"c")]]
    assert list(rows.after(3)) == []
    monkeypatch.setattr(vectors, "PAGE", 1)
    assert list(rows.after(0)) == [[(1, b"a")], [(3, b"c")]]


def test_those_of_another_model_are_another_matter(store: Store, rows: VectorRows) -> None:
    other = VectorRows(store, "large")
    assert other.missing() == [1, 2, 3]
    other.put([(1, "da", b"A")])
    assert (other.of([1, 3]), other.known(["da"]), list(other.after(0))) == ({1: b"A"}, {"da": b"A"}, [[(1, b"A")]])
    assert rows.of([1]) == rows.of([1, 2]) == {1: b"a"}


def test_one_that_is_there_is_replaced_and_one_of_no_passage_left_out(rows: VectorRows) -> None:
    rows.put([(1, "new", b"n"), (4711, "gone", b"x")])
    assert rows.of([1, 4711]) == {1: b"n"}
    assert rows.known(["da", "new", "gone"]) == {"new": b"n"}


def test_they_go_with_their_passages(rows: VectorRows, library: Library) -> None:
    library.remove("甲")
    assert rows.of([1, 3]) == {3: b"c"}
    assert rows.known(["da"]) == {}


def test_they_come_with_the_transaction_or_not_at_all(store: Store, rows: VectorRows) -> None:
    def run(db: object) -> None:
        insert_vectors(db, "small", [(2, "db", b"b")])  # type: ignore[arg-type]
        raise RuntimeError("crash")

    with pytest.raises(RuntimeError):
        store.write(run)
    assert rows.missing() == [2]
