"""Whether what was recommended during a call was what answered the caller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from assistant.events import Suggestion
from eval.data.call_set import ExpectedAnswer
from eval.metrics.caller_turn import CallerTurn
from eval.metrics.known_documents import KnownDocuments


@dataclass(frozen=True, slots=True)
class Ranking:
    """Of a turn that wants an answer the recommendation that held it highest, else the last one.

    `documents` are the names of the passages' documents, best first and empty where nothing was recommended;
    `right` says of each whether it answers.
    """

    turn: int
    documents: list[str]
    right: list[bool]


def rankings(turns: Sequence[CallerTurn], documents: KnownDocuments) -> list[Ranking]:
    """One for each turn that wants an answer."""
    return [_ranking(turn, documents) for turn in turns if turn.answers]


def useless(turns: Sequence[CallerTurn], documents: KnownDocuments) -> list[int]:
    """[those that hold no document that answers the turn, recommendations on turns that want an answer]."""
    shown = [(turn, each) for turn in turns if turn.answers for each in turn.last if each.hits]
    return [sum(not any(_right(each, turn.answers, documents)) for turn, each in shown), len(shown)]


def unneeded(turns: Sequence[CallerTurn], documents: KnownDocuments) -> list[int]:
    """[those with a recommendation that answers no turn of the call, the caller's turns that want no answer]."""
    answers = [answer for turn in turns for answer in turn.answers]
    idle = [[each for each in turn.last if each.hits] for turn in turns if not turn.answers]
    return [sum(any(not any(_right(each, answers, documents)) for each in shown) for shown in idle), len(idle)]


def _ranking(turn: CallerTurn, documents: KnownDocuments) -> Ranking:
    best = Ranking(turn.turn, [], [])
    for shown in (each for suggestions in turn.shown for each in suggestions if each.hits):
        right = _right(shown, turn.answers, documents)
        if _first(right) <= _first(best.right):
            best = Ranking(turn.turn, [documents.names.get(hit.passage.doc_id, "") for hit in shown.hits], right)
    return best


def _first(right: Sequence[bool]) -> float:
    return right.index(True) if True in right else inf


def _right(suggestion: Suggestion, answers: Sequence[ExpectedAnswer], documents: KnownDocuments) -> list[bool]:
    """Of each passage whether its document gives any of the answers."""
    return [any(documents.answered_by(answer, hit.passage.doc_id) for answer in answers) for hit in suggestion.hits]
