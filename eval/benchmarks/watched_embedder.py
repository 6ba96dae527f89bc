"""An embedder that counts, and that can be spared, so that what a search or an ingest takes besides can be told."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.embedder import Embedder, Vectors


class WatchedEmbedder:
    """Gives the vectors of another embedder under its name; for one thread."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dimensions = embedder.name, embedder.dimensions
        self.embedded = 0
        """Passages so far."""
        self.given: dict[str, Vectors] = {}
        """Vectors of queries that need no embedding."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Counted."""
        self.embedded += len(texts)
        return self._embedder.passages(texts)

    def query(self, text: str) -> Vectors:
        """The given one, where there is one."""
        given = self.given.get(text)
        return self._embedder.query(text) if given is None else given
