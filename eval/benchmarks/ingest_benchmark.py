"""How fast documents are embedded and indexed, beside the plain model on the same passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Protocol

import numpy as np

from eval.benchmarks.benchmark_base import open_base
from eval.benchmarks.watched_embedder import WatchedEmbedder
from eval.data.selection import Selection
from eval.runs.measure import Measure
from eval.runs.result import Result, Sample
from eval.runs.run import Run
from knowledge_base.document import Document
from knowledge_base.indexer import Searchable
from knowledge_base.splitter import split
from retrieval.embedder import Embedder, Vectors
from retrieval.ranking import Ranking
from retrieval.search_index import embedded

BLOCK = 64
"""Passages between two looks at the clock: whole batches of both embedders."""

PLAIN = "plain_float32"


class Plain(Protocol):
    """The embedder that ours is compared with."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One unit vector a text."""
        ...


@dataclass(frozen=True, slots=True)
class IngestBench:
    """The embedder in use, the plain one, a ranking to open a knowledge base with, and a folder for it."""

    embedder: Embedder
    plain: Plain
    ranking: Ranking
    scratch: Path


@dataclass(frozen=True, slots=True)
class Block:
    """So many texts of like length."""

    number: int
    texts: Sequence[str]


def benchmark_ingest(documents: Selection[Document], limit: int, bench: IngestBench, run: Run) -> Result:
    """Of the first documents that have `limit` passages together.

    `passages_per_s` is of embedders alone, both given blocks of one list sorted by length, which is what each makes of
    a single call; `faster` is how many times as fast ours is. `cosine` is between both one's vectors of a passage.
    `indexed_per_s` counts passages of whole documents taken into an empty knowledge base, everything included;
    `prepared_per_s` those of the same documents added again, when all that is left is to split them and to make their
    words and sounds. `embedded_again` counts passages embedded then.
    """
    chosen = list(_first(documents.items, limit))
    texts = sorted((text for document in chosen for text in _texts(document)), key=len, reverse=True)
    blocks = [Block(place, texts[place : place + BLOCK]) for place in range(0, len(texts), BLOCK)]
    for embedder in (bench.embedder, bench.plain):
        embedder.passages(texts[-BLOCK:])  # what is loaded at the first call is no passage's time
    samples = run.measure("Embedding", blocks, lambda block: str(block.number), partial(_embed, bench))
    taken = run.measure("Indexing", [chosen], lambda _: "documents", partial(_index, bench))
    rates = ("passages_per_s", f"{PLAIN} passages_per_s", "faster", "cosine", "indexed_per_s", "prepared_per_s")
    counts = {
        "n": len(texts),
        "cosine_min": min(sample["cosine_min"] for sample in samples),
        "embedded_again": sum(sample["embedded_again"] for sample in taken),
    }
    measured = tuple(Measure(name, "ratio", "higher", name) for name in rates)
    return Result(measured, [*samples, *taken], counts, run.skipped(*documents.skipped))


def _first(documents: Sequence[Document], limit: int) -> Iterator[Document]:
    passages = 0
    for document in documents:
        if passages >= limit:
            return
        passages += len(split(document))
        yield document


def _texts(document: Document) -> list[str]:
    spans = split(document)
    return [embedded(Searchable(document.title, s.heading_path, document.text[s.start : s.end])) for s in spans]


def _embed(bench: IngestBench, block: Block) -> Sample:
    (ours, our_s), (plain, plain_s) = (_timed(embedder, block.texts) for embedder in (bench.embedder, bench.plain))
    cosines = np.sum(ours * plain, axis=1)
    unit = str(block.number)
    observed = {
        "passages_per_s": [[len(block.texts), our_s]],
        f"{PLAIN} passages_per_s": [[len(block.texts), plain_s]],
        "faster": [[plain_s, our_s]],
        "cosine": [[float(cosines.sum()), len(block.texts)]],
    }
    return {"id": unit, "unit": unit, "cosine_min": float(cosines.min()), "observed": observed}


def _timed(embedder: Plain, texts: Sequence[str]) -> tuple[Vectors, float]:
    started = perf_counter()
    vectors = embedder.passages(texts)
    return vectors, perf_counter() - started


def _index(bench: IngestBench, documents: Sequence[Document]) -> Sample:
    watched = WatchedEmbedder(bench.embedder)
    with TemporaryDirectory(dir=bench.scratch) as home, open_base(Path(home), watched, bench.ranking) as base:
        times, embedded_by = [], [0]
        for _ in range(2):
            started = perf_counter()
            base.library.add_documents(documents)
            times.append(perf_counter() - started)
            embedded_by.append(watched.embedded)
        passages = base.library.counts()[0]
    observed = {"indexed_per_s": [[passages, times[0]]], "prepared_per_s": [[passages, times[1]]]}
    again = embedded_by[2] - embedded_by[1]
    return {"id": "documents", "unit": "documents", "embedded_again": again, "observed": observed}
