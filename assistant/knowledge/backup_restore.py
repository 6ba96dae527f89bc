"""A backup put in the place of what a home folder holds, which is kept aside."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sqlite3
import zipfile
import zlib
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import TypeAdapter, ValidationError

from assistant import migrations as assistant_tables
from assistant.errors import AssistantError
from assistant.insight import gap_tables, insight_tables
from assistant.knowledge import upload_tables
from assistant.knowledge.backup import (
    BACKUP,
    DATABASE,
    MANIFEST,
    NAME,
    ORIGINALS,
    VERSION,
    Backup,
    BackupFile,
    missing_originals,
)
from assistant.knowledge.backup import migrations as applied_to
from knowledge_base import migrations as knowledge_tables
from knowledge_base.editorial import editorial_tables
from knowledge_base.store import Database

SETS = (assistant_tables, insight_tables, gap_tables, upload_tables, knowledge_tables, editorial_tables)
"""Every module of numbered changes to the database."""

SET_ASIDE = ("calldesk.db*", "originals", "uploads", "dense-*", "text-*", "sample-loaded")
"""What of a home folder goes aside, besides what the backup holds; whatever else lies there stays."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Head:
    """Enough to tell a newer format from a damaged file."""

    version: int


_HEAD = TypeAdapter(_Head)
_MOST_MANIFEST = 200_000_000
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, KeyError, ValidationError, NotImplementedError)
_DAMAGED = "The backup is damaged, and nothing was changed. Take another one."
_RUNNING = "The panel, or a command, is using this home folder. Stop it, then restore the backup."


def restore_backup(home: Path, source: Path) -> Path:
    """Puts the backup in place; gives the folder in which the old state was set aside.

    Raises AssistantError and leaves all as it was where the home folder is in use, or the backup is newer than
    the program, damaged, or none.
    """
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    new, aside = home / f"restoring-{stamp}", home / f"before-restore-{stamp}"
    try:
        new.mkdir(parents=True)
        with FileLock(home / "uploads.lock", timeout=0):
            _check_alone(home / DATABASE)
            _unpack(source, new)
            _check_alone(home / DATABASE)  # nobody began meanwhile
            _exchange(home, new, aside)
    except Timeout as exc:
        raise AssistantError(_RUNNING) from exc
    except OSError as exc:
        raise AssistantError(
            "The backup cannot be restored ({reason}). Free space or allow writing.", reason=exc.strerror
        ) from exc
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return aside


def known_migrations() -> set[str]:
    """Every numbered change that this program knows, by set and name."""
    with closing(sqlite3.connect(":memory:")) as connection:
        empty = Database(connection)
        return {f"{one.MIGRATIONS.name}.{step.name}" for one in SETS for step in one.MIGRATIONS.pending(empty)}


def _check_alone(database: Path) -> None:
    """Raises AssistantError where another program has the database open.

    It can leave its write-ahead log only while nobody else has (https://www.sqlite.org/wal.html).
    """
    if not database.is_file():
        return
    try:
        with closing(sqlite3.connect(database, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode = delete")
    except sqlite3.OperationalError as exc:
        raise AssistantError(_RUNNING) from exc
    except sqlite3.DatabaseError as exc:  # it is damaged, which is why somebody restores
        _log.warning("the database that is set aside is damaged: %s", type(exc).__name__)


def _unpack(source: Path, folder: Path) -> None:
    """Into an empty folder, everything checked; raises AssistantError."""
    try:
        with zipfile.ZipFile(source) as archive:
            backup = _manifest(archive)
            for file in backup.files:
                _extract(archive, file, folder)
    except FileNotFoundError as exc:
        raise AssistantError("{source} is not there. Check its name.", source=source) from exc
    except _UNREADABLE as exc:
        raise AssistantError(_DAMAGED) from exc
    _check_database(folder, backup)


def _manifest(archive: zipfile.ZipFile) -> Backup:
    if archive.getinfo(MANIFEST).file_size > _MOST_MANIFEST:
        raise AssistantError(_DAMAGED)
    data = archive.read(MANIFEST)
    if _HEAD.validate_json(data).version != VERSION:
        raise AssistantError("The backup is of a newer format. Restore it with a newer version of calldesk.")
    backup = BACKUP.validate_json(data)
    newer = sorted(set(backup.migrations) - known_migrations())
    if newer:
        raise AssistantError(
            "The backup is of a newer calldesk (its database went through {change}). Update, then restore it.",
            change=newer[0],
        )
    return backup


def _extract(archive: zipfile.ZipFile, file: BackupFile, folder: Path) -> None:
    """No more bytes than the manifest says, and those that it means."""
    if not NAME.match(file.name) or file.name in ("recordings/.", "recordings/.."):
        raise AssistantError(_DAMAGED)
    target, digest, left = folder / file.name, hashlib.sha256(), file.bytes
    target.parent.mkdir(exist_ok=True)
    with archive.open(file.name) as packed, target.open("xb") as written:
        while piece := packed.read(min(2**20, left + 1)):
            left -= len(piece)
            if left < 0:
                raise AssistantError(_DAMAGED)
            digest.update(piece)
            written.write(piece)
    if left or digest.hexdigest() != file.sha256:
        raise AssistantError(_DAMAGED)


def _check_database(folder: Path, backup: Backup) -> None:
    try:
        with closing(sqlite3.connect(folder / DATABASE)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        same = applied_to(folder / DATABASE) == backup.migrations
        missing = set(missing_originals(folder / DATABASE, folder / ORIGINALS)) - set(backup.lost)
    except sqlite3.Error as exc:
        raise AssistantError(_DAMAGED) from exc
    if not whole or not same or missing:
        raise AssistantError(_DAMAGED)


def _exchange(home: Path, new: Path, aside: Path) -> None:
    """The old away and the new in; all of it back where that fails half-way."""
    replaced = {path.name for path in new.iterdir()}
    old = [path for path in home.iterdir() if path.name in replaced or any(map(path.match, SET_ASIDE))]
    moved: list[tuple[Path, Path]] = []
    aside.mkdir()
    try:
        for path in old:
            moved.append((path, path.rename(aside / path.name)))
        for path in new.iterdir():
            moved.append((path, path.rename(home / path.name)))
    except BaseException:
        for before, now in reversed(moved):
            now.rename(before)
        raise
