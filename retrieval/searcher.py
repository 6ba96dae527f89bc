"""One search over three channels: meaning, words and sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from knowledge_base.document import Passage
from knowledge_base.indexer import unseen
from knowledge_base.library import Library
from retrieval.embedder import Vectors
from retrieval.evidence import Background, Evidence, evidence, read_background
from retrieval.hit import SEARCH_CHANNELS, Hit, SearchChannel
from retrieval.query import MAX_QUERY, MIN_HEARD, Query, read_query
from retrieval.ranking import Ranking
from retrieval.reranker import RERANKED, Reranker
from retrieval.search_index import BATCH, SearchIndex, embedded

DEPTH = 60
PER_DOCUMENT = 2
"""Passages of one document among the hits: the operator sees more than one possibility."""

_Found = dict[SearchChannel, dict[int, float]]


class Searcher:
    """Safe to share between threads; sees what was added by this process and by others as soon as it is committed."""

    def __init__(
        self, library: Library, index: SearchIndex, ranking: Ranking, reranker: Reranker | None = None
    ) -> None:
        self._library, self._index, self._ranking, self._reranker = library, index, ranking, reranker
        self._refreshing, self._catching = threading.Lock(), threading.Lock()
        self._revision = -1
        self._asking = ThreadPoolExecutor(thread_name_prefix="asking")

    def refresh(self, progress: Callable[[int, int], None] = unseen) -> int:
        """Makes the indexes agree with the library; gives how many passages had to be embedded for it."""
        with self._refreshing:
            return self._index.refresh(self._library, progress)

    def search(
        self,
        text: str,
        heard: bool = False,
        limit: int = 5,
        about: Mapping[str, float] | None = None,
        as_of: date | None = None,
        include_repealed: bool = False,
        without: AbstractSet[int] = frozenset(),
    ) -> list[Hit]:
        """The passages that answer `text`, best first; none where nothing comes near enough.

        `about` maps documents to how much the conversation is on them, 0..1: a question that leaves its
        subject out ("and how much is it?") is taken to be about those. Only versions in force on the day
        `as_of` (today) are searched, or all with `include_repealed`; passages `without` are passed over.
        Scores are the ranking's, also where a reranker has the last word on the order.
        """
        with self._library.snapshot():
            out = self._library.not_in_force(as_of or date.today())
            found = self._evidence(text, heard, without if include_repealed else out | without, about or {})
            if not found or not self._ranking.worth_showing(found, heard):
                return []
            scores = self._ranking.scores(found, heard)
            order = _varied(sorted(scores, key=lambda number: scores[number], reverse=True), found.documents)
            passages = self._library.passages(order[: max(limit, RERANKED) if self._reranker else limit])
        best = self._reranked(_cut(text), order, passages, about or {})[:limit]
        ranks = {i: {c: found.ranks[c][i] for c in SEARCH_CHANNELS if i in found.ranks[c]} for i in best}
        return [Hit(passages[i], scores[i], ranks[i], i not in out) for i in best]

    def consider(self, text: str, heard: bool, without: AbstractSet[int] = frozenset()) -> Evidence | None:
        """What speaks for each passage that a search for this would consider, of all versions; None for no question."""
        with self._library.snapshot():
            return self._evidence(text, heard, without, {})

    def scores(self, query: str) -> dict[SearchChannel, dict[int, float]]:
        """Each channel's own passages by id with their scores, best first, before they are fused; of all versions."""
        read = read_query(query, heard=False)
        if read is None:
            return {channel: {} for channel in SEARCH_CHANNELS}
        self._catch_up()
        vector = self._index.embedder.query(read.text)
        return {"dense": self._dense(vector, frozenset()), **self._by_text(read, frozenset())}

    def indexed(self) -> Iterator[tuple[Passage, str, Vectors]]:
        """Every passage with the text of it that was embedded and its vector."""
        ids = self._library.passage_ids()
        for start in range(0, len(ids), BATCH):
            batch = self._library.passages(ids[start : start + BATCH])
            vectors = self._index.vectors_of(list(batch))
            for number, passage in batch.items():
                yield passage, embedded(passage), vectors[number]

    def near(self, ids: Sequence[int], limit: int, without: AbstractSet[int]) -> dict[int, list[int]]:
        """For each of these passages the nearest others in meaning, nearest first."""
        vectors = self._index.vectors_of(ids)
        found = {number: self._index.dense.search(row, limit + 1, without) for number, row in vectors.items()}
        return {number: [other for other, _ in others if other != number][:limit] for number, others in found.items()}

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by id; those that are gone are left out."""
        return self._library.passages(ids)

    def _reranked(
        self, query: str, order: list[int], passages: Mapping[int, Passage], about: Mapping[str, float]
    ) -> list[int]:
        """The RERANKED first in the reranker's order; it does not know what the conversation is on, so that a passage
        changes places only with those of documents that it is as much on.
        """
        if not self._reranker:
            return order
        first = order[:RERANKED]
        documents = {number: passages[number].doc_id for number in first}
        places = self._reranker.order(query, [embedded(passages[number]) for number in first])
        weights = [about.get(documents[number], 0.0) for number in first]
        queues = {weight: iter([first[p] for p in places if weights[p] == weight]) for weight in weights}
        return _varied([next(queues[weight]) for weight in weights], documents) + order[RERANKED:]

    def _evidence(
        self, text: str, heard: bool, without: AbstractSet[int], about: Mapping[str, float]
    ) -> Evidence | None:
        """None for no question. What is searched by text is so in another thread, while this one embeds."""
        if len(_cut(text)) < (MIN_HEARD if heard else 1):
            return None
        self._catch_up()
        asking = self._asking.submit(self._asked, text, heard, without)
        vector = self._index.embedder.query(_cut(text))
        if (asked := asking.result()) is None:
            return None
        query, background, by_text = asked
        while True:
            found = {"dense": self._dense(vector, without), **by_text}
            ids = {number for scores in found.values() for number in scores}
            documents, firsts = self._library.places(sorted(ids))
            gone = ids - documents.keys()
            if not gone:
                return evidence(query, self._index, found, documents, firsts, about, background)
            without = without | gone  # or not there yet: none takes a place
            by_text = self._by_text(query, without)

    def _asked(self, text: str, heard: bool, without: AbstractSet[int]) -> tuple[Query, Background, _Found] | None:
        query = read_query(text, heard)
        if query is None:
            return None
        return query, read_background(query, self._index), self._by_text(query, without)

    def _by_text(self, query: Query, without: AbstractSet[int]) -> _Found:
        return {
            "words": dict(self._index.passages.search("words", query.words, DEPTH, without)),
            "sound": dict(self._index.passages.search("sound", query.sound, DEPTH, without)),
        }

    def _dense(self, vector: Vectors, without: AbstractSet[int]) -> dict[int, float]:
        return dict(self._index.dense.search(vector, DEPTH, without))

    def _catch_up(self) -> None:
        """What this moment's library holds is in the indexes."""
        revision = self._library.revision()
        if revision != self._revision:
            with self._catching:
                self._index.catch_up()
            self._revision = revision


def _cut(text: str) -> str:
    return text.strip()[:MAX_QUERY]


def _varied(order: Sequence[int], documents: Mapping[int, str]) -> list[int]:
    """In this order, but of each document's passages those after PER_DOCUMENT behind all others."""
    chosen: list[int] = []
    spare: list[int] = []
    taken: dict[str, int] = {}
    for number in order:
        document = documents[number]
        taken[document] = taken.get(document, 0) + 1
        (chosen if taken[document] <= PER_DOCUMENT else spare).append(number)
    return chosen + spare
