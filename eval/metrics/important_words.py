"""Error on the words that matter: numbers, names, places and the terms of the knowledge base."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import jiwer
from pypinyin import lazy_pinyin

from eval.data.call_set import ExpectedTicket
from eval.metrics.text_normalizer import normalize

Kind = Literal["numbers", "names", "places", "terms"]
KINDS: tuple[Kind, ...] = ("numbers", "names", "places", "terms")

_NUMERAL = re.compile("[〇零一二两三四五六七八九十百千万亿幺0-9]")
_NUMBER = re.compile(rf"{_NUMERAL.pattern}{{2,}}(?:点{_NUMERAL.pattern}+)?|[0-9]")
_NO_NUMBERS = frozenset({"万一", "千万", "一一"})
_SHORTEST = 2


@dataclass(frozen=True, slots=True)
class WordError:
    """[misheard, said]: by the characters, and by the sound, which forgives homophones."""

    characters: list[int]
    sound: list[int]


@dataclass(frozen=True, slots=True)
class _Occurrence:
    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Aligned:
    """Units, and for each unit said the place of the one it was heard as, None where it was not."""

    said: list[str]
    heard: list[str]
    places: list[int | None]


def vocabulary(ticket: ExpectedTicket, places: Collection[str], terms: Collection[str]) -> dict[str, Kind]:
    """Normalised phrases of two characters or more with their kind; the ticket adds its names and its place."""
    names = [ticket.caller_name or "", *(ticket.parties or ())]
    kinds: dict[str, Kind] = {}
    kinds |= dict.fromkeys(map(normalize, terms), "terms")
    kinds |= dict.fromkeys(map(normalize, [*places, ticket.place or ""]), "places")
    kinds |= dict.fromkeys(map(normalize, names), "names")
    return {phrase: kind for phrase, kind in kinds.items() if len(phrase) >= _SHORTEST}


def important_words(said: str, heard: str, kinds: Mapping[str, Kind]) -> dict[Kind, WordError]:
    """The kinds that occur in what one speaker said.

    An occurrence is right where it was heard in one piece; beside a number no numeral may be added either.
    """
    said, heard = normalize(said), normalize(heard)
    characters, sounds = _aligned(list(said), list(heard)), _aligned(_sounds(said), _sounds(heard))
    errors: dict[Kind, WordError] = {}
    for word in _occurrences(said, kinds):
        error = errors.setdefault(word.kind, WordError([0, 0], [0, 0]))
        right = _is_heard(word, characters, heard)
        for counts, is_right in ((error.characters, right), (error.sound, right or _is_heard(word, sounds, heard))):
            counts[0] += not is_right
            counts[1] += 1
    return errors


def _occurrences(said: str, kinds: Mapping[str, Kind]) -> list[_Occurrence]:
    """Numbers first, then the longest first; none overlaps another."""
    taken = [False] * len(said)
    found = []
    for word in (*_numbers(said), *_phrases(said, kinds)):
        if not any(taken[word.start : word.end]):
            taken[word.start : word.end] = [True] * (word.end - word.start)
            found.append(word)
    return found


def _numbers(said: str) -> Iterator[_Occurrence]:
    matches = (match for match in _NUMBER.finditer(said) if match[0] not in _NO_NUMBERS)
    yield from (_Occurrence("numbers", *match.span()) for match in matches)


def _phrases(said: str, kinds: Mapping[str, Kind]) -> Iterator[_Occurrence]:
    for length in sorted({len(phrase) for phrase in kinds}, reverse=True):
        for start in range(len(said) - length + 1):
            if kind := kinds.get(said[start : start + length]):
                yield _Occurrence(kind, start, start + length)


def _sounds(text: str) -> list[str]:
    """The toneless syllable of each character; other letters and figures stand for themselves."""
    return " ".join(lazy_pinyin(text, errors=" ".join)).split()


def _aligned(said: list[str], heard: list[str]) -> _Aligned:
    places: list[int | None] = [None] * len(said)
    for chunk in jiwer.process_words(" ".join(said), " ".join(heard)).alignments[0]:
        if chunk.type == "equal":
            places[chunk.ref_start_idx : chunk.ref_end_idx] = range(chunk.hyp_start_idx, chunk.hyp_end_idx)
    return _Aligned(said, heard, places)


def _is_heard(word: _Occurrence, aligned: _Aligned, heard: str) -> bool:
    """Whether it stands in one piece where its first or its last unit was heard: who stammers says it all the same."""
    first, last, length = aligned.places[word.start], aligned.places[word.end - 1], word.end - word.start
    if first is None or last is None:
        return False
    for start in (first, last - length + 1):
        beside = heard[max(start - 1, 0) : start] + heard[start + length : start + length + 1]
        added = word.kind == "numbers" and _NUMERAL.search(beside)
        if aligned.heard[start : start + length] == aligned.said[word.start : word.end] and not added:
            return True
    return False
