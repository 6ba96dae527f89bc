"""A whole knowledge base as a folder: `manifest.json` beside the files that it names. Format 1:

    {"format": "calldesk knowledge base", "version": 1, "exported_at": ISO 8601 in UTC,
     "documents": [{"doc_id", "title", "file", "sha256",
                    "correction": null or {"effective_from": day or null, "effective_until": day or null}}],
     "series": [[{"doc_id", "source", "added_at", "restored"}, …], …],
     "extras": {name: [row, …]}}

`file` is `files/NAME`, the original as it was added, or `documents/NAME.json`, a document that came without a file
(`title`, `source`, `kind`, `text`, `sha256` of what it was made from, `sections`); `sha256` is that of this file.
A series is one document with all its versions in the order of adding. `extras` are rows of other parts, such as
metadata, drafts and the record of changes, each naming documents by their ids; an export may lack any of them.
Days are YYYY-MM-DD. A field that is not named here makes it another version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from knowledge_base.document import Section
from knowledge_base.errors import DocumentUnreadable, KnowledgeError

MANIFEST = "manifest.json"
FORMAT, VERSION = "calldesk knowledge base", 1
MOST_BYTES = 500_000_000

_FILE = r"^(files/[0-9a-z]{1,64}\.[a-z0-9]{1,8}|documents/[0-9]{1,9}\.json)$"
_SHA = r"^[0-9a-f]{64}$"
_strict = ConfigDict(extra="forbid")
Digest = Annotated[str, Field(pattern=_SHA)]
Name = Annotated[str, Field(min_length=1, max_length=1000)]


@checked_dataclass(frozen=True, slots=True, config=_strict)
class Correction:
    """A person's first and last day, None for open."""

    effective_from: date | None
    effective_until: date | None


@checked_dataclass(frozen=True, slots=True, config=_strict)
class DocumentEntry:
    """One document, in whatever series it is a version."""

    doc_id: Name
    title: str
    file: Annotated[str, Field(pattern=_FILE)]
    sha256: Digest
    correction: Correction | None = None


@checked_dataclass(frozen=True, slots=True, config=_strict)
class VersionEntry:
    """One line of a series."""

    doc_id: Name
    source: Name
    added_at: Name
    restored: bool


@checked_dataclass(frozen=True, slots=True, config=_strict)
class Manifest:
    """What `manifest.json` says."""

    format: Literal["calldesk knowledge base"]
    version: Literal[1]
    exported_at: str
    documents: list[DocumentEntry]
    series: list[Annotated[list[VersionEntry], Field(min_length=1)]]
    extras: dict[str, list[dict[str, Any]]]


@checked_dataclass(frozen=True, slots=True, config=_strict)
class StoredDocument:
    """A document that came without a file."""

    title: str
    source: str
    kind: Annotated[str, Field(max_length=20)]
    text: str
    sha256: str
    sections: list[tuple[tuple[str, ...], int, int, int | None]]

    def parts(self) -> tuple[Section, ...]:
        """Its sections; raises DocumentUnreadable where one lies outside of the text."""
        if any(not 0 <= start <= end <= len(self.text) for _, start, end, _ in self.sections):
            raise DocumentUnreadable(
                "A section of a document lies outside of its text. Export the knowledge base anew."
            )
        return tuple(Section(*section) for section in self.sections)


@dataclass(frozen=True, slots=True)
class _Head:
    """Enough to tell a newer format from a damaged file."""

    format: str
    version: int


_MANIFEST, STORED = TypeAdapter(Manifest), TypeAdapter(StoredDocument)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Into the folder of the files."""
    (folder / MANIFEST).write_bytes(_MANIFEST.dump_json(manifest, indent=1))


def read_manifest(folder: Path) -> Manifest:
    """What the folder says it holds, checked in itself; raises KnowledgeError saying what is wrong with it."""
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MOST_BYTES:
            raise KnowledgeError(
                "{file} is larger than {megabytes} MB. It is none of ours.",
                file=MANIFEST,
                megabytes=MOST_BYTES // 1_000_000,
            )
        data = path.read_bytes()
    except OSError as exc:
        raise KnowledgeError(
            "There is no readable {file} in {folder}. Name the folder of an export.", file=MANIFEST, folder=folder
        ) from exc
    _check_version(data)
    try:
        manifest = _MANIFEST.validate_json(data)
    except ValidationError as exc:
        first = exc.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise KnowledgeError(
            "{file} is damaged ({where}: {what}). Export the knowledge base anew.",
            file=MANIFEST,
            where=where,
            what=first["msg"],
        ) from exc
    _check(manifest)
    return manifest


def _check_version(data: bytes) -> None:
    try:
        head = TypeAdapter(_Head).validate_json(data)
    except ValidationError as exc:
        raise KnowledgeError(
            "{file} is not that of an exported knowledge base. Name another folder.", file=MANIFEST
        ) from exc
    if head.format != FORMAT or head.version != VERSION:
        raise KnowledgeError(
            "{file} is of the format {format}, version {version}; this program reads version {ours} of "
            "{our_format}. Import it with the version of calldesk that exported it, or a newer one.",
            file=MANIFEST,
            format=repr(head.format[:60]),
            version=head.version,
            ours=VERSION,
            our_format=repr(FORMAT),
        )


def _check(manifest: Manifest) -> None:
    """That the parts fit together; raises KnowledgeError naming the first that does not."""
    known = {entry.doc_id: entry for entry in manifest.documents}
    if len(known) != len(manifest.documents):
        raise KnowledgeError("{file} names a document twice. Export the knowledge base anew.", file=MANIFEST)
    for entry in manifest.documents:
        if entry.file.startswith("files/") and entry.doc_id != entry.sha256[:16]:
            raise KnowledgeError(
                "The id of {file} is not that of its bytes. Export the knowledge base anew.", file=entry.file
            )
    for line in (line for series in manifest.series for line in series):
        if line.doc_id not in known:
            raise KnowledgeError(
                "{file} has a version of a document that it does not name. Export it anew.", file=MANIFEST
            )
        if known[line.doc_id].file.startswith("files/") and not _plain(line.source):
            raise KnowledgeError(
                "{name} is no plain file name. Export the knowledge base anew.", name=repr(line.source[:80])
            )
        _check_moment(line.added_at)


def _plain(name: str) -> bool:
    """Whether it is nothing but a file's name."""
    return PurePosixPath(name).name == name and "\\" not in name and name.isprintable() and not re.match("^[.]+$", name)


def _check_moment(added_at: str) -> None:
    try:
        moment = datetime.fromisoformat(added_at)
        late = moment > datetime.now(UTC) + timedelta(days=1)
    except (ValueError, TypeError) as exc:
        raise KnowledgeError(
            "{moment} is no moment with its time zone. Export the knowledge base anew.", moment=repr(added_at[:40])
        ) from exc
    if late:
        raise KnowledgeError(
            "{moment} lies in the future. Set the clock, or export the knowledge base anew.", moment=repr(added_at[:40])
        )
