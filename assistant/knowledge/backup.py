"""A backup of the running database with the originals, in one file.

The file is a ZIP of `backup.json` and the files that it names with their sizes and SHA-256: `calldesk.db`,
`originals/…`, where wanted `recordings/…`, and `sample-loaded`. Vectors are in the database; the other indexes
are made from it anew.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from pydantic import TypeAdapter

from assistant.errors import AssistantError

DATABASE, ORIGINALS, RECORDINGS, LOADED = "calldesk.db", "originals", "recordings", "sample-loaded"
RANKING = "ranking.json"
NAME = re.compile(
    r"^(calldesk\.db|sample-loaded|ranking\.json|originals/[0-9a-f]{16}\.[a-z]{1,8}|recordings/[^/\\\0]{1,200})$"
)
"""What a file in a backup may be called."""

MANIFEST = "backup.json"
VERSION: Literal[1] = 1

_TRIES = 5
_MIGRATIONS = "SELECT migration_set || '.' || name FROM _sqlite_migrations ORDER BY 1"
_ORIGINALS = "SELECT doc_id || suffix FROM documents WHERE suffix IS NOT NULL"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """One file of a backup, by its path in it and in the home folder."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds; `made_at` ISO 8601 in UTC, `migrations` those that its database went through.

    `lost` are originals that the database names and that were not there when it was made.
    """

    format: Literal["calldesk backup"]
    version: Literal[1]
    made_at: str
    migrations: list[str]
    lost: list[str]
    files: list[BackupFile]


BACKUP = TypeAdapter(Backup)


def make_backup(home: Path, target: Path, recordings: bool = False) -> Backup:
    """Writes the file, or leaves none; calls, uploads and searches go on meanwhile.

    Raises AssistantError where there is no database, the file exists, or it cannot be written.
    """
    if not (home / DATABASE).is_file():
        raise AssistantError("There is no database in {home}. Check CALLDESK_HOME.", home=home)
    if target.exists():
        raise AssistantError("{target} exists already. Name a new file.", target=target)
    part = target.with_name(f"{target.name}.part")
    try:
        with TemporaryDirectory(prefix="backup-", dir=home) as folder:
            lost = _snapshot(home, Path(folder))
            return _pack(Path(folder), home, part, target, lost, recordings)
    except OSError as exc:
        where = exc.filename or target
        raise AssistantError(
            "{where} cannot be written ({reason}). Free space or allow writing.", where=where, reason=exc.strerror
        ) from exc
    except sqlite3.Error as exc:
        raise AssistantError(
            "The database cannot be backed up ({problem}). Free space and try again.", problem=exc
        ) from exc
    finally:
        part.unlink(missing_ok=True)


def migrations(database: Path) -> list[str]:
    """What numbered changes a database went through, by set and name."""
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute(_MIGRATIONS)]


def missing_originals(database: Path, folder: Path) -> list[str]:
    """Originals that a database names and a folder does not hold."""
    with closing(sqlite3.connect(database)) as connection:
        return [name for (name,) in connection.execute(_ORIGINALS) if not (folder / name).is_file()]


def _snapshot(home: Path, folder: Path) -> list[str]:
    """The database as of one moment and the originals that it names; gives those that are really lost.

    An original may be removed between the two, which shows as one that the live database no longer names:
    then both are taken again.
    """
    for _ in range(_TRIES):
        for stale in folder.iterdir():
            shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
        _copy_database(home / DATABASE, folder / DATABASE)
        (folder / ORIGINALS).mkdir()
        for name in missing_originals(folder / DATABASE, folder / ORIGINALS):
            _link(home / ORIGINALS / name, folder / ORIGINALS / name)
        lost = missing_originals(folder / DATABASE, folder / ORIGINALS)
        if set(lost) <= set(missing_originals(home / DATABASE, home / ORIGINALS)):
            return lost
    raise AssistantError("Documents are being removed all the time. Make the backup when that is done.")


def _copy_database(source: Path, target: Path) -> None:
    """SQLite's online backup (https://www.sqlite.org/backup.html): in one step, so that it is of one moment."""
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode = delete")


def _link(source: Path, target: Path) -> None:
    """A second name for the same bytes, which stay when the first goes; a copy where the disk knows no such thing."""
    with suppress(FileNotFoundError):  # it was removed meanwhile
        try:
            os.link(source, target)
        except FileNotFoundError:
            raise
        except OSError:
            shutil.copyfile(source, target)


def _pack(folder: Path, home: Path, part: Path, target: Path, lost: list[str], recordings: bool) -> Backup:
    files = []
    with zipfile.ZipFile(part, "x", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in _files(folder, home, recordings):
            files.append(_put(archive, name, path))
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        backup = Backup("calldesk backup", VERSION, moment, migrations(folder / DATABASE), lost, files)
        archive.writestr(MANIFEST, BACKUP.dump_json(backup, indent=1))
    with part.open("rb") as written:
        os.fsync(written.fileno())
    part.replace(target)
    return backup


def _files(folder: Path, home: Path, recordings: bool) -> Iterator[tuple[str, Path]]:
    yield DATABASE, folder / DATABASE
    for path in sorted((folder / ORIGINALS).iterdir()):
        yield f"{ORIGINALS}/{path.name}", path
    for name in (LOADED, RANKING):
        if (home / name).is_file():
            yield name, home / name
    if recordings and (home / RECORDINGS).is_dir():
        for path in sorted((home / RECORDINGS).iterdir()):
            if path.is_file() and not path.is_symlink():
                name = f"{RECORDINGS}/{path.name}"
                if not NAME.match(name) or not path.name.isprintable():
                    raise AssistantError(
                        "Rename the recording {name}: its name is too long or has odd marks.", name=repr(path.name)
                    )
                yield name, path


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> BackupFile:
    """Packs and sums in one reading."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as packed:
        while piece := file.read(2**20):
            digest.update(piece)
            size += len(piece)
            packed.write(piece)
    return BackupFile(name, size, digest.hexdigest())
