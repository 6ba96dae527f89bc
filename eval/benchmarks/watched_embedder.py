"""An embedder with a clock and a counter, so that what a search or an ingest takes besides can be told."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from retrieval.embedder import Embedder, Vectors


class WatchedEmbedder:
    """Gives the vectors of another embedder under its name; for one thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dimensions = embedder.name, embedder.dimensions
        self.embedded = 0
        """Passages so far."""
        self.query_ms = 0.0
        """What the last query took."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Counted."""
        self.embedded += len(texts)
        return self._embedder.passages(texts)

    def query(self, text: str) -> Vectors:
        """Timed."""
        started = perf_counter()
        vector = self._embedder.query(text)
        self.query_ms = (perf_counter() - started) * 1000
        return vector
