"""A knowledge base of mixed documents, kept in the home folder: filled once, opened by every later run."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from eval.benchmarks import mixed_documents, mixed_index
from eval.benchmarks.benchmark_base import Base, open_base
from eval.benchmarks.benchmark_knowledge import knowledge_home
from eval.benchmarks.mixed_documents import PASSAGES, MixedDocuments
from eval.benchmarks.mixed_index import MixedIndex, NoisyEmbedder
from knowledge_base.document import Document
from retrieval import sound, words
from retrieval.embedder import Embedder
from retrieval.ranking import Ranking

_BATCH = 1000  # documents: 20,000 passages a transaction
_VECTORS = "real-vectors.npy"
_MADE_BY = (mixed_documents, mixed_index, words, sound)


@dataclass(frozen=True, slots=True)
class MixedBase:
    """The base of one size in its folder."""

    home: Path
    passages: int

    @contextmanager
    def open(self, embedder: Embedder, ranking: Ranking) -> Iterator[Base]:
        """Opened as any other, but that new passages get a mixed vector."""
        noisy = NoisyEmbedder(np.load(self.home / _VECTORS), embedder)
        with open_base(self.home, noisy, ranking, MixedIndex) as base:
            yield base

    def fill(self, documents: Sequence[Document], real: Base, ranking: Ranking) -> int:
        """Adds what is missing; how many documents that was. `real` is a base of the documents themselves."""
        self.home.mkdir(parents=True, exist_ok=True)
        np.save(self.home / _VECTORS, np.stack([vector for _, _, vector in real.searcher.indexed()]))
        mixed = MixedDocuments(documents)
        with self.open(real.index.embedder, ranking) as base:
            wanted = range(base.library.counts()[1], self.passages // PASSAGES)
            for start in tqdm(wanted[::_BATCH], f"Filling to {self.passages:,}", unit="batch", disable=not wanted):
                numbers = range(start, min(start + _BATCH, wanted.stop))
                base.library.add_documents([mixed.document(number) for number in numbers])
        return len(wanted)


def mixed_base(home: Path, documents: Path, embedder: str, passages: int) -> MixedBase:
    """The one of this size in the home folder: other documents, embedder or ways of mixing make another one."""
    key = hashlib.sha256(knowledge_home(home, documents, embedder).name.encode())
    key.update("".join(inspect.getsource(module) for module in _MADE_BY).encode())
    return MixedBase(home / "benchmarks" / f"scale-{passages}-{key.hexdigest()[:16]}", passages)
