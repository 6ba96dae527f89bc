"""How much of what was asked stands in a text, by its words and by its sound.

A heard question may have other characters than the document, but sounds like it; so a text counts by
whichever of the two it shares more of. Terms that few of the texts at hand have weigh more (inverse
document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from retrieval.sound import syllables
from retrieval.words import words

Pair = tuple[str, str]
Term = TypeVar("Term")

_FILLERS = re.compile(
    "您好|你好|喂|请问一下|请问|我想问一下|我想问问|我想问|想问一下|想咨询一下|咨询一下|我想咨询|问一下|麻烦|一下|谢谢"
    "|那个|这个|就是|然后|嗯|啊|呢|吧|呀|哦|那|我们|你们|我|你|您|的|了|是不是|是|什么时候|什么|多少|怎么办|怎么|如何"
    "|怎样|哪里|哪些|多久|能不能|可以|可不可以|有没有|要不要|吗|要|能|会|有|在|和|就|都|想|把|给|被|也|还|么|[^\\w]|_"
)
_LETTER_WEIGHT = 0.35
_LONGEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Sounded:
    """A text with the neighbouring syllables that it is heard as."""

    text: str
    pairs: frozenset[Pair]


@lru_cache(maxsize=8192)
def sounded(text: str) -> Sounded:
    """Read character by character, which is quick, and the same on both sides of a comparison."""
    heard = [_syllable(character) for character in text if character.isalnum()]
    return Sounded(text, frozenset(pairwise(heard)))


@lru_cache(maxsize=8192)
def _syllable(character: str) -> str:
    return "".join(syllables(character))


class Question:
    """The terms of a question, fillers and question words left out, weighed over the texts at hand."""

    def __init__(self, query: str, texts: Sequence[Sounded]) -> None:
        segments = [segment for segment in _FILLERS.split(query) if segment]
        terms = {word for segment in segments for word in words(segment)}
        self._words = {
            word: _word_weight(word) * _rarity(_count(word in other.text for other in texts), len(texts))
            for word in terms
        }
        asked = {pair for segment in segments for pair in sounded(segment).pairs}
        self._pairs = {pair: _rarity(_count(pair in other.pairs for other in texts), len(texts)) for pair in asked}

    @property
    def size(self) -> int:
        """How many pairs of syllables were asked; next to none means that nothing was."""
        return len(self._pairs)

    def share(self, *texts: Sounded) -> float:
        """How much of the question the texts hold together, 0..1, by weight."""
        by_word = _part(self._words, {word for word in self._words for other in texts if word in other.text})
        return max(by_word, _part(self._pairs, self._said(texts)))

    def plain_share(self, *texts: Sounded) -> float:
        """The same by sound alone and without weights, so that it compares between questions."""
        return len(self._said(texts)) / max(1, len(self._pairs))

    def _said(self, texts: Iterable[Sounded]) -> set[Pair]:
        return {pair for other in texts for pair in self._pairs.keys() & other.pairs}


def _part(weights: Mapping[Term, float], found: Iterable[Term]) -> float:
    return sum(weights[term] for term in found) / (sum(weights.values()) or 1.0)


def _count(found: Iterable[bool]) -> int:
    return sum(found)


def _rarity(having: int, of: int) -> float:
    return math.log((of + 1) / (having + 0.5))


def _word_weight(word: str) -> float:
    """Long words say more; single characters are mostly particles and broken words."""
    return math.sqrt(min(len(word), _LONGEST_WORD) / 2) if len(word) > 1 else _LETTER_WEIGHT
