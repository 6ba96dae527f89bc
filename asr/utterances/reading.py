"""One reading of an utterance by an engine that hears whole utterances, not streams."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from asr.audio import Samples
from asr.transcript import Word


@dataclass(frozen=True, slots=True)
class Reading:
    """`tokens` are the engine's own, `confidence` the mean token probability 0..1, None where the
    engine gives none.

    `silence` is the engine's own probability that nothing was said. Word times count from the utterance.
    """

    text: str
    tokens: tuple[int, ...]
    confidence: float | None
    silence: float
    words: tuple[Word, ...] = ()


class Reader(Protocol):
    """Reads an utterance as often as asked."""

    @property
    def name(self) -> str:
        """Engine and model."""
        ...

    def glance(self, samples: Samples, prefix: tuple[int, ...]) -> Reading:
        """A quick reading of an open utterance that begins with the tokens already agreed on."""
        ...

    def read(self, samples: Samples) -> Reading:
        """The best reading of a finished utterance, with word times."""
        ...
