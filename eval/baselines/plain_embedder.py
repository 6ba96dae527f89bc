"""The sentence model in 32-bit floats, called as the manual of sentence-transformers shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from retrieval.embedder import Vectors

BATCH = 32
"""The default of `SentenceTransformer.encode`."""


class PlainEmbedder:
    """Sorts the texts of a call by length itself; `model` is the model's folder."""

    def __init__(self, model: Path) -> None:
        from sentence_transformers import SentenceTransformer  # takes seconds

        self._model = SentenceTransformer(str(model), device="cpu", local_files_only=True)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text, float32 [n, dimensions]."""
        vectors = self._model.encode(list(texts), prompt_name="passage", batch_size=BATCH, normalize_embeddings=True)
        return np.asarray(vectors, np.float32)
