"""The one worker that takes uploaded files in, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import SPOKEN
from assistant.knowledge.folder_watch import FolderWatch
from assistant.knowledge.knowledge_desk import KnowledgeDesk
from assistant.knowledge.staging import Staging
from assistant.knowledge.unpacking import is_archive, unpacked
from assistant.knowledge.upload_book import Job, Staged, UploadBook, keep
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.told import Told

GRACE_S = 5.0
_IDLE_S = 2.0
_PAUSE_S = 30.0
_log = logging.getLogger(__name__)


class Stopped(Exception):
    """The file is not taken in, because the program ends or its upload was cancelled."""


class UploadWorker:
    """Works while it holds the lock, which one process at a time can; another waits for it to be free.

    `trouble` is why it pauses, such as a full disk, "" where it does not; `embedding` how many passages of how
    many of the newest files are embedded.
    """

    def __init__(
        self, book: UploadBook, staging: Staging, knowledge: KnowledgeDesk, watch: FolderWatch | None, lock: Path
    ) -> None:
        self._book, self._staging, self._knowledge, self._watch = book, staging, knowledge, watch
        self._lock = FileLock(lock, timeout=0, thread_local=False)
        self._stop, self._wake = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None
        self._job: Job | None = None
        self._looked = 0.0
        self.trouble = ""
        self.embedding = (0, 0)

    def start(self) -> None:
        """Begins to work; what an earlier process left is gone on with."""
        self._thread = threading.Thread(target=self._run, name="uploads", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        self._wake.set()

    def stop(self) -> None:
        """Returns once the file being read is in, or has taken too long; what is not in waits for the next start."""
        self._stop.set()
        self._wake.set()
        if self._thread:
            self._thread.join(GRACE_S)
        job = self._job
        if job:
            self._book.put_back(job)

    def step(self) -> bool:
        """Takes in the next file; False where there is none."""
        if self._job:  # the disk was full even for putting it back
            self._book.put_back(self._job)
        self._job = job = self._book.next()
        if job:
            self._take(job)
        self._job = None
        return job is not None

    def recover(self) -> None:
        """Brings the uploads of an earlier process in order."""
        self._book.forget_old()
        self._book.recover()
        self._staging.keep_only({batch.batch for batch in self._book.batches() if batch.running})

    def _run(self) -> None:
        while not self._stop.is_set() and not self._held():
            self._stop.wait(_IDLE_S)
        recovered = False
        while not self._stop.is_set():
            self._wake.clear()
            try:
                if not recovered:
                    self.recover()
                    recovered = True
                busy = self.step()
                self.trouble = ""
                self._look()
            except Exception as exc:  # whatever it is, the thread must not end: it is said, and tried again
                self.trouble = (
                    exc.said if isinstance(exc, SPOKEN) else Told("Uploads fail ({kind}).", kind=type(exc).__name__)
                )
                self._stop.wait(_PAUSE_S)
            else:
                if not busy:
                    self._wake.wait(_IDLE_S)
        self._lock.release()

    def _held(self) -> bool:
        try:
            self._lock.acquire()
        except (Timeout, OSError) as exc:
            self.trouble = ""
            if not isinstance(exc, Timeout):
                self.trouble = Told("The folder of uploads cannot be used ({reason}).", reason=exc.strerror)
            return False
        return True

    def _look(self) -> None:
        if self._watch and time.monotonic() - self._looked > self._watch.every_s:
            self._looked = time.monotonic()
            try:
                self._watch.look()
            except SPOKEN as exc:  # uploads go on while the folder is away
                self.trouble = exc.said

    def _take(self, job: Job) -> None:
        try:
            self._read(job)
        except DocumentUnreadable as exc:
            self._book.finish(job, "refused", exc.said)
        except Stopped:
            if not self._book.cancelled(job.batch):
                self._book.put_back(job)
                return
            self._book.finish(job, "cancelled")
        except SPOKEN:  # the disk or the database, not the file: tried again
            self._book.put_back(job)
            raise
        except Exception as exc:  # whatever a reader stumbles on, the files after this one go on
            _log.error("an uploaded file could not be read: %s", type(exc).__name__)
            problem = Told(
                "{name} could not be read ({kind}). Save it anew, or in another format.",
                name=job.name,
                kind=type(exc).__name__,
            )
            self._book.finish(job, "refused", problem)
        finally:
            self.embedding = (0, 0)
        self._staging.drop(job.staged)
        if self._book.cancelled(job.batch):
            self._staging.drop_batch(job.batch)

    def _read(self, job: Job) -> None:
        path = self._staging.path(job.staged)
        if not path.is_file():
            raise DocumentUnreadable("{name} is no longer in the folder of uploads. Upload it again.", name=job.name)
        if is_archive(job.name):
            self._unpack(job, path)
        else:
            outcome = self._knowledge.take_in(path, job.by, partial(self._embedded, job.batch))
            self._book.added(job, outcome)

    def _unpack(self, job: Job, path: Path) -> None:
        first, doubles = self._book.size(job.batch), self._book.doubles(job.batch)
        files: list[Staged] = []
        for name, content in unpacked(path, self._knowledge.limits):
            if isinstance(content, str):
                files.append(Staged(name, None, "", "refused", content))
            else:
                files.append(keep(self._staging, job.batch, first + len(files), name, content, doubles))
        self._book.unpack(job, first, files)

    def _embedded(self, batch: str, done: int, all_: int) -> None:
        self.embedding = (done, all_)
        if self._stop.is_set() or self._book.cancelled(batch):
            raise Stopped
