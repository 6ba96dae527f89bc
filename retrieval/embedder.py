"""Texts as vectors: the real model, and a hashed one for tests and for machines where no model is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbedderUnavailable
from retrieval.words import words

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Unit vectors; a query and the passages that answer it lie close."""

    @property
    def name(self) -> str:
        """Names the model: vectors of different names never meet in one index."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text, float32 [n, dimensions], each of length 1."""
        ...

    def query(self, text: str) -> Vectors:
        """One unit vector, float32 [dimensions]."""
        ...


class SentenceEmbedder:
    """A sentence-transformers folder whose prompts are named "query" and "passage"."""

    def __init__(self, model: Path, threads: int) -> None:
        try:
            import torch
            from safetensors import SafetensorError
            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar
        except ImportError as exc:
            raise EmbedderUnavailable(
                "sentence-transformers is missing: run `pip install sentence-transformers`."
            ) from exc
        if not model.is_dir():
            raise EmbedderUnavailable(
                "The model {model} is missing: run `calldesk models pull {model}`.", model=model.name
            )
        torch.set_num_threads(threads)
        disable_progress_bar()  # type: ignore[no-untyped-call]
        try:
            self._model = SentenceTransformer(str(model), device="cpu", local_files_only=True)
        except (OSError, ValueError, SafetensorError) as exc:
            raise EmbedderUnavailable(
                "The model {model} cannot be loaded: run `calldesk models pull {model}`.", model=model.name
            ) from exc
        self.name = model.name
        self.dimensions = self._model.get_embedding_dimension() or 0

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embedded in batches of similar length, which sentence-transformers sorts itself."""
        return self._encode(list(texts), "passage")

    def query(self, text: str) -> Vectors:
        """One short text; halves of a UTF-16 pair, which a browser may send, become question marks."""
        vector: Vectors = self._encode([text.encode(errors="replace").decode()], "query")[0]
        return vector

    def _encode(self, texts: list[str], prompt: str) -> Vectors:
        return np.asarray(
            self._model.encode(
                texts, prompt_name=prompt, batch_size=16, normalize_embeddings=True, show_progress_bar=False
            ),
            np.float32,
        ).reshape(len(texts), self.dimensions)


class HashedEmbedder:
    """Words hashed into signed buckets: no meaning, but the same interface and the same result everywhere."""

    name = "hashed"
    dimensions = 256

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row per text."""
        return np.stack([self.query(text) for text in texts]) if texts else np.zeros((0, 256), np.float32)

    def query(self, text: str) -> Vectors:
        """One unit vector (of zeros where the text has no words)."""
        vector = np.zeros(self.dimensions, np.float32)
        for word in words(text):
            digest = hashlib.blake2b(word.encode(), digest_size=4).digest()
            vector[digest[0]] += 1.0 if digest[1] & 1 else -1.0
        length = float(np.linalg.norm(vector))
        return vector / length if length else vector
