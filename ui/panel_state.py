"""What the panel shows of one call: a value folded from the call's events, never changed from elsewhere."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field, replace

from assistant.events import (
    Alert,
    CallEnded,
    CallFault,
    CallStarted,
    FinalTranscript,
    Hearing,
    HearingChanged,
    PartialTranscript,
    Stamped,
    Suggestion,
    TicketDraft,
    TicketEdited,
)
from assistant.ticket import FIELD_NAMES, Draft, FieldName


@dataclass(frozen=True, slots=True)
class TypedQuestion:
    """A question typed by the operator; `start_ms` on the call's clock."""

    text: str
    start_ms: int


@dataclass(frozen=True, slots=True)
class HearingNote:
    """From here on the call was transcribed or not; `start_ms` on the call's clock."""

    state: Hearing
    start_ms: int


Heard = FinalTranscript | PartialTranscript
Line = Heard | TypedQuestion | HearingNote


@dataclass(frozen=True, slots=True)
class PanelState:
    """Everything up to event `seq` (-1: nothing yet); times in milliseconds from the start of the call.

    `lines` are in the order of their start, with at most one line for each channel and utterance.
    `edits` are the operator's values, which stand over every drafted one. `faults` are those that
    still hold. `operator` is the extension that the call is for.
    """

    call_id: str = ""
    seq: int = -1
    at_ms: int = 0
    source: str = ""
    label: str = ""
    recognizer: str = ""
    lines: tuple[Line, ...] = ()
    suggestion: Suggestion | None = None
    draft: Draft = field(default_factory=Draft)
    edits: dict[FieldName, str] = field(default_factory=dict)
    alerts: tuple[Alert, ...] = ()
    faults: tuple[CallFault, ...] = ()
    ended: CallEnded | None = None
    operator: str = ""
    hearing: Hearing = "on"

    def value(self, name: FieldName) -> str:
        """What the form holds: the operator's word, else the drafted one, else nothing."""
        if name in self.edits:
            return self.edits[name]
        drafted = self.draft.fields.get(name)
        return drafted.value if drafted else ""

    def values(self) -> dict[FieldName, str]:
        """The whole form."""
        return {name: self.value(name) for name in FIELD_NAMES}


def fold(state: PanelState, stamped: Stamped) -> PanelState:
    """The state after one more event; an event that was folded before changes nothing."""
    if stamped.seq <= state.seq:
        return state
    state = replace(state, call_id=stamped.call_id, seq=stamped.seq, at_ms=_clock(state, stamped))
    match stamped.event:
        case CallStarted() as begun:
            return replace(
                state,
                source=begun.source,
                label=begun.label,
                operator=begun.operator,
                recognizer=begun.recognizer,
            )
        case FinalTranscript() | PartialTranscript() as heard:
            return replace(state, lines=_with_transcript(state.lines, heard))
        case Suggestion() as suggestion:
            return _with_suggestion(state, suggestion)
        case TicketDraft(draft):
            return replace(state, draft=draft, faults=_without(state.faults, "ticket"))
        case TicketEdited(name, value):
            return replace(state, edits={**state.edits, name: value})
        case Alert() as alert:
            return state if alert in state.alerts else replace(state, alerts=(*state.alerts, alert))
        case HearingChanged(hearing):
            return _with_hearing(state, hearing)
        case CallFault() as fault:
            return replace(state, faults=(*_without(state.faults, fault.stage), fault))
        case CallEnded() as ended:
            closed = tuple(line for line in state.lines if not isinstance(line, PartialTranscript))
            return replace(state, ended=ended, lines=closed, at_ms=ended.duration_ms or state.at_ms)


def _clock(state: PanelState, stamped: Stamped) -> int:
    """How far the call is: by its sound, and by the time of day only where nothing is replayed."""
    if isinstance(stamped.event, Heard):
        return max(state.at_ms, stamped.event.end_ms)
    return state.at_ms if state.source == "replay" else max(state.at_ms, stamped.at_ms)


def place(heard: Heard) -> tuple[str, int]:
    """What all partials of an utterance share with its final."""
    return heard.channel, heard.utterance


def _with_transcript(lines: tuple[Line, ...], heard: Heard) -> tuple[Line, ...]:
    at = _found(lines, heard)
    if at is not None:
        if isinstance(lines[at], FinalTranscript) and isinstance(heard, PartialTranscript):
            return lines  # a partial that came late says less than the final
        lines = (*lines[:at], *lines[at + 1 :])
    return _inserted(lines, heard) if heard.text.strip() else lines


def _found(lines: tuple[Line, ...], heard: Heard) -> int | None:
    """Where the utterance stands; looked for from the end, as far as an earlier one of its channel."""
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        if isinstance(line, TypedQuestion | HearingNote) or line.channel != heard.channel:
            continue
        if line.utterance <= heard.utterance:
            return at if line.utterance == heard.utterance else None
    return None


def _with_hearing(state: PanelState, hearing: Hearing) -> PanelState:
    if hearing == state.hearing:
        return state
    return replace(state, hearing=hearing, lines=_inserted(state.lines, HearingNote(hearing, state.at_ms)))


def _with_suggestion(state: PanelState, suggestion: Suggestion) -> PanelState:
    before, lines = state.suggestion, state.lines
    typed = suggestion.utterance < 0 and not suggestion.heard
    repeated = before is not None and before.utterance < 0 and before.query == suggestion.query
    if typed and not repeated:
        lines = _inserted(lines, TypedQuestion(suggestion.query, state.at_ms))
    faults = _without(state.faults, "retrieval")
    if suggestion.answer and suggestion.answer.origin == "drafted" and suggestion.answer.complete:
        faults = _without(faults, "llm")
    return replace(state, suggestion=suggestion, lines=lines, faults=faults)


def _inserted(lines: tuple[Line, ...], line: Line) -> tuple[Line, ...]:
    """In the order of their start, after those that start with it."""
    at = bisect_right(lines, line.start_ms, key=lambda other: other.start_ms)
    return (*lines[:at], line, *lines[at:])


def _without(faults: tuple[CallFault, ...], stage: str) -> tuple[CallFault, ...]:
    return tuple(fault for fault in faults if fault.stage != stage)
