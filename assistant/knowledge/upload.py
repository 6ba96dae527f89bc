"""Uploads as people see them: a batch of files, and how far each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

FileState = Literal["waiting", "reading", "done", "same", "unpacked", "refused", "cancelled"]
Origin = Literal["page", "folder"]

FILE_STATES: tuple[FileState, ...] = get_args(FileState)
UNDER_WAY: tuple[FileState, ...] = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class UploadFile:
    """One file of a batch under the name that it came with.

    `note` says why it was refused, of what other file it is a copy, or what else is to be known.
    """

    name: str
    state: FileState
    doc_id: str | None = None
    passages: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that came together, in the order in which they are taken; `started_at` ISO 8601 in UTC."""

    batch: str
    by: str
    origin: Origin
    started_at: str
    cancelled: bool
    files: tuple[UploadFile, ...]

    def count(self, *states: FileState) -> int:
        """How many files are in any of these states."""
        return sum(file.state in states for file in self.files)

    @property
    def running(self) -> bool:
        """Whether any file is still to be taken in."""
        return any(file.state in UNDER_WAY for file in self.files)

    @property
    def finished(self) -> int:
        """How many files nothing more is done with."""
        return len(self.files) - self.count(*UNDER_WAY)
