"""Office files as ZIP packages (ECMA-376 part 2), looked over before any of it is parsed."""

from __future__ import annotations

import codecs
import io
import lzma
import zipfile
import zlib
from xml.parsers import expat

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.limits import MEGABYTE, Limits
from knowledge_base.told import Told

_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 100_000
_FREE_BYTES = 10 * MEGABYTE
_MOST_TIMES = 200
_CHUNK = 16 * 1024
_BEFORE_XML = codecs.BOM_UTF8 + codecs.BOM_UTF16_LE + b"\0\t\r\n "
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    ValueError,
    NotImplementedError,
    EOFError,
    OSError,
    RuntimeError,
)


def open_zip(data: bytes, max_bytes: int, setting: str) -> zipfile.ZipFile:
    """Raises ValueError for what is no proper ZIP, DocumentUnreadable for one that unpacks to too much.

    The declared sizes bound what unpacking can yield, since `zipfile` reads no further than they say; entries
    are counted by their signature before `zipfile` makes an object of each. `setting` is what `max_bytes` comes from.
    """
    if data.count(_ENTRY) > _MOST_ENTRIES:
        raise DocumentUnreadable("holds more than {most} files. It was not unpacked.", most=_MOST_ENTRIES)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN as exc:
        raise ValueError("no ZIP") from exc
    total = sum(entry.file_size for entry in archive.infolist())
    if total > _FREE_BYTES + _MOST_TIMES * len(data):
        raise DocumentUnreadable(
            "unpacks to far more than it should hold ({megabytes} MB). It was not unpacked.",
            megabytes=total // MEGABYTE,
        )
    if total > max_bytes:
        raise DocumentUnreadable(
            "unpacks to more than {megabytes} MB. Split it, or raise {setting}.",
            megabytes=f"{max_bytes / MEGABYTE:.4g}",
            setting=setting,
        )
    return archive


def check_package(data: bytes, part: str, program: str, ending: str, limits: Limits) -> None:
    """Raises DocumentUnreadable for a package that is broken, without its main part, too large, or holds macros.

    XML parts with a document type are refused as well: the format forbids them, and entities come in by them.
    """
    damaged = Told(
        "is a damaged {program} file. Open it, save it again as {ending}, and add that.", program=program, ending=ending
    )
    try:
        archive = open_zip(data, limits.max_unpacked_bytes, "CALLDESK_MAX_UNPACKED_MB")
    except ValueError as exc:
        raise DocumentUnreadable(damaged) from exc
    names = archive.namelist()
    if part not in names:
        raise DocumentUnreadable(
            "is no {program} file although its name ends in {ending}. Save it as {ending} again.",
            program=program,
            ending=ending,
        )
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise DocumentUnreadable("holds macros. Save it as {ending} without them and add that.", ending=ending)
    try:
        for name in names:
            _check_no_doctype(archive, name)
    except (*BROKEN, expat.ExpatError) as exc:
        raise DocumentUnreadable(damaged) from exc


def _check_no_doctype(archive: zipfile.ZipFile, name: str) -> None:
    """Reads an XML part as far as its first element; nothing is expanded before that."""
    begun: list[str] = []
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = lambda element, _: begun.append(element)
    with archive.open(name) as part:
        chunk = part.read(_CHUNK)
        if chunk.lstrip(_BEFORE_XML).startswith(b"<"):
            while chunk and not begun:
                parser.Parse(chunk)
                chunk = part.read(_CHUNK)


def _refuse_doctype(*_: object) -> None:
    raise DocumentUnreadable("defines XML entities, which no Office file needs. It was not read.")
