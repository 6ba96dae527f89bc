"""Uploads for screens and commands: start one, see how far all are, cancel one."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from assistant.errors import AssistantError
from assistant.knowledge.doubles import Doubles
from assistant.knowledge.folder_watch import FolderWatch, WatchNotice
from assistant.knowledge.knowledge_desk import KnowledgeDesk
from assistant.knowledge.staging import Staging
from assistant.knowledge.unpacking import is_archive
from assistant.knowledge.upload import Batch, Origin, UploadFile
from assistant.knowledge.upload_book import Staged, UploadBook, keep
from assistant.knowledge.upload_worker import UploadWorker
from knowledge_base.store import Store
from knowledge_base.told import Told

__all__ = ["Batch", "UploadDesk", "UploadFile", "WatchNotice"]

SHOWN = 20
"""Newest batches that are listed."""


class UploadDesk:
    """Files are staged under `home/uploads` and taken in behind; safe to share between threads and processes."""

    def __init__(self, store: Store, knowledge: KnowledgeDesk, home: Path, watch: Path | None = None) -> None:
        self._knowledge = knowledge
        self._book, self._staging = UploadBook(store), Staging(home / "uploads")
        upload = partial(self.start, origin="folder")
        self._watch = FolderWatch(watch, store, upload) if watch else None
        self._worker = UploadWorker(self._book, self._staging, knowledge, self._watch, home / "uploads.lock")

    def work(self) -> None:
        """Begins taking in what waits, unless another process does; `close` ends it."""
        self._worker.start()

    def close(self) -> None:
        """Returns once the file being read is in; what waits is gone on with at the next start."""
        self._worker.stop()

    def start(self, files: Sequence[Path], by: str = "", origin: Origin = "page") -> str:
        """Queues files, ZIPs among them to be unpacked; gives the batch's id. Raises AssistantError.

        A file twice is taken once; of two different ones with one name the later is refused, since it would
        become a version of the other.
        """
        if not files:
            raise AssistantError("No file was chosen. Choose at least one.")
        batch, doubles = uuid.uuid4().hex[:12], Doubles()
        try:
            ordered = sorted(files, key=lambda file: file.name)
            staged = [self._stage(batch, number, file, doubles) for number, file in enumerate(ordered)]
            self._book.open(batch, by, origin, staged)
        except BaseException:
            self._staging.drop_batch(batch)
            raise
        self._worker.wake()
        return batch

    def cancel(self, batch: str) -> None:
        """What is in stays in whole; nothing else of it comes in."""
        for staged in self._book.cancel(batch):
            self._staging.drop(staged)

    def batches(self) -> list[Batch]:
        """The newest first; outcomes are kept for a week."""
        return self._book.batches(SHOWN)

    @property
    def embedding(self) -> tuple[int, int]:
        """How many passages of how many of the newest files are embedded; zeros while none are being."""
        return self._worker.embedding

    @property
    def trouble(self) -> str:
        """Why uploads pause, in a sentence; "" where they do not."""
        return self._worker.trouble

    def notices(self) -> list[WatchNotice]:
        """What of the watched folder an admin should know."""
        return self._watch.notices() if self._watch else []

    def _stage(self, batch: str, number: int, file: Path, doubles: Doubles) -> Staged:
        limits = self._knowledge.limits
        packed = is_archive(file.name)
        most = limits.max_archive_bytes if packed else limits.max_bytes
        if file.is_file() and file.stat().st_size > most:
            problem = Told(
                "{name} is larger than {megabytes} MB. Split it, or raise {setting}.",
                name=file.name,
                megabytes=most // 1_000_000,
                setting="CALLDESK_MAX_ARCHIVE_MB" if packed else "CALLDESK_MAX_DOCUMENT_MB",
            )
            return Staged(file.name, None, "", "refused", problem)
        return keep(self._staging, batch, number, file.name, file, doubles)
