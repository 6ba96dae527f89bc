"""Passage vectors in a FAISS file beside the database; it can always be rebuilt from the passages."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from retrieval.embedder import Vectors
from retrieval.errors import RetrievalError


class DenseIndex:
    """Exact inner-product search over unit vectors, keyed by passage id."""

    def __init__(self, path: Path, dimensions: int) -> None:
        self._path, self._dimensions = path, dimensions
        self._lock = threading.RLock()
        self._index = self._read()

    def _read(self) -> Any:
        """The stored index, or an empty one where there is none, or none that fits."""
        if self._path.is_file():
            try:
                index = faiss.read_index(str(self._path))
            except RuntimeError:
                index = None  # cut off while another program wrote it: rebuilt from the passages
            if isinstance(index, faiss.IndexIDMap2) and index.d == self._dimensions:
                return index
        return faiss.IndexIDMap2(faiss.IndexFlatIP(self._dimensions))

    def ids(self) -> set[int]:
        """The passages that have a vector."""
        with self._lock:
            return set(faiss.vector_to_array(self._index.id_map).tolist())

    def size(self) -> int:
        """How many passages have a vector."""
        return int(self._index.ntotal)

    def add(self, ids: Sequence[int], vectors: Vectors) -> None:
        """Adds rows under their passage ids; `save` makes them last."""
        with self._lock:
            self._index.add_with_ids(vectors, np.asarray(ids, np.int64))

    def drop(self, ids: Sequence[int]) -> None:
        """Removes the vectors of passages that are gone."""
        with self._lock:
            self._index.remove_ids(np.asarray(ids, np.int64))

    def search(self, vector: Vectors, limit: int, without: AbstractSet[int] = frozenset()) -> list[tuple[int, float]]:
        """Passage ids with their cosine, best first; those `without` take no place among the `limit`."""
        depth = limit
        while True:
            with self._lock:
                scores, ids = self._index.search(vector[None], depth)
            found = [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]
            kept = [one for one in found if one[0] not in without][:limit]
            if len(kept) == limit or len(found) < depth:
                return kept
            depth *= 4

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """Rows of these passages, all of which have a vector."""
        with self._lock:
            rows: Vectors = self._index.reconstruct_batch(np.asarray(ids, np.int64))
        return rows

    def save(self) -> None:
        """Into a new file that then takes the old one's place."""
        new = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._lock:
                faiss.write_index(self._index, str(new))
            new.replace(self._path)
        except (OSError, RuntimeError) as exc:
            with suppress(OSError):  # where the folder itself is what is wrong
                new.unlink(missing_ok=True)
            raise RetrievalError("The search index cannot be written: free some disk space and try again.") from exc
