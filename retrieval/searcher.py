"""One search over three channels: meaning, words and sound."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date

from knowledge_base.document import Passage
from knowledge_base.library import Library
from retrieval.dense_index import DenseIndex
from retrieval.embedder import Embedder, Vectors
from retrieval.fusion import HEARD, TYPED, best_of, fuse
from retrieval.hit import SEARCH_CHANNELS, Hit, SearchChannel
from retrieval.silence import coverage, near_enough, support
from retrieval.sound import sound_grams, syllables
from retrieval.words import word_tokens

INDEXES = {"words": word_tokens, "sound": sound_grams}
"""The full-text indexes that a Library must keep for a Searcher."""

DEPTH = 60
MAX_QUERY = 400
BATCH = 64
MIN_HEARD = 3
"""Syllables below which what was heard is no question."""

SMALL = 50
"""Passages below which BM25 cannot tell rare sounds from common ones: the sounds they share are counted instead."""


def _silent(_done: int, _all: int) -> None:
    """No progress shown."""


class Searcher:
    """Safe to share between threads; `refresh` brings the vectors up to date with the library."""

    def __init__(self, library: Library, embedder: Embedder, dense: DenseIndex) -> None:
        self._library, self._embedder, self._dense = library, embedder, dense
        self._refreshing = threading.Lock()

    def refresh(self, progress: Callable[[int, int], None] = _silent) -> int:
        """Embeds passages that have no vector, drops vectors of removed ones; gives how many were embedded."""
        with self._refreshing:
            wanted, known = self._library.passage_ids(), self._dense.ids()
            gone = sorted(known.difference(wanted))
            if gone:
                self._dense.drop(gone)
            missing = [i for i in wanted if i not in known]
            for start in range(0, len(missing), BATCH):
                batch = self._library.passages(missing[start : start + BATCH])
                self._dense.add(list(batch), self._embedder.passages([_embedded(p) for p in batch.values()]))
                progress(start + len(batch), len(missing))
            if gone or missing:
                self._dense.save()
            return len(missing)

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
        """
        query = text.strip()[:MAX_QUERY]
        if len(syllables(query)) < (MIN_HEARD if heard else 1):
            return []
        topic = about or {}
        vector = self._embedder.query(query)
        with self._library.snapshot():
            out = self._library.not_in_force(as_of or date.today())
            scores = self._channels(query, vector, without if include_repealed else out | without)
            passages = self._library.passages(list({i for found in scores.values() for i in found}))
        kept = {channel: {i: s for i, s in found.items() if i in passages} for channel, found in scores.items()}
        fused = fuse(kept, passages, HEARD if heard else TYPED, topic)
        best = best_of(fused, passages, limit)
        if not self._near_enough(query, [passages[i] for i in best], kept, topic):
            return []
        ranks = {channel: {i: rank for rank, i in enumerate(found, 1)} for channel, found in kept.items()}
        return [
            Hit(passages[i], fused[i], {c: ranks[c][i] for c in SEARCH_CHANNELS if i in ranks[c]}, i not in out)
            for i in best
        ]

    def scores(self, query: str) -> dict[SearchChannel, dict[int, float]]:
        """Each channel's own passages by id with their scores, best first, before they are fused; of all versions."""
        return self._channels(query, self._embedder.query(query), frozenset())

    def _channels(
        self, query: str, vector: Vectors, without: AbstractSet[int]
    ) -> dict[SearchChannel, dict[int, float]]:
        return {
            "dense": dict(self._dense.search(vector, DEPTH, without)),
            "words": dict(self._library.match("words", word_tokens(query), DEPTH, without)),
            "sound": dict(self._library.match("sound", sound_grams(query), DEPTH, without)),
        }

    def indexed(self) -> Iterator[tuple[Passage, str, Vectors]]:
        """Every passage with the text of it that was embedded and its vector."""
        ids = self._library.passage_ids()
        for start in range(0, len(ids), BATCH):
            batch = self._library.passages(ids[start : start + BATCH])
            for passage, vector in zip(batch.values(), self._dense.vectors(list(batch)), strict=True):
                yield passage, _embedded(passage), vector

    def passages(self, ids: Sequence[int]) -> dict[int, Passage]:
        """Passages by id; those that are gone are left out."""
        return self._library.passages(ids)

    def _near_enough(
        self,
        query: str,
        best: Sequence[Passage],
        scores: Mapping[SearchChannel, Mapping[int, float]],
        topic: Mapping[str, float],
    ) -> bool:
        """Whether any of the best passages is."""
        grams, size = set(sound_grams(query).split()), self._dense.size()

        def share(passage: Passage) -> float:
            if size < SMALL:
                return coverage(grams, set(sound_grams(_embedded(passage)).split()))
            return support(scores["sound"].get(passage.passage_id, 0.0), len(grams), size)

        return any(
            near_enough(share(p), scores["dense"].get(p.passage_id, 0.0), topic.get(p.doc_id, 0.0)) for p in best
        )


def _embedded(passage: Passage) -> str:
    """What of a passage is embedded: the title and headings say what a clause is about."""
    return "\n".join([passage.title, *passage.heading_path[-2:], passage.text])
