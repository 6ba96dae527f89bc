"""The front of the assistant for screens and commands: calls, recordings, tickets, knowledge, what works here."""

from __future__ import annotations

import uuid
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from asr.audio import Recording
from asr.call_share import LoadMeter
from asr.errors import AsrError
from asr.loader import Loader
from asr.protocols.line_config import LineConfig
from asr.recognizer import Recognizer
from assistant.advisor import Advisor
from assistant.call_log import CallLog, CallSummary
from assistant.call_session import CallSession, Source
from assistant.engines import Engines
from assistant.evaluation.evaluation_desk import EvaluationDesk
from assistant.events import CallFault, Stamped
from assistant.insight.insight_desk import InsightDesk
from assistant.knowledge.editorial_desk import EditorialDesk
from assistant.knowledge.knowledge_desk import KnowledgeDesk
from assistant.knowledge.upload_desk import UploadDesk
from assistant.lines.line_calls import LineCalls
from assistant.live_calls import LiveCall, LiveCalls
from assistant.replay import Replay, open_recording
from assistant.settings import SAMPLE, Settings
from assistant.ticket import FieldName
from assistant.tickets.ticket_book import Ticket, TicketBook
from knowledge_base.store import Store

__all__ = ["CallSummary", "Desk", "DeskStatus", "LiveCall", "RecordedCall", "Ticket"]

AUDIO = {".wav", ".flac", ".mp3", ".opus", ".ogg", ".alaw", ".ulaw", ".al", ".ul"}


@dataclass(frozen=True, slots=True)
class DeskStatus:
    """What is in use ("" for none), and a sentence for each thing that is missing."""

    recognizer: str
    embedder: str
    llm: str
    documents: int
    passages: int
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """A recording that can be played into a call."""

    name: str
    path: Path
    seconds: float


class Desk:
    """Safe to share between threads; made by `assistant.wiring.open_desk`."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        knowledge: KnowledgeDesk,
        insight: InsightDesk,
        advisor: Advisor,
        recognizer: Recognizer | None,
        embedder: str,
        missing: tuple[str, ...],
        loader: Loader | None = None,
    ) -> None:
        self.settings, self.knowledge, self.insight = settings, knowledge, insight
        self.evaluation = EvaluationDesk(settings.home, settings.max_dataset_mb * 1_000_000)
        self.uploads = UploadDesk(store, knowledge, settings.home, settings.watch_folder)
        self.editorial = EditorialDesk(store, knowledge, settings.second_person)
        self._store, self._advisor = store, advisor
        loader = loader or Loader(settings.models, settings.threads)
        self._engines = Engines(recognizer, loader, settings.max_speech_models)
        self._embedder, self._missing = embedder, missing
        self._log = CallLog(store, self._unlogged)
        self._tickets = TicketBook(store)
        self._calls = LiveCalls(settings.max_calls, self._has_room)
        self._load = LoadMeter(settings.threads)
        self._unlogged_calls: set[str] = set()
        self.lines = LineCalls(self._open_line, self._calls.assign, settings.line_limits, self._engines.ready)

    @property
    def recognizer(self) -> str:
        """The name of the recogniser in use, "" for none."""
        return self._engines.site.name if self._engines.site else ""

    def engines(self) -> tuple[str, ...]:
        """What a call may choose to be heard with, against the site's own engine."""
        return self._engines.names()

    def status(self) -> DeskStatus:
        """What works here and what does not."""
        documents = self.knowledge.documents()
        return DeskStatus(
            self.recognizer,
            self._embedder,
            self._advisor.llm.name if self._advisor.llm else "",
            len(documents),
            sum(document.passages for document in documents),
            self._missing,
        )

    def recordings(self) -> list[RecordedCall]:
        """The sample calls, then what lies in the home's folder of recordings; unreadable files are left out."""
        found = []
        for folder in (SAMPLE / "calls", self.settings.home / "recordings"):
            for path in sorted(folder.glob("*")) if folder.is_dir() else ():
                if path.suffix.lower() in AUDIO:
                    try:
                        found.append(RecordedCall(path.stem, path, Recording(path).seconds))
                    except AsrError:
                        continue  # it is said when somebody chooses it by hand
        return found

    def replay(self, path: Path, speed: float = 1.0, engine: str = "") -> CallSession:
        """A call that plays the recording in the background, at `speed` (0: as fast as it can be heard).

        Raises DeskFull, as does `open_call` for a call that is heard. `engine` is one of `engines()`, "" the site's;
        a call whose engine cannot be had is heard with the site's, which a CallFault says.
        """
        recording = open_recording(path, self.settings.max_audio_minutes)
        session = self._open("replay", path.stem, engine=engine)
        Replay(recording, session, speed).start()
        return session

    def open_call(self, source: Literal["microphone", "typed"], label: str = "", engine: str = "") -> CallSession:
        """A call that waits for sound, or for typed questions."""
        return self._open(source, label, engine=engine)

    def call(self, call_id: str) -> CallSession | None:
        """A call of this process."""
        return self._calls.get(call_id)

    def live_calls(self) -> int:
        """How many calls go on."""
        return len(self._calls.live())

    def live(self) -> list[LiveCall]:
        """The calls that go on, the newest first."""
        return self._calls.live()

    def attend(self, extension: str, known: Container[str], timeout: float) -> str:
        """The oldest call that goes on for that extension and is not `known`, waiting for it up to `timeout` seconds.

        "" where there is none.
        """
        return self._calls.attend(extension, known, timeout)

    def past_calls(self, limit: int = 50) -> list[CallSummary]:
        """Stored calls, the newest first."""
        return self._log.calls(limit)

    def events(self, call_id: str) -> list[Stamped]:
        """The stored stream of a call."""
        return self._log.events(call_id)

    def submit(self, call_id: str, fields: dict[FieldName, str]) -> int:
        """Stores the form; gives the ticket's number."""
        return self._tickets.submit(call_id, fields)

    def tickets(self) -> list[Ticket]:
        """Submitted tickets, the newest first."""
        return self._tickets.tickets()

    def export_tickets(self, kind: Literal["json", "csv"]) -> str:
        """All tickets as text of that format."""
        return self._tickets.export(kind)

    def close(self) -> None:
        """Ends every call and stores what is left."""
        self.lines.close()
        self._calls.hang_up()
        self._log.close()
        self.uploads.close()
        self.insight.close()
        self._store.close()

    def _has_room(self) -> bool:
        recognizer = self._engines.site
        return recognizer is None or self._load.room(self._calls.shares(), recognizer.cores_per_call)

    def _open_line(self, config: LineConfig) -> CallSession:
        return self._open("line", config.operator or config.call, config.operator, config.engine)

    def _open(self, source: Source, label: str, operator: str = "", engine: str = "") -> CallSession:
        name, log = uuid.uuid4().hex[:12], self._log.append
        recognizer, fault = (None, None) if source == "typed" else self._engines.for_call(name, engine)
        session = self._calls.open(
            lambda: CallSession(name, source, label, recognizer, self._advisor, log, operator), source != "typed"
        )
        if fault:
            session.fault(fault)
        return session

    def _unlogged(self, call_id: str, error: Exception) -> None:
        """Said once, as saying it is an event that cannot be stored either; the call goes on."""
        session = self._calls.get(call_id)
        if session and call_id not in self._unlogged_calls:
            self._unlogged_calls.add(call_id)
            session.fault(CallFault("log", type(error).__name__))
