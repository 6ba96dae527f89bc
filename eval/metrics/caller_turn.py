"""The caller's turns with what was recommended on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.events import FinalTranscript, Stamped, Suggestion
from eval.data.call_set import CallScript, ExpectedAnswer, Turn

PATIENCE_MS = 1500
"""How long after a turn an utterance of it may end."""


@dataclass(frozen=True, slots=True)
class CallerTurn:
    """`turn` counts all turns from 0 (-1: the whole call); `answers` is empty where nothing was to answer.

    `heard` are the words of its utterances, `shown` has for each of them every suggestion on it, in order.
    """

    turn: int
    answers: tuple[ExpectedAnswer, ...]
    heard: tuple[str, ...]
    shown: tuple[tuple[Suggestion, ...], ...]

    @property
    def last(self) -> tuple[Suggestion, ...]:
        """The suggestion of each utterance that stayed."""
        return tuple(suggestions[-1] for suggestions in self.shown)


def caller_turns(events: Sequence[Stamped], script: CallScript) -> list[CallerTurn]:
    """Every turn of the caller; an utterance belongs to the turn in which, or soon after which, it ends.

    Answers that name no turn want the call as a whole, which then is a turn of its own (-1); turns without answers are
    then left out, as nobody knows whether something was to answer there.
    """
    finals = [e.event for e in events if isinstance(e.event, FinalTranscript) and e.event.channel == "caller"]
    belongs = {final.utterance: _turn_of(final, script.turns) for final in finals}
    shown: dict[int, list[Suggestion]] = {}
    for stamped in events:
        if isinstance(stamped.event, Suggestion):
            shown.setdefault(stamped.event.utterance, []).append(stamped.event)
    turns = [
        CallerTurn(
            place,
            tuple(answer for answer in script.expected.answers if answer.turn == place),
            tuple(final.text for final in finals if final.text and belongs[final.utterance] == place),
            tuple(tuple(said) for utterance, said in shown.items() if belongs.get(utterance) == place),
        )
        for place, turn in enumerate(script.turns)
        if turn.speaker == "caller"
    ]
    if not (of_call := tuple(answer for answer in script.expected.answers if answer.turn is None)):
        return turns
    heard, every = tuple(final.text for final in finals if final.text), tuple(map(tuple, shown.values()))
    return [*(turn for turn in turns if turn.answers), CallerTurn(-1, of_call, heard, every)]


def _turn_of(final: FinalTranscript, turns: Sequence[Turn]) -> int | None:
    """Of two turns that come into question the one that shares more time with the utterance."""
    places = [
        place
        for place, turn in enumerate(turns)
        if turn.speaker == "caller" and turn.start_ms < final.end_ms <= turn.end_ms + PATIENCE_MS
    ]
    return max(places, key=lambda place: _shared(final, turns[place]), default=None)


def _shared(final: FinalTranscript, turn: Turn) -> int:
    return min(final.end_ms, turn.end_ms) - max(final.start_ms, turn.start_ms)
