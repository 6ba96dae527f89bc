"""Archives in an upload: the files that stand in for them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.archive import members
from knowledge_base.readers.limits import Limits

ARCHIVE = ".zip"


def is_archive(name: str) -> bool:
    """Whether a file is to be unpacked instead of read."""
    return name.lower().endswith(ARCHIVE)


def unpacked(path: Path, limits: Limits) -> Iterator[tuple[str, bytes | str]]:
    """The files of a ZIP by name: bytes, or in a sentence why one is left out; raises DocumentUnreadable."""
    try:
        with path.open("rb") as file:
            data = file.read(limits.max_archive_bytes + 1)
    except OSError as exc:
        raise DocumentUnreadable(
            "{name} cannot be read ({reason}). Check its permissions.", name=path.name, reason=exc.strerror
        ) from exc
    for member in members(path.name, data, limits):
        yield member.name, member.problem if member.data is None else member.data
