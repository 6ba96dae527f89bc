"""The whole knowledge base into a folder of files with a manifest (`manifest.py` has the format)."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge_base.errors import DocumentNotFound, KnowledgeError
from knowledge_base.history import now
from knowledge_base.library import Library
from knowledge_base.transfer.extra import Extra
from knowledge_base.transfer.manifest import (
    STORED,
    Correction,
    DocumentEntry,
    Manifest,
    StoredDocument,
    VersionEntry,
    write_manifest,
)
from knowledge_base.version import DocumentVersion


def export_folder(library: Library, folder: Path, extras: Sequence[Extra] = ()) -> Manifest:
    """Writes a new folder, all of it or nothing, as of one moment; gives what it holds.

    Raises KnowledgeError where the folder holds something already or cannot be written.
    """
    part = folder.with_name(f"{folder.name}.part")
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise KnowledgeError("{folder} holds something already. Name a new folder.", folder=folder)
        shutil.rmtree(part, ignore_errors=True)
        (part / "files").mkdir(parents=True)
        (part / "documents").mkdir()
        try:
            manifest = _contents(library, part, extras)
            write_manifest(part, manifest)
            part.replace(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as exc:
        raise KnowledgeError(
            "{folder} cannot be written ({reason}). Free space or allow writing.", folder=folder, reason=exc.strerror
        ) from exc
    return manifest


class _OriginalMissing(Exception):
    """The file of a version is not there."""

    def __init__(self, version: DocumentVersion) -> None:
        self.version = version


def _contents(library: Library, folder: Path, extras: Sequence[Extra]) -> Manifest:
    """Writes all files; a removal meanwhile takes originals that this moment still knows."""
    try:
        with library.snapshot():
            return _write(library, folder, extras)
    except _OriginalMissing as exc:
        title = exc.version.title
        try:
            library.document(exc.version.doc_id)
        except DocumentNotFound:
            raise KnowledgeError("{title} was removed during the export. Export again.", title=title) from exc
        raise KnowledgeError(
            "The original of {title} is missing. Put it back or remove the document, then export again.", title=title
        ) from exc


def _write(library: Library, folder: Path, extras: Sequence[Extra]) -> Manifest:
    series: list[list[VersionEntry]] = []
    documents: dict[str, DocumentEntry] = {}
    for line in _series(library):
        for version in line:
            if version.doc_id not in documents:
                documents[version.doc_id] = _document(library, folder, version, len(documents) + 1)
        series.append([VersionEntry(v.doc_id, v.source, v.added_at, v.restored) for v in line])
    rows = {extra.name: extra.rows() for extra in extras}
    return Manifest("calldesk knowledge base", 1, now(), list(documents.values()), series, rows)


def _series(library: Library) -> Iterator[list[DocumentVersion]]:
    """Every series once; a document that is in several is told with all of them."""
    seen: set[tuple[tuple[str, str, str], ...]] = set()
    for document in library.documents():
        lines: list[list[DocumentVersion]] = []
        for version in library.versions(document.doc_id):
            if version.number == 1:
                lines.append([])
            lines[-1].append(version)
        for line in lines:
            key = tuple((version.doc_id, version.source, version.added_at) for version in line)
            if key not in seen:
                seen.add(key)
                yield line


def _document(library: Library, folder: Path, version: DocumentVersion, number: int) -> DocumentEntry:
    """Writes the document's file and tells of it."""
    original = library.original(version.doc_id)
    if original is not None:
        file = f"files/{original.name}"
        try:
            data = original.read_bytes()
        except FileNotFoundError as exc:
            raise _OriginalMissing(version) from exc
    elif library.came_as_file(version.doc_id):
        raise _OriginalMissing(version)
    else:
        file = f"documents/{number}.json"
        data = _stored(library, version.doc_id)
    (folder / file).write_bytes(data)
    days = Correction(version.effective_from, version.effective_until) if version.corrected else None
    return DocumentEntry(version.doc_id, version.title, file, hashlib.sha256(data).hexdigest(), days)


def _stored(library: Library, doc_id: str) -> bytes:
    known = library.document(doc_id)
    sections = [(one.heading_path, one.start, one.end, one.page) for one in known.sections]
    stored = StoredDocument(known.title, known.source, known.kind, known.text, known.sha256, sections)
    return STORED.dump_json(stored, indent=1)
