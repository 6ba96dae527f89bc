"""The root error of hearing: its message is a sentence for the person and says what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asr.transcript import Transcript


class AsrError(Exception):
    """Something about audio or recognition went wrong."""


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
