"""Puts known terms in the place of words that only sound like them, where the sentence then reads much likelier."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import exp, inf, log, log1p
from statistics import fmean

import jieba

from asr.transcript import Word
from asr.word_spans import word_spans
from assistant.transcripts.mended_text import Edit
from assistant.transcripts.phrase_count import NUMERAL
from assistant.transcripts.sound_difference import FAR, NEAR, SLIP, TONE, difference
from assistant.transcripts.term_book import LONGEST, TermBook
from assistant.transcripts.word_lattice import WordLattice

SURE = 0.8
"""A repair is made from this probability on that it is right."""

_RUN = re.compile("[㐀-鿿]{2,}")
_NAME = re.compile("我(?:姓|[信兴心幸新])[㐀-鿿]{1,2}(?:(?![㐀-鿿])|(?=电话))")
"""Where a caller says a name: any surname sounds like some term."""

_LEAST_GAIN = 3.0
_SURE_ODDS = log(SURE / (1 - SURE))

# A logistic regression over the candidates in the development halves of recognised questions, sample calls and people's
# speech, each with the knowledge base it is about and with another: does the repair leave fewer characters wrong?
_BIAS = -0.39
_GAIN = 0.24
_LENGTH = 3.37
_TONE = -1.80
_NEAR = -2.72
_SLIP = -3.67
_COUNT = 0.49
_CONFIDENCE = -3.78
_UNKNOWN = 0.6
_SAID = 1.0
"""Set, not learnt: terms that were said before are few in the samples."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with the words that the engine is more or less sure of, and what was said in the call before."""

    text: str
    words: Sequence[Word] = ()
    before: str = ""

    def confidences(self) -> list[float]:
        """One for each character of the text."""
        sure = [_UNKNOWN] * len(self.text)
        for word, span in zip(self.words, word_spans(self.text, self.words), strict=True):
            if span:
                start, end = span
                sure[start:end] = [word.confidence] * (end - start)
        return sure


@dataclass(frozen=True, slots=True)
class _Candidate:
    """`term` could stand at `start` to `end`."""

    start: int
    end: int
    term: str
    score: float


def repairs(heard: Heard, book: TermBook) -> list[Edit]:
    """The repairs that are sure enough, in order, without overlaps; none touches a numeral."""
    taken: list[_Candidate] = []
    for one in sorted(_candidates(heard, book), key=lambda one: (-one.score, one.start)):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return [_edit(heard.text, one, book) for one in sorted(taken, key=lambda one: one.start)]


def _candidates(heard: Heard, book: TermBook) -> Iterator[_Candidate]:
    sure = heard.confidences()
    names = [found.span() for found in _NAME.finditer(heard.text)]
    for found in _RUN.finditer(heard.text):
        run, at = found[0], found.start()
        lattice: WordLattice | None = None
        for start, end in _spans(sounds := book.sounds(run)):
            alike = {*book.alike(sounds[start:end])} - {run[start:end]}
            beside = NUMERAL.search(heard.text, max(at + start - 1, 0), at + end + 1)
            if not alike or beside or any(at + start < last and at + end > first for first, last in names):
                continue
            lattice = lattice or WordLattice(run, book)
            for term in alike:
                gain = lattice.gain(start, end, term)
                if gain < _LEAST_GAIN:
                    continue
                odds = _odds(run[start:end], term, book) + _GAIN * gain + _SAID * (term in heard.before)
                changed = [i for i, letter in enumerate(term) if letter != run[start + i]]
                odds += _CONFIDENCE * fmean(sure[at + start + i] for i in changed)
                if odds >= _SURE_ODDS:
                    yield _Candidate(at + start, at + end, term, 1 / (1 + exp(-odds)))


def _spans(sounds: str) -> Iterator[tuple[int, int]]:
    for start in range(len(sounds) - 1):
        for end in range(start + 2, min(len(sounds), start + LONGEST) + 1):
            yield start, end


def _odds(heard: str, term: str, book: TermBook) -> float:
    """Logarithm of the odds that the term was said, from its own frequency and from how the two differ in sound."""
    kinds = [difference(one, other) for one, other in zip(heard, term, strict=True)]
    if FAR in kinds:
        return -inf
    different = _TONE * kinds.count(TONE) + _NEAR * kinds.count(NEAR) + _SLIP * kinds.count(SLIP)
    return _BIAS + _LENGTH * log(len(term)) + _COUNT * log1p(book.count(term)) + different


def _edit(text: str, one: _Candidate, book: TermBook) -> Edit:
    """Only the words of the term that differ; the whole name where it is one."""
    start, end, words = one.start, one.end, list(jieba.cut(one.term))
    while book.kind(one.term) == "term" and words and text.startswith(words[0], start):
        start += len(words.pop(0))
    while book.kind(one.term) == "term" and words and text[start:end].endswith(words[-1]):
        end -= len(words.pop())
    return Edit(start, end, "".join(words), book.kind(one.term), round(one.score, 3))
