"""Nearest vectors, with one cell and with many."""

import numpy as np
import pytest

from assistant.insight import neighbours as module
from assistant.insight.neighbours import neighbours


@pytest.fixture
def vectors() -> np.ndarray:
    """Forty bundles of five nearly equal directions."""
    random = np.random.default_rng(5)
    middles = np.repeat(random.normal(size=(40, 16)), 5, axis=0)
    rows = middles + 0.01 * random.normal(size=middles.shape)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.mark.parametrize("cell", [2_000, 20])
def test_each_row_meets_its_own_bundle(vectors: np.ndarray, cell: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CELL", cell)
    found = set(neighbours(vectors, np.arange(len(vectors)), 4))
    bundles = {(a, b) for a in range(200) for b in range(a + 1, 200) if a // 5 == b // 5}
    assert len(bundles & found) >= 0.95 * len(bundles)
    if cell == 2_000:
        assert found == bundles
    assert all(a < b for a, b in found)


def test_only_asking_rows_bring_pairs(vectors: np.ndarray) -> None:
    assert set(neighbours(vectors, np.asarray([7]), 4)) == {(5, 7), (6, 7), (7, 8), (7, 9)}


def test_one_alone_has_no_neighbour() -> None:
    assert list(neighbours(np.ones((1, 4), np.float32), np.asarray([0]), 8)) == []
