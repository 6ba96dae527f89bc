"""Where the words that were heard are in a text that was mended."""

from __future__ import annotations

from dataclasses import dataclass

from asr.transcript import FinalTranscript, Word
from asr.word_spans import word_spans

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PlacedWord:
    """Characters `start` to `end` of a text: the word, a part of it, or what was put in its place."""

    word: Word
    start: int
    end: int


def placed_words(final: FinalTranscript) -> list[PlacedWord]:
    """Every stretch of the text with the word heard there, in order; those that a repair touches have all of it."""
    raw = final.raw or final.text
    places = _places(final, raw)
    repaired = {(repair.start, repair.end) for repair in final.repairs}
    return [
        PlacedWord(word, start, end)
        for word, span in zip(final.words, word_spans(raw, final.words), strict=True)
        if span
        for start, end in _joined(places[slice(*span)], repaired)
    ]


def _places(final: FinalTranscript, raw: str) -> list[Span]:
    """For each character of the engine's words where it is now."""
    places: list[Span] = []
    at = 0
    for repair in final.repairs:
        places += _kept(raw[len(places) :], final.text, at, repair.start)
        places += [(repair.start, repair.end)] * len(repair.heard)
        at = repair.end
    return places + _kept(raw[len(places) :], final.text, at, len(final.text))


def _kept(raw: str, text: str, start: int, end: int) -> list[Span]:
    """The same between repairs, where only marks were put in, some in the place of spaces, or another script."""
    places: list[Span] = []
    for at, letter in enumerate(text[start:end], start):
        heard = raw[len(places) : len(places) + 1]
        if letter == heard or letter.isalnum():
            places.append((at, at + 1))
            continue
        spaces = len(raw) - len(places) - len(raw[len(places) :].lstrip())
        places += [(at, at)] * spaces
    return places


def _joined(places: list[Span], repaired: set[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in places:
        if start == end or (start, end) in joined:
            continue
        if joined and joined[-1][1] == start and not {joined[-1], (start, end)} & repaired:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
