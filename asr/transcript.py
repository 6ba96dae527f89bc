"""What a recogniser says it heard: words that may still change, and words that will not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Channel = Literal["caller", "operator"]
CHANNELS: tuple[Channel, ...] = ("caller", "operator")


@dataclass(frozen=True, slots=True)
class Word:
    """One word; times in milliseconds from the start of the call, confidence 0..1."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float


@dataclass(frozen=True, slots=True)
class PartialTranscript:
    """An open utterance as read so far; the first `stable` characters of `text` agreed in two readings.

    `utterance` rises from 0 on each channel; `start_ms` is where the utterance began and `end_ms` how
    far the audio was read, both from the start of the call.
    """

    channel: Channel
    utterance: int
    text: str
    stable: int
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Repair:
    """Words put in the place of what the engine heard: `text[start:end]` instead of `heard`.

    `reason` names what they were known from ("term", "place", "category", "number"), `score` how sure that is, 0..1.
    """

    start: int
    end: int
    heard: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class FinalTranscript:
    """A closed utterance; it replaces every partial of the same channel and utterance number.

    An empty `text` withdraws what the partials showed: the last reading was no speech.
    `words` is empty where the engine gives no word times. `confidence` is 0..1, None where unknown. `raw` are the
    engine's own words where `text` is not, `repairs` what was replaced in them.
    """

    channel: Channel
    utterance: int
    text: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...] = ()
    confidence: float | None = None
    engine: str = ""
    raw: str = ""
    repairs: tuple[Repair, ...] = ()


Transcript = PartialTranscript | FinalTranscript
