"""The engines that hear: the site's own, and those that a call may choose against it."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

from asr.engine_choice import EngineChoice, choosable, choose
from asr.errors import EngineUnavailable
from asr.loader import Loader
from asr.recognizer import Recognizer
from assistant.events import CallFault

LOG = logging.getLogger("calldesk.engines")
Stamp = tuple[int, ...]


class Engines:
    """Safe to share between threads; `site` is the site's own engine, None where there is none.

    A model is loaded when the first call chooses it and stays, so that no caller can have models loaded in turns;
    `most` bounds how many there are, the site's own included.
    """

    def __init__(self, site: Recognizer | None, loader: Loader, most: int) -> None:
        self.site = site
        self._loader, self._most = loader, most
        self._loading = threading.Lock()
        self._had: dict[str, Recognizer] = {}
        self._failed: dict[str, tuple[Stamp, str]] = {}

    def names(self) -> tuple[str, ...]:
        """What a call may choose now; once `most` models are loaded, what these can do."""
        choices = choosable(self._loader.models)
        return tuple(choice.name for choice in choices if self._fits({part.name for part in choice.parts}))

    def ready(self, engine: str) -> None:
        """Loads what a call is about to ask for, if it can be had; takes seconds, and holds nobody up."""
        with suppress(EngineUnavailable):  # said when the call is opened
            self.recognizer(engine)

    def for_call(self, call_id: str, engine: str) -> tuple[Recognizer | None, CallFault | None]:
        """What hears that call; one whose engine cannot be had is heard with the site's, and its operator is told."""
        try:
            return self.recognizer(engine), None
        except EngineUnavailable as exc:
            LOG.warning("call %s: the engine it asks for cannot be had: %s", call_id, exc)
            return self.site, CallFault("engine", type(exc).__name__)

    def recognizer(self, engine: str) -> Recognizer | None:
        """The recogniser of that name, "" for the site's; loading one takes seconds, once. Raises EngineUnavailable.

        What could not be loaded is tried again once its files have changed.
        """
        if not engine:
            return self.site
        choice = choose(engine, self._loader.models)
        if not choice.parts:
            raise EngineUnavailable("The scripted engine hears nothing: choose another one.")
        if choice.name not in self._had:
            with self._loading:
                self._had[choice.name] = self._loaded(choice)
        return self._had[choice.name]

    def _loaded(self, choice: EngineChoice) -> Recognizer:
        if not self._fits({part.name for part in choice.parts}):
            raise EngineUnavailable(
                "{most} models are loaded and no more may be: choose one of those, or raise "
                "CALLDESK_MAX_SPEECH_MODELS.",
                most=self._most,
            )
        stamp, (failed_with, why) = _stamp(choice), self._failed.get(choice.name, ((), ""))
        if why and failed_with == stamp:
            raise EngineUnavailable(why)
        try:
            return self._had.get(choice.name) or self._loader.load_choice(choice)
        except EngineUnavailable as exc:
            self._failed[choice.name] = (stamp, exc.said)
            raise

    def _fits(self, parts: set[str]) -> bool:
        loaded = self._loader.loaded
        return parts <= loaded or len(parts | loaded) <= self._most


def _stamp(choice: EngineChoice) -> Stamp:
    """When each file of its models was changed, in nanoseconds; raises EngineUnavailable."""
    try:
        return tuple(path.lstat().st_mtime_ns for part in choice.parts for path in sorted(part.folder.rglob("*")))
    except OSError as exc:
        raise EngineUnavailable(
            "The files of {engine} cannot be read: choose another engine.", engine=choice.name
        ) from exc
