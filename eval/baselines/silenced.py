"""The search with its silence, beside the same search without it: what keeping silent costs."""

from __future__ import annotations

import math
from dataclasses import replace

from retrieval.ranking import Model, Ranking
from retrieval.searcher import Searcher


class Silenced:
    """Ranks as the searcher does, and not at all where that shows nothing."""

    names = ("silenced",)
    timed = False

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def doc_ids(self, query: str, limit: int) -> dict[str, list[str]]:
        """The documents of what is shown, best first."""
        return {self.names[0]: [hit.passage.doc_id for hit in self._searcher.search(query, limit=limit)]}


def never_silent(ranking: Ranking) -> Ranking:
    """The same ranking, by which there is always something to show."""
    return Ranking(_open(ranking.typed), _open(ranking.heard))


def _open(model: Model) -> Model:
    return replace(model, silence=(*model.silence[:-1], math.inf))
