"""Finds known phrases in heard text, as they are written or as they sound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from retrieval.sound import syllables

_SOUNDED = re.compile(r"[㐀-鿿0-9]|[a-z]+")
_INITIAL = re.compile(r"[bpmfdtngkhjqxzcsrwy]?")
_NUMERALS = "0123456789零一二三四五六七八九十百"
Sounds = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """`phrase` stands at `start` to `end` of the text; `sure` is 1 as written, less as it sounds."""

    phrase: str
    start: int
    end: int
    sure: float


@dataclass(frozen=True, slots=True)
class _Sounded:
    start: int
    end: int
    syllable: str


class PhraseFinder:
    """Matches by sound from `sound_from` syllables on: shorter phrases have too many homophones.

    From `near_from` syllables on, phrases are found with one syllable half wrong too: its initial or
    its final differs. The texts searched last are remembered with what was found.
    """

    def __init__(self, phrases: Iterable[str], sound_from: int = 3, near_from: int | None = None) -> None:
        self._sound_from = sound_from
        self._phrases: dict[Sounds, list[str]] = {}
        self._gapped: dict[tuple[int, Sounds], list[tuple[str, str]]] = {}
        for phrase in dict.fromkeys(phrases):
            sounded = _sounded(phrase)
            sounds = tuple(s.syllable for s in sounded)
            self._phrases.setdefault(sounds, []).append(phrase)
            for i, part in enumerate(sounded if near_from and len(sounded) >= near_from else ()):
                if phrase[part.start : part.end] not in _NUMERALS:  # line 4 is not line 1 misheard
                    self._gapped.setdefault((i, _without(sounds, i)), []).append((phrase, part.syllable))
        self._lengths = sorted({len(sounds) for sounds in self._phrases if sounds}, reverse=True)
        self.find = lru_cache(maxsize=4096)(self._find)

    def _find(self, text: str) -> tuple[Found, ...]:
        """The phrases in order, the longest where several begin, without overlaps."""
        sounded = _sounded(text)
        found: list[Found] = []
        i = 0
        while i < len(sounded):
            windows = (sounded[i : i + length] for length in self._lengths if i + length <= len(sounded))
            match = next(((f, len(w)) for w in windows if (f := self._match(text, w))), None)
            found.extend([match[0]] if match else [])
            i += match[1] if match else 1
        return tuple(found)

    def _match(self, text: str, window: tuple[_Sounded, ...]) -> Found | None:
        if any(one.end != following.start for one, following in pairwise(window)):
            return None
        start, end = window[0].start, window[-1].end
        sounds = tuple(sounded.syllable for sounded in window)
        alike = self._phrases.get(sounds, [])
        if text[start:end] in alike:
            return Found(text[start:end], start, end, 1.0)
        if alike and len(window) >= self._sound_from:
            return Found(alike[0], start, end, 0.8)
        for i in range(len(sounds) if self._gapped else 0):
            for phrase, meant in self._gapped.get((i, _without(sounds, i)), []):
                if _half_alike(sounds[i], meant):
                    return Found(phrase, start, end, 0.6)
        return None


def _sounded(text: str) -> tuple[_Sounded, ...]:
    """The syllables of a text, each with the characters it stands for."""
    places = [match.span() for match in _SOUNDED.finditer(text.lower())]
    heard = syllables(text)
    if len(heard) != len(places):  # a character without a reading: read one by one
        heard = [" ".join(syllables(text[start:end])) for start, end in places]
    return tuple(_Sounded(start, end, sound) for (start, end), sound in zip(places, heard, strict=True))


def _without(sounds: Sounds, i: int) -> Sounds:
    return sounds[:i] + sounds[i + 1 :]


def _half_alike(one: str, other: str) -> bool:
    """Whether two syllables share their initial or their final."""
    first, second = (len(initial[0]) if (initial := _INITIAL.match(s)) else 0 for s in (one, other))
    return one[:first] == other[:second] or one[first:] == other[second:]
