"""How late words, advice and the ticket's draft come, by the call's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from assistant.events import FinalTranscript, PartialTranscript, Stamped, Suggestion, TicketDraft
from eval.data.call_set import Turn

PATIENCE_MS = 1500
"""How far apart an utterance and the turn it opens may begin."""


@dataclass(frozen=True, slots=True)
class Latencies:
    """In seconds: from the first word to the first partial, from the end of the voice to the final, from the
    caller's final to the first advice on it, from the latest final to the draft that follows."""

    first_partial: list[float] = field(default_factory=list)
    final: list[float] = field(default_factory=list)
    recommendation: list[float] = field(default_factory=list)
    draft: list[float] = field(default_factory=list)


def latencies(events: Sequence[Stamped], turns: Sequence[Turn]) -> Latencies:
    """Of every utterance that has words; one without partials is first shown by its final."""
    found = Latencies()
    first: dict[tuple[str, int], int] = {}
    unadvised: dict[int, int] = {}
    undrafted: int | None = None
    for stamped in events:
        match stamped.event:
            case PartialTranscript(channel=channel, utterance=utterance):
                first.setdefault((channel, utterance), stamped.at_ms)
            case FinalTranscript(text=text) as final if text:
                shown = first.get((final.channel, final.utterance), stamped.at_ms)
                found.first_partial.append((shown - _began(final, turns)) / 1000)
                found.final.append((stamped.at_ms - final.end_ms) / 1000)
                undrafted = stamped.at_ms
                if final.channel == "caller":
                    unadvised[final.utterance] = stamped.at_ms
            case Suggestion(utterance=utterance) if utterance in unadvised:
                found.recommendation.append((stamped.at_ms - unadvised.pop(utterance)) / 1000)
            case TicketDraft() if undrafted is not None:
                found.draft.append((stamped.at_ms - undrafted) / 1000)
                undrafted = None
    return found


def _began(final: FinalTranscript, turns: Sequence[Turn]) -> int:
    """When the first word was said: at the turn's start, where the utterance opens a turn."""
    starts = [turn.start_ms for turn in turns if turn.speaker == final.channel]
    near = min(starts, key=lambda start: abs(start - final.start_ms), default=final.start_ms)
    return near if abs(near - final.start_ms) <= PATIENCE_MS else final.start_ms
