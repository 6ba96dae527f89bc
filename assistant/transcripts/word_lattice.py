"""How likely a stretch of text reads, by the likeliest way to part it into words and known phrases."""

from __future__ import annotations

from math import inf

from assistant.transcripts.term_book import LONGEST, TermBook


class WordLattice:
    """All ways to part a run of Chinese characters, scored by a unigram model (Viterbi) from both ends."""

    def __init__(self, run: str, book: TermBook) -> None:
        self._book = book
        size = len(run)
        words = [
            [(end, chance) for end in _ends(start, size) if (chance := book.chance(run[start:end])) > -inf]
            for start in range(size)
        ]
        self._until = [0.0] + [-inf] * size
        for start, found in enumerate(words):
            for end, chance in found:
                self._until[end] = max(self._until[end], self._until[start] + chance)
        self._after = [-inf] * size + [0.0]
        for start in reversed(range(size)):
            self._after[start] = max(chance + self._after[end] for end, chance in words[start])

    def gain(self, start: int, end: int, term: str) -> float:
        """How much likelier the run reads with the term in that place, as a difference of logarithms."""
        return self._until[start] + self._book.chance(term) + self._after[end] - self._until[-1]


def _ends(start: int, size: int) -> range:
    return range(start + 1, min(size, start + LONGEST) + 1)
