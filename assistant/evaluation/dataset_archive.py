"""A ZIP from outside, unpacked only where nothing in it reaches beyond its folder or the limits."""

from __future__ import annotations

import lzma
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from assistant.errors import AssistantError

MAX_FILES = 100_000
MAX_DEPTH = 12
MAX_DIRECTORY_BYTES = 32 * 2**20
"""Largest list of files inside a ZIP; it is read whole before anything can be counted."""

_PIECE = 2**20
_END = b"PK\x05\x06"
_END_ZIP64 = b"PK\x06\x07"
_JUNK = re.compile(r"(^|/)(__MACOSX/|\.DS_Store$|Thumbs\.db$)")
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, ValueError)
_DAMAGED = "The file is no ZIP, or a damaged one. Pack the folder again and upload it."
_ENCODINGS = ("utf-8", "gb18030", None)
"""How names without the UTF-8 mark are read: as Macs and as Chinese Windows write them, then as the format says."""


def unpack(archive: Path, folder: Path, max_bytes: int) -> None:
    """Unpacks into an existing empty folder, counting bytes as they come, not as they are announced.

    Raises AssistantError; what was unpacked until then stays for the caller to clear away.
    """
    try:
        _check_directory(archive)
        with _opened(archive) as zipped:
            _unpack_all(zipped, folder, max_bytes)
    except _UNREADABLE as exc:
        raise AssistantError(_DAMAGED) from exc
    except (FileExistsError, NotADirectoryError, IsADirectoryError) as exc:
        raise AssistantError("The ZIP holds one name twice. Pack the folder again without doubles.") from exc
    except OSError as exc:
        if exc.errno is None:  # bzip2's way to say that its data make no sense
            raise AssistantError(_DAMAGED) from exc
        raise AssistantError(
            "The ZIP cannot be unpacked ({reason}). Free some space and try again.", reason=exc.strerror
        ) from exc


def _check_directory(archive: Path) -> None:
    """Refuses a list of files that would fill the memory (APPNOTE.TXT, 4.3.16: its size is at byte 12 of the end)."""
    with archive.open("rb") as file:
        file.seek(max(0, archive.stat().st_size - 2**16 - 22))
        tail = file.read()
    ends = [found.start() for found in re.finditer(re.escape(_END), tail) if found.start() + 16 <= len(tail)]
    if _END_ZIP64 in tail or any(struct.unpack_from("<L", tail, at + 12)[0] > MAX_DIRECTORY_BYTES for at in ends):
        raise AssistantError(
            "The ZIP holds more than {most} files or is over 4 GB. Split the data set.", most=MAX_FILES
        )


def _opened(archive: Path) -> zipfile.ZipFile:
    for encoding in _ENCODINGS:
        try:
            return zipfile.ZipFile(archive, metadata_encoding=encoding)
        except UnicodeDecodeError:
            continue
    raise zipfile.BadZipFile("names in no known encoding")


def _unpack_all(zipped: zipfile.ZipFile, folder: Path, max_bytes: int) -> None:
    entries = [entry for entry in zipped.infolist() if not _JUNK.search(entry.filename)]
    if len(entries) > MAX_FILES:
        raise AssistantError("The ZIP holds more than {most} files. Split the data set.", most=MAX_FILES)
    left = max_bytes
    for entry in entries:
        target = folder / _checked(entry)
        if entry.is_dir():
            target.mkdir(parents=True, exist_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipped.open(entry) as packed, target.open("xb") as file:
            while piece := packed.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise AssistantError(
                        "Unpacked, the ZIP is larger than {megabytes} MB. Upload less, or raise "
                        "CALLDESK_MAX_DATASET_MB.",
                        megabytes=max_bytes // 1_000_000,
                    )
                file.write(piece)


def _checked(entry: zipfile.ZipInfo) -> PurePosixPath:
    """The entry's path inside the folder; AssistantError for one that is no plain file or folder in it."""
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.flag_bits & 1:
        raise AssistantError("The ZIP has a password. Upload one without.")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise AssistantError("The ZIP holds links. Put the files themselves into it.")
    parts = name.removesuffix("/").split("/")
    odd = "\\" in name or any(ord(character) < 32 for character in name) or re.match(r"[A-Za-z]:", name)
    long = len(parts) > MAX_DEPTH or any(len(part.encode("utf-8", "replace")) > 255 for part in parts)
    if odd or long or any(part in ("", ".", "..") for part in parts):
        raise AssistantError("The ZIP holds names that lead out of its folder. Pack the folder itself.")
    return PurePosixPath(*parts)
