"""A folder whose new and changed files are uploaded by themselves.

It is looked at every few seconds, because a folder that several people fill usually lies on another machine, and
of such a one the system tells no changes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.errors import AssistantError
from assistant.knowledge.upload_tables import MIGRATIONS
from knowledge_base.store import Database, Store

EVERY_S = 10.0
_UNFINISHED = ("~$", ".", "~")
_ENDINGS_LEFT_OUT = {".tmp", ".part", ".crdownload", ".partial", ".swp", ".bak", ".lnk", ".ini", ".db", ""}

Seen = dict[str, tuple[int, int]]
"""Size in bytes and time of the last change in nanoseconds, by path relative to the folder."""

WatchState = Literal["taken", "gone", "double"]


@dataclass(frozen=True, slots=True)
class WatchNotice:
    """A file that is gone from the folder though its document stays, or has the name of another one in it."""

    path: str
    state: WatchState


class FolderWatch:
    """Files are taken once they are as they were at the look before, so that none is taken half copied.

    Links are not followed; hidden and temporary files are passed over. `upload` gets what is new.
    """

    def __init__(self, folder: Path, store: Store, upload: Callable[[Sequence[Path]], object]) -> None:
        self._folder, self._store, self._upload = folder, store, upload
        self._last: Seen = {}
        self.every_s = EVERY_S
        store.migrate(MIGRATIONS)

    def look(self) -> int:
        """Uploads what has come and has come to rest; gives how many files. Raises AssistantError."""
        seen = self._seen()
        known = self._known()
        settled = {path: at for path, at in seen.items() if self._last.get(path) == at}
        self._last = seen
        rows, new = self._sorted_out(settled, known)
        away = [path for path in known if path not in seen]
        rows += [(path, *known[path][:3], "gone") for path in away if known[path][3] == "taken"]
        doubles = [(path,) for path in away if known[path][3] == "double"]
        if new:
            self._upload([self._folder / path for path in new])
        if rows or doubles:
            self._store.write(lambda db: _put(db, rows, doubles))
        return len(new)

    def notices(self) -> list[WatchNotice]:
        """By path."""
        query = "SELECT path, state FROM watched_files WHERE state <> 'taken' ORDER BY path"
        return self._store.read(lambda db: [WatchNotice(*row) for row in db.execute(query)])

    def _sorted_out(
        self, settled: Seen, known: dict[str, tuple[int, int, str, WatchState]]
    ) -> tuple[list[tuple[str, int, int, str, WatchState]], list[str]]:
        """The rows that change, and the paths that are to be uploaded."""
        rows: list[tuple[str, int, int, str, WatchState]] = []
        new: list[str] = []
        names = {_name(path): path for path, row in known.items() if row[3] == "taken" and path in self._last}
        for path, (size, mtime) in sorted(settled.items()):
            before = known.get(path)
            state: WatchState = "double" if names.setdefault(_name(path), path) != path else "taken"
            if before and before[:2] == (size, mtime) and before[3] == state:
                continue
            try:
                digest = _sum(self._folder / path)
            except OSError:  # it may be read at the next look
                continue
            rows.append((path, size, mtime, digest, state))
            if state == "taken" and not (before and before[2] == digest and before[3] != "double"):
                new.append(path)
        return rows, new

    def _known(self) -> dict[str, tuple[int, int, str, WatchState]]:
        query = "SELECT path, size, mtime_ns, sha256, state FROM watched_files"
        return self._store.read(lambda db: {path: tuple(row) for path, *row in db.execute(query)})

    def _seen(self) -> Seen:
        """What is there now; raises AssistantError rather than taking a folder that is away for an empty one."""
        seen: Seen = {}
        try:
            for entry in _files(self._folder):
                found = entry.stat(follow_symlinks=False)
                seen[Path(entry.path).relative_to(self._folder).as_posix()] = (found.st_size, found.st_mtime_ns)
        except OSError as exc:
            raise AssistantError(
                "The watched folder {folder} cannot be read ({reason}). Connect it again, or change "
                "CALLDESK_WATCH_FOLDER.",
                folder=self._folder,
                reason=exc.strerror,
            ) from exc
        return seen


def _files(folder: Path) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(_UNFINISHED) or not entry.name.isprintable():
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path))
            elif entry.is_file(follow_symlinks=False) and Path(entry.name).suffix.lower() not in _ENDINGS_LEFT_OUT:
                yield entry


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _sum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise AssistantError(
            "{name} in the watched folder cannot be read ({reason}). Allow it.", name=path.name, reason=exc.strerror
        ) from exc


def _put(db: Database, rows: list[tuple[str, int, int, str, WatchState]], forgotten: list[tuple[str]]) -> None:
    db.conn.executemany("DELETE FROM watched_files WHERE path = ?", forgotten)
    db.conn.executemany("INSERT OR REPLACE INTO watched_files VALUES (?, ?, ?, ?, ?)", rows)
