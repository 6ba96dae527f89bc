"""The folder in which uploaded files wait: a folder for each batch, in it a folder for each file."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from assistant.errors import AssistantError

LONGEST_NAME = 200
"""Bytes of UTF-8; file systems take 255, and `.part` and the like must still fit."""

FALLBACK = "document"
_PIECE = 2**20
_ORPHAN_S = 3600.0
_BATCH = re.compile(r"^[0-9a-f]{12}$")


class Staging:
    """Where the files are is told as paths relative to the folder; nothing outside of it is ever touched."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, batch: str, position: int, name: str, content: Path | bytes) -> tuple[str, str]:
        """Keeps a copy under a name that is safe; gives where it is and its SHA-256.

        Raises AssistantError where it cannot be read or kept.
        """
        target = self._folder / batch / str(position) / safe_name(name)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                target.write_bytes(content)
                digest = hashlib.sha256(content)
            else:
                digest = _copy(content, target)
        except OSError as exc:
            raise AssistantError(
                "{name} cannot be kept for uploading ({reason}). Free space or allow writing.",
                name=safe_name(name),
                reason=exc.strerror,
            ) from exc
        return target.relative_to(self._folder).as_posix(), digest.hexdigest()

    def path(self, staged: str) -> Path:
        """The waiting file."""
        return self._folder / staged

    def drop(self, staged: str) -> None:
        """Deletes a file that is finished with, and its batch's folder with the last one."""
        file = self._folder / staged
        shutil.rmtree(file.parent, ignore_errors=True)
        with suppress(OSError):  # others are still in it
            file.parent.parent.rmdir()

    def drop_batch(self, batch: str) -> None:
        """Deletes what is left of a batch."""
        shutil.rmtree(self._folder / batch, ignore_errors=True)

    def keep_only(self, batches: Collection[str]) -> None:
        """Deletes what a crash left: folders of no batch that nobody is filling any more."""
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            old = _BATCH.match(path.name) and path.name not in batches
            if old and time.time() - path.stat().st_mtime > _ORPHAN_S:
                shutil.rmtree(path, ignore_errors=True)


def safe_name(name: str) -> str:
    """The last part of a name that came from outside, without control characters and not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(c for c in last if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co")).strip(" .")
    stem, dot, ending = visible.rpartition(".")
    stem, ending = (stem, dot + ending) if stem and len(ending) < 16 else (visible, "")
    room = LONGEST_NAME - len(ending.encode())
    return (stem.encode()[:room].decode(errors="ignore").strip() or FALLBACK) + ending


def _copy(source: Path, target: Path) -> hashlib._Hash:
    """Copies and sums in one reading."""
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as written:
        while piece := read.read(_PIECE):
            digest.update(piece)
            written.write(piece)
    return digest
