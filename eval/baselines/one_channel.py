"""Each search channel alone: BM25 over words, vectors, and sound, without the others and without a silence gate."""

from __future__ import annotations

from retrieval.hit import SearchChannel
from retrieval.searcher import Searcher

_CHANNELS: dict[str, SearchChannel] = {"bm25": "words", "dense": "dense", "sound": "sound"}


class OneChannel:
    """Ranks the same passages as the searcher that it is taken from; not timed, as one call makes all rankings."""

    names = tuple(_CHANNELS)
    timed = False

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def doc_ids(self, query: str, limit: int) -> dict[str, list[str]]:
        """For each channel the documents of its best passages, best first."""
        scores = self._searcher.scores(query)
        best = {name: list(scores[channel])[:limit] for name, channel in _CHANNELS.items()}
        passages = self._searcher.passages([passage_id for found in best.values() for passage_id in found])
        return {name: [passages[i].doc_id for i in found if i in passages] for name, found in best.items()}
