"""Many vectors are put into cells: what is found then is nearly what comparing each finds."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from retrieval import dense_index
from retrieval.dense_index import DenseIndex, Rows
from retrieval.embedder import Vectors

DIMENSIONS = 32
COUNT = 3000
EXACT = 400
PAGE = 700


def unit(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / lengths).astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    """In clusters, as texts on the same subjects are."""
    numbers = np.random.default_rng(4)
    centers = unit(numbers.normal(size=(60, DIMENSIONS)))
    return unit(centers[numbers.integers(60, size=COUNT + 200)] + 0.15 * numbers.normal(size=(COUNT + 200, DIMENSIONS)))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dense.faiss"


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a few vectors are many, and a search looks into some of the cells only."""
    monkeypatch.setattr(dense_index, "EXACT", EXACT)


def ids(start: int, end: int) -> list[int]:
    """The passages of some rows."""
    return [10 * (n + 1) for n in range(start, end)]


def pages(vectors: Vectors) -> Callable[[], Rows]:
    """The rows as a database gives them: passage 10 · n is row n - 1."""

    def rows() -> Iterator[tuple[list[int], Vectors]]:
        for start in range(0, len(vectors), PAGE):
            yield ids(start, min(start + PAGE, len(vectors))), vectors[start : start + PAGE]

    return rows


@pytest.fixture
def index(path: Path, vectors: Vectors) -> DenseIndex:
    index = DenseIndex(path, DIMENSIONS)
    index.add(ids(0, COUNT), vectors[:COUNT])
    return index


def nearest(vectors: Vectors, query: Vectors, count: int) -> list[int]:
    return [10 * (int(n) + 1) for n in np.argsort(-(vectors @ query), kind="stable")[:count]]


def recall(index: DenseIndex, vectors: Vectors, queries: Vectors) -> float:
    """The share of the ten nearest that are among the ten found."""
    both = [len({i for i, _ in index.search(q, 10)} & {*nearest(vectors, q, 10)}) for q in queries]
    return sum(both) / (10 * len(queries))


def test_few_vectors_are_each_compared(index: DenseIndex, vectors: Vectors) -> None:
    for query in vectors[COUNT : COUNT + 20]:
        assert [number for number, _ in index.search(query, 10)] == nearest(vectors[:COUNT], query, 10)


def test_cells_find_nearly_the_same_with_nearly_the_same_cosines(index: DenseIndex, vectors: Vectors) -> None:
    assert index.outgrown()
    index.rebuild(pages(vectors[:COUNT]))

    assert not index.outgrown()
    assert (index.size(), index.last) == (COUNT, 10 * COUNT)
    assert recall(index, vectors[:COUNT], vectors[COUNT:]) >= 0.95
    found = dict(index.search(vectors[COUNT], 10))
    assert list(found.values()) == sorted(found.values(), reverse=True)
    for number, cosine in found.items():
        assert cosine == pytest.approx(float(vectors[number // 10 - 1] @ vectors[COUNT]), abs=0.02)


def test_what_comes_after_goes_into_the_cells(index: DenseIndex, vectors: Vectors) -> None:
    index.rebuild(pages(vectors[:COUNT]))
    index.add(ids(COUNT - 5, COUNT + 100), vectors[COUNT - 5 : COUNT + 100])

    assert index.size() == COUNT + 100
    assert recall(index, vectors[: COUNT + 100], vectors[COUNT : COUNT + 100]) >= 0.95
    for n in range(COUNT, COUNT + 100):
        assert index.search(vectors[n], 1)[0][0] == 10 * (n + 1)


def test_cells_are_saved_and_read_and_dropped_from(index: DenseIndex, vectors: Vectors, path: Path) -> None:
    index.rebuild(pages(vectors[:COUNT]))
    index.save()

    again = DenseIndex(path, DIMENSIONS)

    assert (again.ids(), again.last) == ({*ids(0, COUNT)}, 10 * COUNT)
    assert not again.outgrown()
    assert all(again.search(q, 10) == index.search(q, 10) for q in vectors[COUNT : COUNT + 20])
    gone = nearest(vectors[:COUNT], vectors[COUNT], 3)
    again.drop([*gone, 4711])
    assert again.size() == COUNT - 3
    assert not {number for number, _ in again.search(vectors[COUNT], 10)} & {*gone}
    again.save()
    assert DenseIndex(path, DIMENSIONS).ids() == {*ids(0, COUNT)} - {*gone}


def test_new_cells_are_written_though_no_vector_came(index: DenseIndex, vectors: Vectors, path: Path) -> None:
    index.save()
    index.rebuild(pages(vectors[:COUNT]))
    index.save(0.1)

    assert not DenseIndex(path, DIMENSIONS).outgrown(), "or every start would make them again"


def test_those_left_out_take_no_place_in_cells(index: DenseIndex, vectors: Vectors) -> None:
    index.rebuild(pages(vectors[:COUNT]))
    near = [number for number, _ in index.search(vectors[COUNT], 40)]

    assert [number for number, _ in index.search(vectors[COUNT], 10, set(near[:20]))] == near[20:30]


def test_many_more_vectors_outgrow_what_was_made_for_few(path: Path, vectors: Vectors) -> None:
    index = DenseIndex(path, DIMENSIONS)
    index.add(ids(0, EXACT), vectors[:EXACT])
    assert not index.outgrown()
    index.add(ids(EXACT, EXACT + 1), vectors[EXACT : EXACT + 1])
    assert index.outgrown()

    index.rebuild(pages(vectors[: EXACT + 1]))
    index.add(ids(EXACT + 1, 3 * EXACT), vectors[EXACT + 1 : 3 * EXACT])
    assert not index.outgrown()
    index.add(ids(3 * EXACT, 5 * EXACT), vectors[3 * EXACT : 5 * EXACT])
    assert index.outgrown()


def test_searches_go_on_while_cells_are_made(index: DenseIndex, vectors: Vectors) -> None:
    begun, go_on, query = threading.Event(), threading.Event(), vectors[COUNT]

    def rows() -> Iterator[tuple[list[int], Vectors]]:
        begun.set()
        assert go_on.wait(20)
        yield from pages(vectors[:COUNT])()

    making = threading.Thread(target=index.rebuild, args=(rows,))
    making.start()
    assert begun.wait(20)
    during = index.search(query, 10)
    go_on.set()
    making.join()
    assert [number for number, _ in during] == nearest(vectors[:COUNT], query, 10)
    assert len(index.search(query, 10)) == 10


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.999])
def test_a_file_of_cells_that_was_cut_off_is_an_empty_index(
    index: DenseIndex, vectors: Vectors, path: Path, share: float
) -> None:
    index.rebuild(pages(vectors[:COUNT]))
    index.save()
    data = path.read_bytes()
    path.write_bytes(data[: int(share * len(data))])

    again = DenseIndex(path, DIMENSIONS)

    assert (again.size(), again.last) == (0, 0)
    again.add([1], vectors[:1])
    assert again.search(vectors[0], 1)[0][0] == 1
