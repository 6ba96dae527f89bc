"""The root error of hearing: its message is a sentence for the person and says what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from asr.told import Told

if TYPE_CHECKING:
    from asr.transcript import Transcript


class AsrError(Exception):
    """Something about audio or recognition went wrong.

    `said` is the sentence: a constant one in English and the values for its places; one that was told, also by
    another folder's class, is handed on as it is.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        self.said = cast(Told, sentence) if hasattr(sentence, "sentence") else Told(sentence, **values)
        super().__init__(self.said)

    @property
    def sentence(self) -> str:
        """With its places open."""
        return self.said.sentence

    @property
    def values(self) -> Mapping[str, object]:
        """By place."""
        return self.said.values


class AudioUnreadable(AsrError):
    """A recording is broken, empty, or of a kind that cannot be decoded."""


class EngineUnavailable(AsrError):
    """A recogniser's package or model is missing."""


class ReadingFailed(AsrError):
    """Readings of a stream failed; it goes on, and `told` is what it has to tell all the same."""

    def __init__(self, told: list[Transcript]) -> None:
        super().__init__("An utterance could not be read: see the engine's own error.")
        self.told = told


class AudioFlood(AsrError):
    """A source sends more audio than there is time."""
