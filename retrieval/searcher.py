"""One search over three channels: meaning, words and sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from knowledge_base.document import Passage
from knowledge_base.indexer import unseen
from knowledge_base.library import Library
from retrieval.embedder import Vectors
from retrieval.evidence import Evidence, evidence
from retrieval.hit import SEARCH_CHANNELS, Hit, SearchChannel
from retrieval.query import Query, read_query
from retrieval.ranking import Ranking
from retrieval.reranker import RERANKED, Reranker
from retrieval.search_index import BATCH, SearchIndex, embedded

DEPTH = 60
PER_DOCUMENT = 2
"""Passages of one document among the hits: the operator sees more than one possibility."""


class Searcher:
    """Safe to share between threads; sees what was added by this process and by others as soon as it is committed."""

    def __init__(
        self, library: Library, index: SearchIndex, ranking: Ranking, reranker: Reranker | None = None
    ) -> None:
        self._library, self._index, self._ranking, self._reranker = library, index, ranking, reranker
        self._refreshing, self._catching = threading.Lock(), threading.Lock()
        self._revision = -1

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
        query = read_query(text, heard)
        if query is None:
            return []
        vector = self._index.embedder.query(query.text)
        with self._library.snapshot():
            out = self._library.not_in_force(as_of or date.today())
            found = self._evidence(query, vector, without if include_repealed else out | without, about or {})
            if not self._ranking.worth_showing(found, heard):
                return []
            scores = self._ranking.scores(found, heard)
            order = _varied(sorted(scores, key=lambda number: scores[number], reverse=True), found.documents)
            passages = self._library.passages(order[: max(limit, RERANKED) if self._reranker else limit])
        best = self._reranked(query.text, order, passages, about or {})[:limit]
        ranks = {i: {c: found.ranks[c][i] for c in SEARCH_CHANNELS if i in found.ranks[c]} for i in best}
        return [Hit(passages[i], scores[i], ranks[i], i not in out) for i in best]

    def consider(self, text: str, heard: bool, without: AbstractSet[int] = frozenset()) -> Evidence | None:
        """What speaks for each passage that a search for this would consider, of all versions; None for no question."""
        query = read_query(text, heard)
        if query is None:
            return None
        vector = self._index.embedder.query(query.text)
        with self._library.snapshot():
            return self._evidence(query, vector, without, {})

    def scores(self, query: str) -> dict[SearchChannel, dict[int, float]]:
        """Each channel's own passages by id with their scores, best first, before they are fused; of all versions."""
        read = read_query(query, heard=False)
        if read is None:
            return {channel: {} for channel in SEARCH_CHANNELS}
        return self._channels(read, self._index.embedder.query(read.text), frozenset())

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
        self, query: Query, vector: Vectors, without: AbstractSet[int], about: Mapping[str, float]
    ) -> Evidence:
        found = self._channels(query, vector, without)
        ids = {number for scores in found.values() for number in scores}
        documents = self._library.documents_of(ids)
        if gone := ids - documents.keys():  # or not there yet: none takes a place
            return self._evidence(query, vector, without | gone, about)
        firsts = self._library.first_passages(set(documents.values()))
        return evidence(query, self._index, found, documents, firsts, about)

    def _channels(
        self, query: Query, vector: Vectors, without: AbstractSet[int]
    ) -> dict[SearchChannel, dict[int, float]]:
        self._catch_up()
        return {
            "dense": dict(self._index.dense.search(vector, DEPTH, without)),
            "words": dict(self._index.passages.search("words", query.words, DEPTH, without)),
            "sound": dict(self._index.passages.search("sound", query.sound, DEPTH, without)),
        }

    def _catch_up(self) -> None:
        """What this moment's library holds is in the indexes."""
        revision = self._library.revision()
        if revision != self._revision:
            with self._catching:
                self._index.catch_up()
            self._revision = revision


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
