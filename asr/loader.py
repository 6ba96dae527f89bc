"""The one place that imports engines: loads what `engine_choice.py` chose, each model once."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from asr.engine_choice import EngineChoice, choices
from asr.engine_part import EnginePart
from asr.engines.guarded_recognizer import GuardedRecognizer
from asr.engines.sherpa_trial import try_out
from asr.errors import EngineUnavailable
from asr.recognizer import Recognizer

if TYPE_CHECKING:
    from asr.engines.sherpa_recognizer import SherpaReader, SherpaRecognizer
    from asr.engines.vosk_recognizer import VoskRecognizer
    from asr.engines.whisper_recognizer import WhisperRecognizer

    Live = VoskRecognizer | SherpaRecognizer
    Whole = WhisperRecognizer | SherpaReader

LOG = logging.getLogger("calldesk.asr")


def load_recognizer(engine: str, models: Path, threads: int) -> Recognizer:
    """The recogniser that `engine` means here, loaded anew; raises EngineUnavailable saying what to pull or install."""
    return Loader(models, threads).load(engine)


class Loader:
    """Keeps what it loaded, so that engines which share a model share its memory; used by one thread at a time."""

    def __init__(self, models: Path, threads: int) -> None:
        self.models, self._threads = models, threads
        self._live: dict[str, Live] = {}
        self._whole: dict[str, Whole] = {}

    @property
    def loaded(self) -> set[str]:
        """The names of the parts in memory."""
        return {*self._live, *self._whole}

    def load(self, engine: str) -> Recognizer:
        """The recogniser that `engine` means; a choice of "auto" that cannot be loaded gives way to the next one.

        Raises EngineUnavailable.
        """
        first: EngineUnavailable | None = None
        for choice in choices(engine, self.models):
            try:
                return self.load_choice(choice)
            except EngineUnavailable as exc:
                LOG.warning("%s cannot be loaded: %s", choice.name, exc)
                first = first or exc
        assert first is not None
        raise first

    def load_choice(self, choice: EngineChoice) -> Recognizer:
        """The recogniser of a choice; raises EngineUnavailable."""
        if not choice.parts:
            from asr.engines.scripted_recognizer import ScriptedRecognizer

            return ScriptedRecognizer({})
        live, whole = choice.parts[0], choice.parts[-1]
        if live is whole:
            return GuardedRecognizer(self._hearing(live, choice)) if live.live else self._reading(live, choice)
        from asr.engines.two_pass_recognizer import TwoPassRecognizer

        reader = self._reading(whole, choice)
        return TwoPassRecognizer(self._hearing(live, choice), reader, reader.readings)

    def _hearing(self, part: EnginePart, choice: EngineChoice) -> Live:
        if part.name not in self._live:
            self._live[part.name] = _live(part, self._marks(choice))
        return self._live[part.name]

    def _reading(self, part: EnginePart, choice: EngineChoice) -> Whole:
        if part.name not in self._whole:
            self._whole[part.name] = _whole(part, self._threads, self._marks(choice))
        return self._whole[part.name]

    def _marks(self, choice: EngineChoice) -> Path | None:
        """The model of punctuation, where it can be used."""
        if choice.punctuation is None or all(part.engine != "sherpa" for part in choice.parts):
            return None
        try:
            try_out(choice.punctuation)
        except EngineUnavailable as exc:
            LOG.warning("%s is left out: %s", choice.punctuation.name, exc)
            return None
        return choice.punctuation


def _live(part: EnginePart, punctuation: Path | None) -> Live:
    if part.engine == "vosk":
        from asr.engines.vosk_recognizer import VoskRecognizer

        return VoskRecognizer(part.folder)
    from asr.engines.sherpa_recognizer import SherpaRecognizer

    try_out(part.folder)
    return SherpaRecognizer(part.folder, punctuation)


def _whole(part: EnginePart, threads: int, punctuation: Path | None) -> Whole:
    if part.engine == "whisper":
        from asr.engines.whisper_recognizer import WhisperRecognizer

        return WhisperRecognizer(part.folder, threads)
    from asr.engines.sherpa_recognizer import SherpaReader

    try_out(part.folder)
    return SherpaReader(part.folder, threads, punctuation)
