"""What happens to a final after the engine: one script, repair by sound, figures and marks; the raw words are kept."""

from __future__ import annotations

import logging
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

_LOG = logging.getLogger("calldesk.transcripts")
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
        said = "\n".join(one.text for one in before[-_REMEMBERED:])
        words = [replace(word, text=self._simplified(word.text)) for word in final.words]
        heard = Heard(self._simplified(final.text), words, said)
        mended = MendedText(heard.text)
        for stage in (self._repaired, self._numbered, _marked):
            try:
                mended = stage(mended, heard)
            except Exception as exc:  # what one stage cannot mend is left to the others
                _LOG.warning("A final could not be mended in one way (%s, %s).", stage.__name__, type(exc).__name__)
        if mended.text == final.text:
            return final
        return replace(final, text=mended.text, raw=final.raw or final.text, repairs=mended.repairs)

    def _repaired(self, mended: MendedText, heard: Heard) -> MendedText:
        book = self._terms.book()
        return mended.edited(repairs(heard, book)) if book else mended

    def _numbered(self, mended: MendedText, heard: Heard) -> MendedText:  # noqa: ARG002
        return mended.edited(written_numbers(mended.text, self._names))


def _marked(mended: MendedText, heard: Heard) -> MendedText:
    """What the pauses between the words call for, but for those inside of what was repaired."""
    placed = ((mended.place(one.start), mended.place(one.end), one.text) for one in marks(heard.text, heard.words))
    edits = [Edit(start, end, text) for start, end, text in placed if start is not None and end is not None]
    return mended.edited(edits)
