"""Files of one upload as they come in: archives unpacked, copies and wrong namesakes told."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.knowledge.doubles import Doubles
from assistant.knowledge.staging import Staging
from assistant.knowledge.unpacking import is_archive, unpacked
from assistant.knowledge.upload_book import keep
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import Limits


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file to be read where there is a path; else why there is none, or the name of the file it is a copy of."""

    name: str
    path: Path | None = None
    problem: str = ""
    same_as: str = ""


def arrivals(files: Sequence[Path], limits: Limits) -> Iterator[tuple[int, Arrival]]:
    """Each with the number of the file that it comes from; what is unpacked is there until the next one."""
    doubles = Doubles()
    for number, file in enumerate(files):
        if is_archive(file.name):
            for arrival in _unpacked(file, limits, doubles):
                yield number, arrival
        elif not file.is_file():
            yield number, Arrival(file.name, file)  # the reader says what is wrong with it
        else:
            try:
                with file.open("rb") as content:
                    digest = hashlib.file_digest(content, "sha256").hexdigest()
            except OSError:
                yield number, Arrival(file.name, file)
                continue
            yield number, _told(file.name, file, *doubles.judge(file.name, digest))


def _unpacked(archive: Path, limits: Limits, doubles: Doubles) -> Iterator[Arrival]:
    with TemporaryDirectory() as folder:
        staging = Staging(Path(folder))
        try:
            for position, (name, content) in enumerate(unpacked(archive, limits)):
                if isinstance(content, str):
                    yield Arrival(name, problem=content)
                    continue
                kept = keep(staging, "members", position, name, content, doubles)
                yield _told(name, staging.path(kept.staged) if kept.staged else None, kept.state, kept.note)
        except DocumentUnreadable as exc:
            yield Arrival(archive.name, problem=exc.said)


def _told(name: str, path: Path | None, state: str, note: str) -> Arrival:
    if state == "waiting":
        return Arrival(name, path)
    return Arrival(name, same_as=note) if state == "same" else Arrival(name, problem=note)
