"""What the assistant thinks of a call so far: passages and answers for a question, and the ticket's draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from asr.transcript import FinalTranscript
from assistant.alarm import alerts
from assistant.answer import Answer
from assistant.answers.drafted_answer import draft_answer
from assistant.answers.quoted_answer import QuotedAnswer
from assistant.events import Alert
from assistant.question_context import Found, found_together, turns_away
from assistant.ticket import Draft
from assistant.tickets.ticket_drafter import TicketDrafter
from assistant.transcripts.mender import Mender
from retrieval.hit import Hit
from retrieval.searcher import Searcher

if TYPE_CHECKING:
    from assistant.llm import Llm

SHOWN = 5
_WEIGHED = 20
"""Of each of two searches that are taken together."""


@dataclass(frozen=True, slots=True)
class Advisor:
    """The parts that advise; shared by all calls, none keeps anything of a call."""

    searcher: Searcher
    quoted: QuotedAnswer
    drafter: TicketDrafter
    llm: Llm | None
    llm_deadline_s: float
    mender: Mender | None = None

    def mend(self, final: FinalTranscript, before: Sequence[FinalTranscript]) -> FinalTranscript:
        """The final in the words that were likely said, told the finals of its call so far."""
        return self.mender.mend(final, before) if self.mender else final

    def passages(self, query: str, heard: bool, about: Mapping[str, float], as_of: date) -> tuple[Hit, ...]:
        """The best passages of what is in force on that day, none where nothing is good enough.

        `about` says how much the call is on a document.
        """
        return tuple(self.searcher.search(query, heard, SHOWN, about, as_of))

    def passages_after(self, before: str, query: str, about: Mapping[str, float], as_of: date) -> Found:
        """The same for a heard question, by what it finds alone and after the words said before it.

        One that turns to something else is taken by itself, if anything is found so.
        """
        alone = self.searcher.search(query, True, _WEIGHED, {}, as_of)
        if alone and turns_away(query):
            return Found(query, tuple(alone[:SHOWN]))
        whole = f"{before}，{query}"
        after = self.searcher.search(whole, True, _WEIGHED, about, as_of)
        if not after:
            return Found(query)
        hits = tuple((found_together(alone, after) if alone else after)[:SHOWN])
        chosen = not alone or alone[0].passage.doc_id != hits[0].passage.doc_id
        return Found(whole if chosen else query, hits)

    def quote(self, query: str, heard: bool, hits: Sequence[Hit]) -> Answer | None:
        """An answer in the documents' own words."""
        return self.quoted.answer(query, heard, hits) if hits else None

    def drafts(self, query: str, hits: Sequence[Hit]) -> Iterator[Answer]:
        """An LLM's checked sentences as they come; nothing where no LLM is configured."""
        if self.llm and hits:
            yield from draft_answer(self.llm, query, hits, self.llm_deadline_s)

    def ticket(self, finals: Sequence[FinalTranscript]) -> Draft:
        """The form as far as it was said."""
        return self.drafter.draft(finals)

    def alerts(self, final: FinalTranscript) -> tuple[Alert, ...]:
        """Dangers in what was just said."""
        return alerts(final)
