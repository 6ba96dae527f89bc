"""ZIP files of documents: each member in turn, named as a person sees it, or why it is not taken in."""

from __future__ import annotations

import hashlib
import re
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import clean
from knowledge_base.readers.encoding import decode
from knowledge_base.readers.limits import MEGABYTE, STANDARD, Limits
from knowledge_base.readers.package import BROKEN, open_zip
from knowledge_base.told import Told

_DAMAGED = "is a damaged ZIP file. Pack it again and add that."
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_DRIVE = re.compile(r"^[A-Za-z]:")
_NESTED = (".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a ZIP: its bytes, or None and a sentence why it is not taken in.

    `path` is where it lies in the ZIP, for showing only. `name` is what it is stored under: a bare file name,
    with its folders before it where two members would have the same.
    """

    path: str
    name: str
    data: bytes | None
    problem: str = ""


def members(name: str, data: bytes, limits: Limits = STANDARD, seen: dict[str, str] | None = None) -> Iterator[Member]:
    """Files in the order of the ZIP, unpacked one at a time into memory; folders and system files are passed over.

    `seen` maps SHA-256 digests of one upload to names and grows; what is in it is told instead of given again.
    Raises DocumentUnreadable before the first member for what is no ZIP, or holds or unpacks to too much.
    """
    try:
        archive = _opened(data, limits)
    except DocumentUnreadable as exc:
        raise DocumentUnreadable("{name} {problem}", name=name, problem=exc.said) from exc
    known = {} if seen is None else seen
    entries = [(entry, path) for entry in archive.infolist() if not _is_hidden(path := _path(entry))]
    bare = Counter(path.rsplit("/", 1)[-1].lower() for _, path in entries)
    for entry, path in entries:
        last = path.rsplit("/", 1)[-1]
        shown = clean(path.replace("/", " ") if bare[last.lower()] > 1 else last)
        try:
            _check_entry(entry, path, limits)
            yield Member(clean(path), shown, _unpacked(archive, entry, shown, known))
        except DocumentUnreadable as exc:
            yield Member(clean(path), shown, None, Told("{name} {problem}", name=clean(path), problem=exc.said))


def _opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    if not data.startswith(b"PK"):
        raise DocumentUnreadable("is no ZIP file although its name ends in .zip. Pack it again and add that.")
    if len(data) > limits.max_archive_bytes:
        raise DocumentUnreadable(
            "is larger than {megabytes} MB. Split it, or raise {setting}.",
            megabytes=f"{limits.max_archive_bytes / MEGABYTE:.4g}",
            setting="CALLDESK_MAX_ARCHIVE_MB",
        )
    try:
        archive = open_zip(data, limits.max_archive_bytes, "CALLDESK_MAX_ARCHIVE_MB")
    except ValueError as exc:
        raise DocumentUnreadable(_DAMAGED) from exc
    if len(archive.infolist()) > limits.max_members:
        raise DocumentUnreadable(
            "holds more than {most} files. Split it, or raise CALLDESK_MAX_ARCHIVE_FILES.", most=limits.max_members
        )
    return archive


def _path(entry: zipfile.ZipInfo) -> str:
    """The name as its packer meant it: UTF-8 where marked, else GB18030 or Big5 as Chinese Windows writes it."""
    if entry.flag_bits & _UTF8_NAME:
        found = entry.orig_filename
    else:
        raw = entry.orig_filename.encode("cp437")  # what zipfile read these bytes as
        try:
            found = decode(raw).text
        except DocumentUnreadable:
            found = entry.orig_filename
    return unicodedata.normalize("NFC", found.replace("\\", "/"))


def _is_hidden(path: str) -> bool:
    """Folders, and what systems leave behind."""
    parts = path.split("/")
    junk = (
        "__MACOSX" in parts or parts[-1].lower() in ("thumbs.db", "desktop.ini") or parts[-1].startswith(("~$", "._"))
    )
    return path.endswith("/") or junk or (parts[-1].startswith(".") and parts[-1] != "..")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, shown: str, known: dict[str, str]) -> bytes:
    """The bytes of a member; raises DocumentUnreadable where they are damaged or known."""
    try:
        data = archive.read(entry)
    except BROKEN as exc:
        raise DocumentUnreadable("is damaged inside the ZIP. Pack it again and add that.") from exc
    digest = hashlib.sha256(data).hexdigest()
    if digest in known:
        raise DocumentUnreadable("is the same as {other}. It is taken in once.", other=known[digest])
    known[digest] = shown
    return data


def _check_entry(entry: zipfile.ZipInfo, path: str, limits: Limits) -> None:
    parts = path.split("/")
    if path.startswith("/") or ".." in parts or _DRIVE.match(path) or any(ord(one) < 32 for one in path):
        raise DocumentUnreadable("has a name that leads out of the ZIP. It was left out; pack it under a plain name.")
    if len(parts[-1]) > _LONGEST_NAME:
        raise DocumentUnreadable(
            "has a name of more than {most} characters. Give it a shorter one.", most=_LONGEST_NAME
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise DocumentUnreadable("is a link to another file and was not followed. Pack the file itself.")
    if parts[-1].lower().endswith(_NESTED):
        raise DocumentUnreadable("is an archive inside the ZIP and was not unpacked. Add it by itself.")
    if entry.flag_bits & _ENCRYPTED:
        raise DocumentUnreadable("is locked by a password. Pack it again without one.")
    if entry.file_size > limits.max_bytes:
        raise DocumentUnreadable(
            "is larger than {megabytes} MB. Split it, or raise {setting}.",
            megabytes=f"{limits.max_bytes / MEGABYTE:.4g}",
            setting="CALLDESK_MAX_DOCUMENT_MB",
        )
