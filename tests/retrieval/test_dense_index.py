"""Vectors by passage id, each compared, kept in a file that may be lost at any time."""

from pathlib import Path

import faiss
import numpy as np
import pytest

from retrieval.dense_index import DenseIndex
from retrieval.embedder import Vectors
from retrieval.errors import RetrievalError

EAST, NORTH, UP = np.eye(3, dtype=np.float32)
NORTHEAST = ((EAST + NORTH) / np.sqrt(2)).astype(np.float32)


def rows(*vectors: Vectors) -> Vectors:
    return np.stack(vectors)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "dense.faiss"


@pytest.fixture
def index(path: Path) -> DenseIndex:
    """Passages 7, 8 and 9 to the east, the north and up."""
    index = DenseIndex(path, 3)
    index.add([7, 8, 9], rows(EAST, NORTH, UP))
    return index


def test_the_nearest_comes_first_with_its_cosine(index: DenseIndex) -> None:
    found = index.search((0.8 * EAST + 0.6 * NORTH).astype(np.float32), 2)

    assert [i for i, _ in found] == [7, 8]
    assert [score for _, score in found] == pytest.approx([0.8, 0.6])


def test_fewer_passages_than_asked_for_are_no_trouble(index: DenseIndex, path: Path) -> None:
    assert len(index.search(UP, 60)) == 3
    assert DenseIndex(path.with_name("other"), 3).search(UP, 60) == []


def test_dropped_passages_are_not_found_and_others_keep_their_ids(index: DenseIndex) -> None:
    index.drop([7, 4711])

    assert index.ids() == {8, 9}
    assert index.size() == 2
    assert [i for i, _ in index.search(NORTHEAST, 3)] == [8, 9]
    index.add([10], rows(NORTHEAST))
    assert index.search(NORTHEAST, 1)[0][0] == 10


def test_large_ids_stay_whole(index: DenseIndex) -> None:
    index.add([2**40], rows(NORTHEAST))

    assert index.search(NORTHEAST, 1)[0][0] == 2**40
    assert 2**40 in index.ids()


def test_what_is_saved_is_there_again_and_what_is_not_is_not(index: DenseIndex, path: Path) -> None:
    index.save()
    index.add([10], rows(NORTHEAST))

    again = DenseIndex(path, 3)

    assert again.ids() == {7, 8, 9}
    assert again.search(UP, 1) == [(9, 1.0)]
    again.drop([8])
    again.save()
    assert DenseIndex(path, 3).ids() == {7, 9}
    assert [file.name for file in path.parent.iterdir()] == ["dense.faiss"]


@pytest.mark.parametrize("content", [b"", b"no index", b"IxM2" + bytes(20), None])
def test_a_broken_file_is_an_empty_index_that_can_be_filled(path: Path, content: bytes | None) -> None:
    index = DenseIndex(path, 3)
    index.add([7], rows(EAST))
    index.save()
    path.write_bytes(path.read_bytes()[:-8] if content is None else content)

    again = DenseIndex(path, 3)

    assert again.ids() == set()
    again.add([1], rows(NORTH))
    again.save()
    assert DenseIndex(path, 3).ids() == {1}


def test_an_index_of_another_model_is_not_used(index: DenseIndex, path: Path) -> None:
    index.save()

    assert DenseIndex(path, 4).ids() == set()


def test_a_foreign_faiss_file_is_not_used(path: Path) -> None:
    path.parent.mkdir()
    faiss.write_index(faiss.IndexFlatIP(3), str(path))

    assert DenseIndex(path, 3).ids() == set()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    index, other = DenseIndex(tmp_path / "file", 3), DenseIndex(tmp_path / "file" / "dense.faiss", 3)
    for each in (index, other):
        each.add([7], rows(EAST))

    with pytest.raises(RetrievalError, match="cannot be written"):
        other.save()
    (tmp_path / "file").unlink()
    (tmp_path / "file" / "in the way").mkdir(parents=True)
    with pytest.raises(RetrievalError, match="cannot be written"):
        index.save()
    assert not (tmp_path / "file.new").exists()


def test_passages_left_out_take_no_place(index: DenseIndex) -> None:
    east = (0.8 * EAST + 0.6 * NORTH).astype(np.float32)
    assert [i for i, _ in index.search(east, 1, {7})] == [8]
    assert [i for i, _ in index.search(east, 3, {7, 4711})] == [8, 9]
    assert index.search(EAST, 3, {7, 8, 9}) == []
    index.add(list(range(100, 400)), np.repeat(EAST[None], 300, axis=0))
    assert {i for i, _ in index.search(EAST, 2, {*range(100, 400)} - {250})} == {7, 250}


def test_a_passage_that_was_added_is_passed_over(index: DenseIndex) -> None:
    index.add([8, 9, 10], rows(EAST, EAST, NORTHEAST))
    index.add([9, 10], rows(EAST, EAST))

    assert index.size() == 4
    assert index.last == 10
    assert dict(index.search(NORTH, 4))[8] == pytest.approx(1.0)
    index.drop([10])
    index.add([10], rows(UP))
    assert index.ids() == {7, 8, 9}, "an id that is gone is never used again"


def test_what_is_cleared_can_be_filled_anew_and_is_written_at_once(index: DenseIndex, path: Path) -> None:
    index.save()
    index.clear()
    assert (index.size(), index.last, index.search(UP, 3)) == (0, 0, [])
    index.add([7, 8, 9], rows(UP, UP, EAST))
    index.save(0.1)

    assert dict(DenseIndex(path, 3).search(EAST, 1)) == {9: 1.0}


def test_it_is_saved_only_after_enough_has_come(index: DenseIndex, path: Path) -> None:
    index.save(0.5)
    index.add([10], rows(NORTHEAST))
    index.save(0.5)
    assert DenseIndex(path, 3).ids() == {7, 8, 9}
    index.save()
    assert DenseIndex(path, 3).ids() == {7, 8, 9, 10}
