"""The closed union of everything that happens in a call; the stored stream of it replays the call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from asr.transcript import FinalTranscript, PartialTranscript
from assistant.answer import Answer
from assistant.ticket import Draft, FieldName
from knowledge_base.document import Passage
from retrieval.hit import Hit

__all__ = [
    "Alert",
    "CallEnded",
    "CallEvent",
    "CallFault",
    "CallStarted",
    "FinalTranscript",
    "Hearing",
    "HearingChanged",
    "Hit",
    "PartialTranscript",
    "Passage",
    "Stamped",
    "Suggestion",
    "TicketDraft",
    "TicketEdited",
]

Hearing = Literal["on", "paused", "off"]
"""Whether a call is transcribed: "off" is for good."""


@dataclass(frozen=True, slots=True)
class CallStarted:
    """`source` says where the audio comes from ("replay", "microphone", "typed", "line"), `label` its name.

    `recognizer` is the engine's name or "" where there is none; `started_at` ISO 8601 in UTC; `operator` the extension
    that the call is for, "" where it was not told.
    """

    source: str
    label: str
    recognizer: str
    started_at: str
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Recommended passages and answer for what was asked; replaces the suggestion shown before.

    `utterance` is that of the caller's final it answers (-1 for a typed question), `query` the words
    searched with, `heard` whether they were heard or typed. No hits means: nothing good was found.
    """

    utterance: int
    query: str
    heard: bool
    hits: tuple[Hit, ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class TicketDraft:
    """The whole draft as of now; replaces the draft before."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class TicketEdited:
    """The operator set a field; it stands over every drafted value from now on."""

    field: FieldName
    value: str


@dataclass(frozen=True, slots=True)
class Alert:
    """Something the operator should see at once; `quote` are the caller's words that raised it.

    `kind` is one of "gas", "fire", "injury", "self_harm", "violence", "hazard".
    """

    kind: str
    quote: str
    utterance: int


@dataclass(frozen=True, slots=True)
class HearingChanged:
    """From now on the call is transcribed or not; what was said before may still be told after it."""

    state: Hearing


@dataclass(frozen=True, slots=True)
class CallFault:
    """A stage failed and the call goes on without it; `kind` is the error's class name, never its text."""

    stage: Literal["hearing", "engine", "retrieval", "ticket", "llm", "log"]
    kind: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """Always the last event; `duration_ms` of the audio, `summary` in one or two sentences."""

    duration_ms: int
    summary: str


CallEvent = (
    CallStarted
    | PartialTranscript
    | FinalTranscript
    | Suggestion
    | TicketDraft
    | TicketEdited
    | Alert
    | HearingChanged
    | CallFault
    | CallEnded
)


@dataclass(frozen=True, slots=True)
class Stamped:
    """An event with its identity: `seq` counts from 0 in its call without gaps.

    `at_ms` is the call's clock when it was published: milliseconds since the call began.
    """

    call_id: str
    seq: int
    at_ms: int
    event: CallEvent
