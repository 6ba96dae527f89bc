"""Whether quotes are what the documents say, say what the answer says, and are the clause that answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.answer import AnswerSentence, Citation
from assistant.answers.citation_check import check
from assistant.answers.clauses import Clause, spoken
from assistant.events import Stamped, Suggestion
from eval.data.call_set import ExpectedAnswer
from eval.metrics.caller_turn import CallerTurn
from eval.metrics.known_documents import KnownDocuments


def standing(events: Sequence[Stamped], documents: KnownDocuments) -> list[int]:
    """[those that are their document's text at the place they name, citations of the answers that stayed]."""
    stands = [
        (documents.text(citation.doc_id) or "")[citation.start : citation.end] == citation.quote
        for _, _, citation in _citations(events)
    ]
    return [sum(stands), len(stands)]


def supporting(events: Sequence[Stamped]) -> list[int]:
    """[those whose sentence rests on them, citations of the answers that stayed]."""
    supports = [_supports(*each) for each in _citations(events)]
    return [sum(supports), len(supports)]


def answered(turns: Sequence[CallerTurn]) -> list[int]:
    """[those with an answer shown, turns that want one]."""
    wanting = [turn for turn in turns if turn.answers]
    return [sum(any(each.answer for each in turn.last) for turn in wanting), len(wanting)]


def answers_right(turns: Sequence[CallerTurn], documents: KnownDocuments) -> list[int]:
    """[those that cite from the clause that answers, answers shown on turns whose clause is known]."""
    right = [
        any(_overlaps(citation, gold, documents) for citation in _cited(shown) for gold in turn.answers)
        for turn in turns
        if any(gold.quote for gold in turn.answers)
        for shown in turn.last
        if shown.answer
    ]
    return [sum(right), len(right)]


def answers_unneeded(turns: Sequence[CallerTurn]) -> list[int]:
    """[those with an answer shown, the caller's turns that want none]."""
    idle = [turn for turn in turns if not turn.answers]
    return [sum(any(each.answer for each in turn.last) for turn in idle), len(idle)]


def _citations(events: Sequence[Stamped]) -> Iterator[tuple[Suggestion, AnswerSentence, Citation]]:
    last = {e.event.utterance: e.event for e in events if isinstance(e.event, Suggestion)}
    for shown in last.values():
        for sentence in shown.answer.sentences if shown.answer else ():
            yield from ((shown, sentence, citation) for citation in sentence.citations)


def _supports(shown: Suggestion, sentence: AnswerSentence, citation: Citation) -> bool:
    """Exact words support themselves; a drafted sentence is checked against the passage that was shown."""
    assert shown.answer is not None
    if shown.answer.origin == "quoted" and sentence.text == spoken(Clause(citation.quote, 0, len(citation.quote))):
        return True
    passages = [hit.passage for hit in shown.hits if hit.passage.passage_id == citation.passage_id]
    return check(sentence.text, passages, citation.quote) is not None


def _cited(shown: Suggestion) -> list[Citation]:
    return [citation for sentence in shown.answer.sentences for citation in sentence.citations] if shown.answer else []


def _overlaps(citation: Citation, gold: ExpectedAnswer, documents: KnownDocuments) -> bool:
    if not documents.answered_by(gold, citation.doc_id):
        return False
    span = documents.span(gold, citation.doc_id)
    return span is not None and citation.start < span[1] and span[0] < citation.end
