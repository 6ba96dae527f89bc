"""The folder of original files, each named by its document's id."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Collection
from pathlib import Path

from knowledge_base.errors import KnowledgeError

_log = logging.getLogger(__name__)
_OURS = re.compile(r"^[0-9a-f]{16}\.[a-z]+$|^[0-9a-f]{16}\.[a-z]+\.part$")


class Originals:
    """Call `put` and `keep_only` inside a write transaction, whose lock holds other processes off."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, name: str, data: bytes) -> None:
        """Store bytes under a name; a crash leaves the whole file or none."""
        part = self._folder / f"{name}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._folder / name)
        except OSError as exc:
            raise KnowledgeError(
                "The original cannot be kept in {folder} ({reason}). Free space or allow writing.",
                folder=self._folder,
                reason=exc.strerror,
            ) from exc

    def path(self, name: str) -> Path | None:
        """Where the file is, None if it is not there."""
        path = self._folder / name
        return path if path.is_file() else None

    def keep_only(self, names: Collection[str]) -> None:
        """Delete what no document claims: of removed documents, and what a crash left. Other files stay."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.name not in names and _OURS.match(path.name):
                try:
                    path.unlink()
                except OSError as exc:  # tried again at the next removal and the next start
                    _log.warning("an unused original could not be deleted: %s", type(exc).__name__)
