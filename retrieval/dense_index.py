"""Passage vectors in memory, kept in a FAISS file; it can always be made anew from the vectors in the database.

Few vectors are compared one by one. Many are put into cells, of which a search looks into the nearest, and stored in
8 bits a dimension (IVF with a scalar quantizer): an eighth of the time and a quarter of the memory at 100,000 and more.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.embedder import Vectors
from retrieval.errors import RetrievalError

EXACT = 30_000
"""Vectors up to which each is compared."""

CELLS_PER_ROOT = 4
"""Cells for each unit of the square root of the number of vectors."""

GROWTH = 4
"""How many times as many vectors there may be as when the cells were made."""

PROBED = 32
"""Cells that a search looks into: twice as many take twice as long and find less than one passage in a hundred more."""

SAMPLE_PER_CELL = 40

_OURS = (faiss.IndexIDMap2, faiss.IndexIVF)

Rows = Iterator[tuple[list[int], Vectors]]


class DenseIndex:
    """Inner products of unit vectors by passage id. Safe to share between threads."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path, self._dimensions = path, dimensions
        self._lock = threading.RLock()
        self._index, self._last = self._read()
        self._saved = self.size()

    def _read(self) -> tuple[Any, int]:
        """The stored index, or an empty one where there is none, or none that fits; and the highest id in it."""
        if self._path.is_file():
            with suppress(RuntimeError):  # cut off while it was written: filled from the database
                index = faiss.read_index(str(self._path))
                if isinstance(index, _OURS) and index.d == self._dimensions:
                    return _probing(index), max(_ids(index), default=0)
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimensions)), 0

    @property
    def last(self) -> int:
        """The highest id that was ever added."""
        return self._last

    def ids(self) -> set[int]:
        """The passages that have a vector here."""
        with self._lock:
            return set(_ids(self._index))

    def size(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Adds rows under their passage ids, ascending; those that are here already are passed over."""
        with self._lock:
            new = [place for place, number in enumerate(ids) if number > self._last]
            if new:
                self._index.add_with_ids(np.ascontiguousarray(vectors[new]), np.asarray(ids, np.int64)[new])
                self._last = ids[new[-1]]

    def drop(self, ids: Sequence[int]) -> None:
        """Removes vectors of passages that are gone."""
        with self._lock:
            self._index.remove_ids(np.asarray(ids, np.int64))

    def clear(self) -> None:
        """Removes all."""
        with self._lock:
            self._index, self._last = faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimensions)), 0
            self._saved = 0

    def search(self, vector: Vectors, limit: int, without: AbstractSet[int] = frozenset()) -> list[tuple[int, float]]:
        """Passage ids with their cosine, best first; those `without` take no place among the `limit`."""
        depth = limit
        while True:
            with self._lock:
                scores, ids = self._index.search(vector[None], depth)
            found = [one for one in zip(ids[0].tolist(), scores[0].tolist(), strict=True) if one[0] >= 0]
            kept = [one for one in found if one[0] not in without][:limit]
            if len(kept) == limit or len(found) < depth:
                return kept
            depth *= 4

    def outgrown(self) -> bool:
        """Whether there are more vectors than it is built for."""
        size = self.size()
        cells = getattr(self._index, "nlist", 0)
        made_for = (cells / CELLS_PER_ROOT) ** 2 if cells else EXACT / GROWTH
        return size > GROWTH * made_for

    def rebuild(self, rows: Callable[[], Rows]) -> None:
        """Makes cells for all rows, which are read twice; searches go on meanwhile and see the old ones.

        Nothing is done where there turn out to be fewer rows than cells.
        """
        count = self.size()
        cells = int(CELLS_PER_ROOT * math.sqrt(count))
        step = max(1, count // (SAMPLE_PER_CELL * cells))
        quantizer = faiss.IndexFlatIP(self._dimensions)
        kind = faiss.ScalarQuantizer.QT_8bit
        index = faiss.IndexIVFScalarQuantizer(quantizer, self._dimensions, cells, kind, faiss.METRIC_INNER_PRODUCT)
        sample = np.concatenate(
            [np.zeros((0, self._dimensions), np.float32), *(vectors[::step] for _, vectors in rows())]
        )
        if len(sample) < cells:
            return
        index.train(sample)
        last = 0
        for ids, vectors in rows():
            index.add_with_ids(vectors, np.asarray(ids, np.int64))
            last = ids[-1]
        with self._lock:
            self._index, self._last = _probing(index), last
            self._saved = 0

    def save(self, share: float = 0.0) -> None:
        """Into a new file that then takes the old one's place, if more than that share came since the last time."""
        with self._lock:
            if abs(self.size() - self._saved) <= share * self.size():
                return
        new = self._path.with_name(f"{self._path.stem}.{os.getpid()}-{threading.get_ident()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                faiss.write_index(self._index, str(new))
                self._saved = self.size()
            new.replace(self._path)
        except (OSError, RuntimeError) as exc:
            with suppress(OSError):  # where the folder itself is what is wrong
                new.unlink(missing_ok=True)
            raise RetrievalError("The search index cannot be written: free some disk space and try again.") from exc


def _probing(index: Any) -> Any:
    if hasattr(index, "nprobe"):
        index.nprobe = PROBED
    return index


def _ids(index: Any) -> list[int]:
    if hasattr(index, "id_map"):
        return [int(number) for number in faiss.vector_to_array(index.id_map)]
    lists = index.invlists
    cells = (faiss.rev_swig_ptr(lists.get_ids(cell), lists.list_size(cell)) for cell in range(index.nlist))
    return [int(number) for cell in cells for number in cell]
