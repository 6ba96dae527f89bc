"""Ranks the departments in charge: by the ranked categories' own and by what the duty lists say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from assistant.ticket import RankedLabel
from assistant.tickets.category_ranker import CategoryRanker
from assistant.tickets.phrase_finder import Found, PhraseFinder
from assistant.tickets.taxonomy import Category, Department

_TREE_WEIGHT = 0.5  # of 0.5, 0.75, 0.9 and 1 the best on held-out sample requests


class DepartmentRanker:
    """Categories name their department; where they are unsure, words and sounds of the duties decide."""

    def __init__(self, departments: Sequence[Department], categories: Sequence[Category]) -> None:
        """Raises AssistantError with fewer than two departments."""
        self._in_charge = {leaf.label: leaf.department for leaf in categories if leaf.department}
        duties = [(duty, entry.short) for entry in departments for duty in (entry.name, *entry.duties)]
        self._duties = CategoryRanker.fit([duty for duty, _ in duties], [short for _, short in duties])
        self._count = len(departments)
        self._names = {name: entry.short for entry in departments for name in (entry.name, entry.short)}
        self._finder = PhraseFinder(self._names, near_from=4)

    def named(self, text: str) -> list[Found]:
        """The departments whose full or short name is heard in a text; `phrase` is the short name."""
        return [replace(found, phrase=self._names[found.phrase]) for found in self._finder.find(text)]

    def rank(self, text: str, categories: Sequence[RankedLabel], limit: int = 3) -> tuple[RankedLabel, ...]:
        """Short names, best first, for a request whose categories were ranked; scores sum to at most 1.

        More categories than are shown (about ten) make a better sum.
        """
        scores: defaultdict[str, float] = defaultdict(float)
        for category in categories:
            if category.label in self._in_charge:
                scores[self._in_charge[category.label]] += _TREE_WEIGHT * category.score
        for duty in self._duties.rank(text, self._count):
            scores[duty.label] += (1 - _TREE_WEIGHT) * duty.score
        best = sorted(scores, key=lambda short: -scores[short])[:limit]
        return tuple(RankedLabel(short, scores[short]) for short in best)
