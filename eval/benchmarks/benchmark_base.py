"""A knowledge base of a benchmark's own with all its parts in reach, searched by a ranking of the caller's choice."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eval.benchmarks.benchmark_knowledge import fill, knowledge_home
from knowledge_base.document import Document
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import Embedder
from retrieval.ranking import Ranking
from retrieval.search_index import SearchIndex
from retrieval.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Base:
    """An open knowledge base."""

    library: Library
    index: SearchIndex
    searcher: Searcher

    def ranked_by(self, ranking: Ranking) -> Searcher:
        """The same passages searched by another ranking."""
        return Searcher(self.library, self.index, ranking)


@contextmanager
def open_base(
    home: Path,
    embedder: Embedder,
    ranking: Ranking,
    index_of: Callable[[Path, Store, Embedder], SearchIndex] = SearchIndex,
) -> Iterator[Base]:
    """Opened with its indexes up to date, and closed at the end."""
    with Store(home / "calldesk.db") as store:
        index = index_of(home, store, embedder)
        library = Library(store, home / "originals", index)
        searcher = Searcher(library, index, ranking)
        searcher.refresh()
        yield Base(library, index, searcher)


@contextmanager
def document_base(
    home: Path, file: Path, documents: Sequence[Document], embedder: Embedder, ranking: Ranking
) -> Iterator[Base]:
    """The documents of a file, indexed in the home folder once for all benchmarks."""
    with open_base(knowledge_home(home, file, embedder.name), embedder, ranking) as base:
        fill(base.library, documents)
        yield base
