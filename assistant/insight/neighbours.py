"""Which vectors lie nearest to which, at a cost that grows about as their number does."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import MiniBatchKMeans

Vectors = NDArray[np.float32]
Rows = NDArray[np.intp]

CELL = 2_000
"""Vectors in a part of space; a vector is compared with those of the parts nearest to it."""

PARTS = 3
SAMPLE = 50_000
BLOCK = 1_000


def neighbours(vectors: Vectors, asking: Rows, limit: int) -> Iterator[tuple[int, int]]:
    """Pairs of rows, the smaller first: each asking row with its `limit` nearest ones in each of some parts.

    Cells of k-means (inverted file, Jégou et al. 2011); with few vectors there is one cell and the search is exact.
    A pair may come twice.
    """
    home, near = _cells(vectors, asking)
    for cell in np.unique(near):
        members = np.flatnonzero(home == cell)
        wanting = asking[(near == cell).any(axis=1)]
        for start in range(0, len(wanting) if len(members) else 0, BLOCK):
            rows = wanting[start : start + BLOCK]
            likeness = vectors[rows] @ vectors[members].T
            most = min(limit + 1, len(members))  # one of them is the row itself
            best = np.argpartition(-likeness, most - 1, axis=1)[:, :most]
            for row, found in zip(rows.tolist(), members[best].tolist(), strict=True):
                yield from ((min(row, other), max(row, other)) for other in found if other != row)


def _cells(vectors: Vectors, asking: Rows) -> tuple[Rows, Rows]:
    """The cell of each row, and the cells nearest to each asking row."""
    count = len(vectors) // CELL
    if count < 2 * PARTS:
        return np.zeros(len(vectors), np.intp), np.zeros((len(asking), 1), np.intp)
    cells = MiniBatchKMeans(count, batch_size=4096, n_init=1, max_iter=20, random_state=0)
    cells.fit(vectors[np.random.default_rng(0).permutation(len(vectors))[:SAMPLE]])
    likeness = vectors[asking] @ cells.cluster_centers_.T.astype(np.float32)
    near = np.argpartition(-likeness, PARTS - 1, axis=1)[:, :PARTS]
    return cells.predict(vectors).astype(np.intp), near
