"""The uploads as rows of the database, which are the queue at the same time: what waits is taken from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.knowledge.doubles import Doubles
from assistant.knowledge.staging import Staging, safe_name
from assistant.knowledge.upload import Batch, FileState, Origin, UploadFile
from assistant.knowledge.upload_tables import MIGRATIONS
from knowledge_base.store import Database, Store
from knowledge_base.told import Told, as_json, from_json, together

if TYPE_CHECKING:
    from assistant.knowledge.knowledge_desk import AddOutcome

KEPT_DAYS = 7
MOST_TRIES = 2
KILLER = Told(
    "The program stopped twice while it was reading this file, so it was left out. "
    "Save it in another format, or split it, and upload it again."
)
_ROW = "INSERT INTO upload_files (batch, position, name, staged, sha256, state, tries, passages, note)"


@dataclass(frozen=True, slots=True)
class Staged:
    """A file as it is put into the book: waiting where `staged` says, or finished already with a `note`."""

    name: str
    staged: str | None
    sha256: str
    state: FileState = "waiting"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that is being taken in."""

    file: int
    batch: str
    by: str
    name: str
    staged: str


class UploadBook:
    """Safe to share between threads and processes; one process takes files out of it."""

    def __init__(self, store: Store) -> None:
        self._store = store
        store.migrate(MIGRATIONS)

    def open(self, batch: str, by: str, origin: Origin, files: Sequence[Staged]) -> None:
        """A new batch with all its files."""

        def run(db: Database) -> None:
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            db.execute("INSERT INTO upload_batches VALUES (?, ?, ?, ?, 0)", [batch, by.strip(), origin, moment])
            _insert(db, batch, 0, files)

        self._store.write(run)

    def unpack(self, job: Job, first: int, files: Sequence[Staged]) -> None:
        """The files of an archive in its place, those of a batch that was cancelled meanwhile as cancelled."""

        def run(db: Database) -> None:
            _insert(db, job.batch, first, files)
            _finish(db, job.file, "unpacked", "")
            (cancelled,) = db.execute("SELECT cancelled FROM upload_batches WHERE batch = ?", [job.batch]).fetchone()
            if cancelled:
                _cancel(db, job.batch)

        self._store.write(run)

    def next(self) -> Job | None:
        """The next waiting file, from now on being read: first come, first served, as a later one may correct it."""

        def run(db: Database) -> Job | None:
            found = db.execute(
                "SELECT file, batch, person, name, staged FROM upload_files JOIN upload_batches USING (batch)"
                " WHERE state = 'waiting' ORDER BY upload_batches.rowid, position, file LIMIT 1"
            ).fetchone()
            if found is None:
                return None
            db.execute("UPDATE upload_files SET state = 'reading', tries = tries + 1 WHERE file = ?", [found[0]])
            return Job(*found)

        waiting = self._store.read(
            lambda db: db.execute("SELECT 1 FROM upload_files WHERE state = 'waiting' LIMIT 1").fetchone()
        )
        return self._store.write(run) if waiting else None

    def put_back(self, job: Job) -> None:
        """It was not the file's fault: it waits again and no try is counted."""
        query = "UPDATE upload_files SET state = 'waiting', tries = tries - 1 WHERE file = ? AND state = 'reading'"
        self._store.write(lambda db: db.execute(query, [job.file]))

    def finish(self, job: Job, state: FileState, note: str = "") -> None:
        """Nothing more is done with the file."""
        self._store.write(lambda db: _finish(db, job.file, state, note))

    def added(self, job: Job, outcome: AddOutcome) -> None:
        """The document is in."""
        changes = "state = 'done', staged = NULL, doc_id = ?, passages = ?, note = ?"
        values = [outcome.doc_id, outcome.passages, as_json(together(outcome.notes)), job.file]
        self._store.write(lambda db: db.execute(f"UPDATE upload_files SET {changes} WHERE file = ?", values))

    def cancelled(self, batch: str) -> bool:
        """Whether a batch was."""
        query = "SELECT cancelled FROM upload_batches WHERE batch = ?"
        return bool(self._store.read(lambda db: db.execute(query, [batch]).fetchone()[0]))

    def cancel(self, batch: str) -> list[str]:
        """What waits is dropped; gives where those files were staged."""

        def run(db: Database) -> list[str]:
            query = "SELECT staged FROM upload_files WHERE batch = ? AND state = 'waiting'"
            staged = [where for (where,) in db.execute(query, [batch])]
            db.execute("UPDATE upload_batches SET cancelled = 1 WHERE batch = ?", [batch])
            _cancel(db, batch)
            return staged

        return self._store.write(run)

    def recover(self) -> None:
        """After a crash: what was being read waits again, unless it was there at the last crash too."""

        def run(db: Database) -> None:
            killers = db.execute("SELECT file FROM upload_files WHERE state = 'reading' AND tries >= ?", [MOST_TRIES])
            for (file,) in killers.fetchall():
                _finish(db, file, "refused", KILLER)
            db.execute("UPDATE upload_files SET state = 'waiting' WHERE state = 'reading'")
            for (batch,) in db.execute("SELECT batch FROM upload_batches WHERE cancelled").fetchall():
                _cancel(db, batch)

        self._store.write(run)

    def doubles(self, batch: str) -> Doubles:
        """What the batch holds so far."""
        doubles = Doubles()
        query = "SELECT name, sha256 FROM upload_files WHERE batch = ? AND sha256 <> '' ORDER BY position"
        for name, sha256 in self._store.read(lambda db: list(db.execute(query, [batch]))):
            doubles.judge(safe_name(name), sha256)
        return doubles

    def size(self, batch: str) -> int:
        """How many files a batch has."""
        query = "SELECT COUNT(*) FROM upload_files WHERE batch = ?"
        return int(self._store.read(lambda db: db.execute(query, [batch]).fetchone()[0]))

    def batches(self, limit: int = -1) -> list[Batch]:
        """The newest first."""

        def run(db: Database) -> list[Batch]:
            heads = "SELECT batch, person, origin, started_at, cancelled FROM upload_batches"
            found = list(db.execute(f"{heads} ORDER BY rowid DESC LIMIT ?", [limit]))
            return [
                Batch(batch, by, origin, started_at, bool(cancelled), _files(db, batch))
                for batch, by, origin, started_at, cancelled in found
            ]

        with self._store.snapshot():
            return self._store.read(run)

    def forget_old(self) -> None:
        """Drops batches whose outcomes were kept for long enough; one that is not finished stays."""
        before = (datetime.now(UTC) - timedelta(days=KEPT_DAYS)).isoformat(timespec="seconds")
        query = """DELETE FROM upload_batches WHERE started_at < ? AND batch NOT IN
            (SELECT batch FROM upload_files WHERE state IN ('waiting', 'reading'))"""
        self._store.write(lambda db: db.execute(query, [before]))


def keep(staging: Staging, batch: str, position: int, name: str, content: Path | bytes, doubles: Doubles) -> Staged:
    """Stages a file, unless the upload has its bytes already or another file of its name; raises AssistantError."""
    where, sha256 = staging.take(batch, position, name, content)
    state, note = doubles.judge(safe_name(name), sha256)
    if state == "waiting":
        return Staged(name, where, sha256)
    staging.drop(where)
    return Staged(name, None, sha256, state, note)


def _insert(db: Database, batch: str, first: int, files: Sequence[Staged]) -> None:
    rows = [
        (batch, position, one.name, one.staged, one.sha256, one.state, 0, 0, as_json(one.note))
        for position, one in enumerate(files, first)
    ]
    db.conn.executemany(f"{_ROW} VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)


def _finish(db: Database, file: int, state: FileState, note: str) -> None:
    query = "UPDATE upload_files SET state = ?, note = ?, staged = NULL WHERE file = ?"
    db.execute(query, [state, as_json(note), file])


def _cancel(db: Database, batch: str) -> None:
    query = "UPDATE upload_files SET state = 'cancelled', staged = NULL WHERE batch = ? AND state = 'waiting'"
    db.execute(query, [batch])


def _files(db: Database, batch: str) -> tuple[UploadFile, ...]:
    columns = "name, state, doc_id, passages, note"
    query = f"SELECT {columns} FROM upload_files WHERE batch = ? ORDER BY position"
    return tuple(
        UploadFile(name, state, doc_id, passages, note if state == "same" else from_json(note))
        for name, state, doc_id, passages, note in db.execute(query, [batch])
    )
