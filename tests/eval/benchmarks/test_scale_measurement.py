import numpy as np
import pytest

from eval.benchmarks.scale_measurement import _nearest, _recalls
from retrieval.search_index import packed

RNG = np.random.default_rng(3)


class Dense:
    """Finds the nearest vectors but for those of even ids."""

    def __init__(self, rows) -> None:
        self.rows = rows

    def search(self, vector, limit):
        odd = [number for number in self.rows if number % 2]
        return [(number, 0.0) for number in sorted(odd, key=lambda n: -float(self.rows[n] @ vector))[:limit]]


class Index:
    """Two hundred vectors in pages of thirty."""

    def __init__(self) -> None:
        rows = RNG.standard_normal((200, 16)).astype(np.float32)
        rows = rows.astype("<f2").astype(np.float32)
        self.rows = dict(enumerate(rows, 1))
        self.dense, self.vectors = Dense(self.rows), self

    def after(self, number: int):
        ids = [one for one in self.rows if one > number]
        for start in range(0, len(ids), 30):
            yield [(one, packed(self.rows[one])) for one in ids[start : start + 30]]


@pytest.fixture
def index() -> Index:
    return Index()


def test_the_nearest_are_those_of_all_pages(index) -> None:
    queries = RNG.standard_normal((4, 16)).astype(np.float32)
    for query, found in zip(queries, _nearest(index, queries, 60), strict=True):
        assert found.tolist() == sorted(index.rows, key=lambda n: -float(index.rows[n] @ query))[:60]


def test_recall_is_the_share_of_the_nearest_that_was_found(index) -> None:
    queries = RNG.standard_normal((4, 16)).astype(np.float32)
    recalls = _recalls(index, queries)
    assert 0.2 < np.mean(recalls["recall@60"]) < 0.8
    exact = _nearest(index, queries, 10)
    assert recalls["recall@10"] == [sum(number % 2 for number in row) / 10 for row in exact.tolist()]
