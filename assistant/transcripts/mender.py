"""What happens to a final after the engine: one script, repair by sound, figures and marks; the raw words are kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import opencc

from asr.transcript import FinalTranscript
from assistant.transcripts.mended_text import Edit, MendedText
from assistant.transcripts.phrase_count import NUMERAL
from assistant.transcripts.punctuation import marks
from assistant.transcripts.sound_repair import Heard, repairs
from assistant.transcripts.term_source import TermSource
from assistant.transcripts.written_numbers import written_numbers

_REMEMBERED = 20
"""Finals of a call in which a term may have been said before."""


class Mender:
    """Shared by all calls; keeps nothing of a call. `names` of the city keep their numerals, such as 地铁一号线."""

    def __init__(self, terms: TermSource, names: Iterable[str] = ()) -> None:
        self._terms = terms
        self._names = re.compile("|".join(re.escape(name) for name in names if NUMERAL.search(name)) or "(?!)")
        self._simplified = opencc.OpenCC("t2s").convert

    def warm_up(self) -> None:
        """Begins to count the terms of the knowledge base."""
        self._terms.book()

    def settle(self) -> None:
        """Returns when the terms are those that the knowledge base holds now: what a benchmark waits for."""
        self._terms.settle()

    def mend(self, final: FinalTranscript, before: Sequence[FinalTranscript]) -> FinalTranscript:
        """`before` are the finals of the call so far.

        `raw` holds the engine's words where the text is another; its words and their times stay as they are.
        """
        heard = self._simplified(final.text)
        mended = MendedText(heard)
        if book := self._terms.book():
            said = "\n".join(one.text for one in before[-_REMEMBERED:])
            mended = mended.edited(repairs(Heard(heard, final.words, said), book))
        mended = mended.edited(written_numbers(mended.text, self._names))
        put = {mended.place(mark.start): mark for mark in marks(heard, final.words)}
        mended = mended.edited(Edit(at, mended.place(mark.end), mark.text) for at, mark in put.items())
        if mended.text == final.text:
            return final
        return replace(final, text=mended.text, raw=final.raw or final.text, repairs=mended.repairs)
