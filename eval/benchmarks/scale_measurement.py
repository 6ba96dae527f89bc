"""What a knowledge base of one size takes: time, memory, and how much of an exact search its index finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import numpy as np
import psutil
from numpy.typing import NDArray

from assistant import wiring
from assistant.settings import Settings
from eval.benchmarks.benchmark_base import Base
from eval.benchmarks.mixed_base import MixedBase
from eval.benchmarks.mixed_documents import MixedDocuments
from eval.benchmarks.retrieval_benchmark import DEPTH
from eval.benchmarks.watched_embedder import WatchedEmbedder
from eval.data.question_set import read_documents
from eval.runs.result import Sample
from retrieval.embedder import Vectors
from retrieval.query import read_query
from retrieval.ranking import read_ranking
from retrieval.search_index import SearchIndex, unpacked
from retrieval.searcher import DEPTH as CONSIDERED

LANGCHAIN = "langchain_faiss"
RECALLS = (10, CONSIDERED)
_WARM_UP = 5
_MEGABYTE = 1e6

Series = dict[str, list[float]]
"""A number for each query, in their order."""


@dataclass(frozen=True, slots=True)
class ScaleTask:
    """What a process of its own needs to measure one size; `documents` is the file mixed, no query is empty."""

    settings: Settings
    base: MixedBase
    documents: Path
    queries: tuple[str, ...]
    langchain: bool


def measure_scale(task: ScaleTask) -> Sample:
    """Series by query and values; memory is read after the searches, and adding comes last, as it changes the base."""
    embedder = WatchedEmbedder(wiring.load_embedder(task.settings))
    ranking = read_ranking(task.settings.home)
    started = perf_counter()
    with task.base.open(embedder, ranking) as base:
        values = {"opened_s": perf_counter() - started}
        series = _timed(lambda query: base.searcher.search(query, limit=DEPTH), embedder, task.queries)
        vectors = np.stack([embedder.query(query) for query in task.queries])
        series |= _channels(base.index, task.queries, vectors)
        values |= _memory()
        series |= _recalls(base.index, vectors)
        if task.langchain:
            from eval.baselines.langchain_faiss import LangchainFaiss  # its packages' memory is not ours

            simple = LangchainFaiss(base.searcher, embedder, DEPTH)
            theirs = _timed(lambda query: simple.doc_ids(query, DEPTH), embedder, task.queries)
            series |= {f"{LANGCHAIN} {name}": times for name, times in theirs.items()}
        values |= _adding(base, MixedDocuments(read_documents(task.documents).items))
    return {"passages": task.base.passages, "values": values, "series": series}


def _timed(search: Callable[[str], object], embedder: WatchedEmbedder, queries: Sequence[str]) -> Series:
    """Milliseconds of a whole search, and of the same where the query's vector is given."""
    whole = _times(search, queries)
    texts = [query.text for text in queries if (query := read_query(text, heard=False))]
    embedder.given = {text: embedder.query(text) for text in texts}
    rest = _times(search, queries)
    embedder.given = {}
    return {"search_ms": whole, "unembedded_ms": rest}


def _times(search: Callable[[str], object], queries: Sequence[str]) -> list[float]:
    for query in queries[:_WARM_UP]:
        search(query)
    times = []
    for query in queries:
        started = perf_counter()
        search(query)
        times.append((perf_counter() - started) * 1000)
    return times


def _channels(index: SearchIndex, queries: Sequence[str], vectors: Vectors) -> Series:
    """Milliseconds of each channel alone, from vector or tokens to the passages that it finds."""
    series: Series = {"dense_ms": [], "words_ms": [], "sound_ms": []}
    for text, vector in zip(queries, vectors, strict=True):
        query = read_query(text, heard=False)
        assert query
        searches: dict[str, Callable[[], object]] = {
            "dense_ms": partial(index.dense.search, vector, CONSIDERED),
            "words_ms": partial(index.passages.search, "words", query.words, CONSIDERED),
            "sound_ms": partial(index.passages.search, "sound", query.sound, CONSIDERED),
        }
        for name, search in searches.items():
            started = perf_counter()
            search()
            series[name].append((perf_counter() - started) * 1000)
    return series


def _memory() -> dict[str, float]:
    """Of this process, in 10⁶ bytes; `mapped_mb` is what of it the system can take back, as it is pages of files."""
    seen = psutil.Process().memory_info()
    return {"resident_mb": seen.rss / _MEGABYTE, "mapped_mb": seen.shared / _MEGABYTE}


def _recalls(index: SearchIndex, vectors: Vectors) -> Series:
    """Share of the k nearest of all vectors that the index has among its k."""
    most = max(RECALLS)
    found = [[number for number, _ in index.dense.search(vector, most)] for vector in vectors]
    nearest = _nearest(index, vectors, most)
    return {
        f"recall@{k}": [
            len(set(ours[:k]) & set(exact[:k])) / min(k, len(exact))
            for ours, exact in zip(found, nearest.tolist(), strict=True)
        ]
        for k in RECALLS
    }


def _nearest(index: SearchIndex, vectors: Vectors, most: int) -> NDArray[np.int64]:
    """Ids of the passages with the highest cosines, best first, [queries, most], every stored vector compared."""
    ids = np.zeros((len(vectors), 0), np.int64)
    cosines = np.zeros((len(vectors), 0), np.float32)
    for page in index.vectors.after(0):
        numbers = np.array([number for number, _ in page])
        ids = np.hstack([ids, np.broadcast_to(numbers, (len(vectors), len(page)))])
        cosines = np.hstack([cosines, vectors @ unpacked([vector for _, vector in page]).T])
        best = np.argsort(-cosines, axis=1, kind="stable")[:, :most]
        ids, cosines = np.take_along_axis(ids, best, 1), np.take_along_axis(cosines, best, 1)
    return ids


def _adding(base: Base, mixed: MixedDocuments) -> dict[str, float]:
    """Seconds to take in one more file, its vectors given, and then until a search considers it; it stays."""
    document = mixed.document(base.library.counts()[1])
    with TemporaryDirectory() as folder:
        path = Path(folder) / document.source
        path.write_text(document.text, encoding="utf-8")
        started = perf_counter()
        added = base.library.add(path)
        added_s = perf_counter() - started
    passages = base.library.passages_of(added.doc_id)
    started = perf_counter()
    found = base.searcher.consider(passages[0].text, heard=False)
    found_s = perf_counter() - started
    is_found = bool(found and passages[0].passage_id in found.ids)
    return {"added_passages": added.passages, "added_s": added_s, "found_s": found_s, "found": float(is_found)}
