"""The search index with shortcuts for mixed documents, without which a million passages would take a day to embed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from knowledge_base.document import Passage
from knowledge_base.indexer import Progress, Searchable, unseen
from knowledge_base.store import Store
from retrieval.embedder import Embedder, Vectors
from retrieval.search_index import FIELDS, Ready, SearchIndex, embedded, packed
from retrieval.text_index import Tokens

NOISE = 0.012
"""Standard deviation by dimension: of 384, a vector is then as near to the one that it was made of (cosine 0.97) as
a real passage's is to its nearest neighbour's."""


class NoisyEmbedder:
    """Passages get vectors of real passages, float32 [n, dimensions], with noise; queries are those of `embedder`."""

    def __init__(self, real: Vectors, embedder: Embedder) -> None:
        self._real, self._embedder = real, embedder
        self.name, self.dimensions = embedder.name, embedder.dimensions

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Always the same for the same texts."""
        seed = hashlib.blake2b("\n".join(texts).encode(), digest_size=8).digest()
        rng = np.random.default_rng(int.from_bytes(seed, "little"))
        rows = self._real[rng.integers(len(self._real), size=len(texts))]
        rows = rows + NOISE * rng.standard_normal(rows.shape, np.float32)
        vectors: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return vectors

    def query(self, text: str) -> Vectors:
        """A real vector."""
        return self._embedder.query(text)


class MixedIndex(SearchIndex):
    """Words and sounds of a line are made once; those of a passage are its lines', so that none cross a line's end."""

    def __init__(self, home: Path, store: Store, embedder: Embedder) -> None:
        super().__init__(home, store, embedder)
        self._tokens: dict[str, Callable[[str], str]] = {field: cache(tokens) for field, tokens in FIELDS.items()}

    def prepare(self, passages: Sequence[Searchable | Passage], progress: Progress = unseen) -> Ready:
        """Embeds without asking what is known: all that is mixed is new."""
        texts = [embedded(passage) for passage in passages]
        digests = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
        vectors = [packed(row) for row in self.embedder.passages(texts)]
        tokens = [self._joined(text.split("\n")) for text in texts]
        progress(len(texts), len(texts))
        whole = {"sound": " ".join(part["sound"] for part in tokens)}
        return Ready(digests, vectors, tokens, whole)

    def _joined(self, lines: Sequence[str]) -> Tokens:
        return {field: " ".join(map(tokens, lines)) for field, tokens in self._tokens.items()}
