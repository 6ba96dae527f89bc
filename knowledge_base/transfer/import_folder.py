"""An exported folder into a knowledge base: what is new in it is added, what is there stays as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from knowledge_base.document import Document, Note, unnoted
from knowledge_base.errors import DocumentNotFound, DocumentUnreadable, KnowledgeError
from knowledge_base.library import Library
from knowledge_base.readers.limits import Limits
from knowledge_base.transfer.extra import Extra
from knowledge_base.transfer.manifest import STORED, DocumentEntry, VersionEntry, read_manifest
from knowledge_base.transfer.past_version import PastVersion


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What became of one series: `added` are the ids of documents that are new here, `problem` why it was refused."""

    title: str
    state: Literal["added", "known", "refused"]
    added: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """An outcome for each series; of each extra that had rows, by its name, how many were new here and of how many."""

    series: tuple[ImportOutcome, ...]
    extras: dict[str, tuple[int, int]]


def import_folder(
    library: Library, folder: Path, limits: Limits, extras: Sequence[Extra] = (), by: str = "", note: Note = unnoted
) -> Imported:
    """Adds each series whole or not at all, then what else is new; doing it again changes nothing.

    The manifest and the sums of all files are checked before anything is added: raises KnowledgeError then.
    """
    manifest = read_manifest(folder)
    known = {entry.doc_id: entry for entry in manifest.documents}
    for entry in manifest.documents:
        _read(folder, entry, limits.max_bytes)
    told = [(extra, rows) for extra in extras if (rows := manifest.extras.get(extra.name))]
    for extra, rows in told:
        extra.check(rows)
    outcomes = tuple(_add(library, folder, series, known, limits, note) for series in manifest.series)
    return Imported(outcomes, {extra.name: (extra.take(rows, by), len(rows)) for extra, rows in told})


def _add(
    library: Library,
    folder: Path,
    series: list[VersionEntry],
    known: dict[str, DocumentEntry],
    limits: Limits,
    note: Note,
) -> ImportOutcome:
    title = known[series[-1].doc_id].title
    try:
        line = [_past(folder, version, known[version.doc_id], limits.max_bytes) for version in series]
        for past in line:
            _check_new(library, past)
        added = library.add_line(line, limits, note)
    except DocumentUnreadable as exc:
        return ImportOutcome(title, "refused", problem=exc.said)
    return ImportOutcome(title, "added" if added else "known", tuple(added))


def _past(folder: Path, version: VersionEntry, entry: DocumentEntry, max_bytes: int) -> PastVersion:
    data = _read(folder, entry, max_bytes)
    content = data if entry.file.startswith("files/") else _document(entry, data)
    days = entry.correction
    correction = (days.effective_from, days.effective_until) if days else None
    return PastVersion(version.source, version.added_at, version.restored, content, correction)


def _check_new(library: Library, past: PastVersion) -> None:
    """Raises DocumentUnreadable for what would take the place of a document that is here."""
    if isinstance(past.content, Document):
        with suppress(DocumentNotFound):
            if library.document(past.content.doc_id).sha256 != past.content.sha256:
                raise DocumentUnreadable("Another document with its id is here. Remove that one, then import again.")


def _document(entry: DocumentEntry, data: bytes) -> Document:
    try:
        stored = STORED.validate_json(data)
    except ValidationError as exc:
        raise DocumentUnreadable("{file} holds no document. Export the knowledge base anew.", file=entry.file) from exc
    return Document(entry.doc_id, stored.title, stored.source, stored.kind, stored.text, stored.parts(), stored.sha256)


def _read(folder: Path, entry: DocumentEntry, max_bytes: int) -> bytes:
    """The bytes that the manifest means; raises KnowledgeError where the folder has others, or none."""
    path = folder / entry.file
    try:
        if path.is_symlink() or path.parent.is_symlink():
            raise KnowledgeError(
                "{file} is a link and was not followed. Put the file itself into the folder.", file=entry.file
            )
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as exc:
        raise KnowledgeError(
            "{file} is missing or cannot be read. Export the knowledge base anew.", file=entry.file
        ) from exc
    if len(data) > max_bytes:
        raise KnowledgeError(
            "{file} is larger than {megabytes} MB. Raise CALLDESK_MAX_DOCUMENT_MB.",
            file=entry.file,
            megabytes=max_bytes // 1_000_000,
        )
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        raise KnowledgeError(
            "{file} is not what was exported: its sum is wrong. Export the knowledge base anew.", file=entry.file
        )
    return data
