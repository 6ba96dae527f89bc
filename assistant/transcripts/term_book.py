"""What words a call is likely to hold: those of the language, those of the knowledge base, and how the latter sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from heapq import nlargest
from math import inf, log
from operator import ne

import jieba

from assistant.transcripts.phrase_count import NUMERAL, PhraseCount
from retrieval.sound import syllables

LONGEST = 10
_NAMED = 3
"""A name of the city or the category tree counts as if it were seen so often more."""

_LEAST = 2
_MOST_TERMS = 100_000
_SHARE = 0.5
"""How much of what is said in a call is worded as the knowledge base is, the rest as people talk."""

_SLIP_FROM = 4
_FIRST_LETTER = 0xE000  # of the private use area
_WORD, _UNKNOWN = 1.0, 0.3
"""Occurrences of a word that no text holds: one character, in the language's dictionary or not."""


class TermBook:
    """Safe to share; `names` are further terms and what they name ("place", "category")."""

    def __init__(self, phrases: PhraseCount, names: Mapping[str, str]) -> None:
        jieba.initialize()
        self._counts = phrases.counts
        self._kinds = {name: kind for name, kind in names.items() if _is_term(name)}
        for name in self._kinds:
            self._counts[name] = self._counts.get(name, 0) + _NAMED
        self._total = phrases.total + _NAMED * len(self._kinds) + 1
        self._letters: dict[str, str] = {}
        self._alike: dict[str, list[str]] = {}
        self._halves: dict[tuple[int, str], list[tuple[str, str]]] = {}
        for term in self._terms():
            self._place(term)

    def _terms(self) -> list[str]:
        """Those that are looked for by their sound, the most frequent ones where there are too many."""
        often = [term for term, count in self._counts.items() if count >= _LEAST and _is_term(term)]
        return list(dict.fromkeys([*self._kinds, *nlargest(_MOST_TERMS, often, self.count)]))

    def _place(self, term: str) -> None:
        heard = syllables(term)
        if len(heard) != len(term):
            return
        sounds = "".join(self._letters.setdefault(one, chr(_FIRST_LETTER + len(self._letters))) for one in heard)
        self._alike.setdefault(sounds, []).append(term)
        middle = len(sounds) // 2
        if len(sounds) >= _SLIP_FROM:
            self._halves.setdefault((len(sounds), sounds[:middle]), []).append((term, sounds))
            self._halves.setdefault((-len(sounds), sounds[middle:]), []).append((term, sounds))

    def count(self, term: str) -> int:
        """How often the knowledge base holds it."""
        return self._counts.get(term, 0)

    def kind(self, term: str) -> str:
        """What it names, "term" where it is only known from the documents."""
        return self._kinds.get(term, "term")

    def sounds(self, text: str) -> str:
        """One letter for each syllable, near sounds merged; "" where not every character has just one."""
        heard = syllables(text)
        return "".join(self._letters.get(one, " ") for one in heard) if len(heard) == len(text) else ""

    def chance(self, word: str) -> float:
        """The logarithm of how often it is said among all words; minus infinity where it is no word or phrase."""
        own = self._counts.get(word, 0) / self._total
        common = (jieba.get_FREQ(word) or (_UNKNOWN if len(word) == 1 else 0)) / jieba.dt.total
        likely = _SHARE * own + (1 - _SHARE) * common
        return log(likely) if likely else -inf

    def alike(self, sounds: str) -> Iterator[str]:
        """Terms that sound the same; long ones also with one syllable wrong."""
        yield from self._alike.get(sounds, ())
        if len(sounds) < _SLIP_FROM:
            return
        middle = len(sounds) // 2
        for half in (len(sounds), sounds[:middle]), (-len(sounds), sounds[middle:]):
            for term, other in self._halves.get(half, ()):
                if sum(map(ne, sounds, other)) == 1:
                    yield term


def _is_term(text: str) -> bool:
    return 2 <= len(text) <= LONGEST and not NUMERAL.search(text) and all("㐀" <= one <= "鿿" for one in text)
