"""A file becomes a Document: its format told by its ending and checked against its bytes."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

from knowledge_base.document import Document
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import clean
from knowledge_base.readers.frames import ReaderMistake
from knowledge_base.readers.limits import MEGABYTE, STANDARD, Limits
from knowledge_base.readers.outline import outline
from knowledge_base.readers.reading_process import read_apart

KINDS = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".pdf": "pdf",
    ".docx": "docx",
    ".xlsx": "xlsx",
    ".pptx": "pptx",
}
_OTHER = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".odt"), ".docx"),
    **dict.fromkeys((".xls", ".xlt", ".et", ".ods"), ".xlsx"),
    **dict.fromkeys((".ppt", ".pps", ".dps", ".odp"), ".pptx"),
}
"""Office formats that are not read, and the one to save them in."""

_MACROS = {
    **dict.fromkeys((".docm", ".dotm"), ".docx"),
    **dict.fromkeys((".xlsm", ".xltm", ".xlsb", ".xlam"), ".xlsx"),
    **dict.fromkeys((".pptm", ".potm", ".ppsm"), ".pptx"),
}
"""Formats that can hold macros, and the one without them to save them in."""

_PICTURES = {".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP or Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF file",
}
_EXPECTED = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pptx": b"PK\x03\x04"}
_LONGEST_TITLE = 200
_log = logging.getLogger(__name__)


def _patient() -> None:
    """Waits as long as the limits allow."""


def convert(path: Path, limits: Limits = STANDARD) -> Document:
    """Read a file of one of `KINDS`; raises DocumentUnreadable with a sentence that says what to do.

    Nothing in the file is run or fetched. `doc_id` is the first 16 hex digits of the bytes' SHA-256.
    """
    return convert_bytes(path.name, read_bytes(path, limits.max_bytes), limits)


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file whose ending is known and whose size is above 0 and at most `max_bytes`."""
    kind_of(path.name)
    if path.exists() and not path.is_file():
        raise DocumentUnreadable("{name} is not a file. Name files, or a folder's files.", name=path.name)
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as exc:
        raise DocumentUnreadable("{name} is not there. Check its name and folder.", name=path.name) from exc
    except OSError as exc:
        raise DocumentUnreadable(
            "{name} cannot be read ({reason}). Check its permissions.", name=path.name, reason=exc.strerror
        ) from exc
    if not data:
        raise DocumentUnreadable("{name} is empty. Save it again and add it then.", name=path.name)
    if len(data) > max_bytes:
        raise DocumentUnreadable(
            "{name} is larger than {megabytes} MB. Split it, or raise {setting}.",
            name=path.name,
            megabytes=f"{max_bytes / MEGABYTE:.4g}",
            setting="CALLDESK_MAX_DOCUMENT_MB",
        )
    return data


def convert_bytes(
    name: str, data: bytes, limits: Limits = STANDARD, waiting: Callable[[], None] = _patient
) -> Document:
    """The document that a file of that name holds; raises as `convert` does.

    `waiting` is called while it is read; what it raises ends that.
    """
    kind = kind_of(name)
    try:
        _check_signature(kind, data)
        reading = read_apart(kind, data, limits, waiting)
        limits.check_characters(sum(len(block.text) for block in reading.blocks))
    except DocumentUnreadable as exc:
        raise DocumentUnreadable("{name} {problem}", name=name, problem=exc.said) from exc
    except ReaderMistake as exc:
        _log.error("a file could not be read: %s", exc)
        raise DocumentUnreadable(
            "{name} could not be read ({kind}). Save it anew, or in another format.", name=name, kind=exc.kind
        ) from exc
    text, sections = outline(reading)
    if not text:
        raise DocumentUnreadable("{name} has no text. Check that it is the right file.", name=name)
    digest = hashlib.sha256(data).hexdigest()
    title = clean(reading.title or "").replace("\n", " ") or clean(Path(name).stem) or name
    return Document(digest[:16], title[:_LONGEST_TITLE], name, kind, text, sections, digest, reading.notes)


def kind_of(name: str) -> str:
    """The format that a file's ending stands for; raises DocumentUnreadable for an unknown one."""
    ending = Path(name).suffix.lower()
    kind = KINDS.get(ending)
    if kind is None:
        _check_ending(name, ending)
        raise DocumentUnreadable(
            "{name} is of an unknown kind. Save it as one of {kinds}.", name=name, kinds=", ".join(KINDS)
        )
    return kind


def _check_ending(name: str, ending: str) -> None:
    """Raise for a kind that is known and not read, saying what to make of it."""
    if ending in _OTHER:
        raise DocumentUnreadable(
            "{name} is in an Office format that is not read. Save it as {ending} and add that.",
            name=name,
            ending=_OTHER[ending],
        )
    if ending in _MACROS:
        raise DocumentUnreadable(
            "{name} is a file with macros, which are not taken in. Save it as {ending} and add that.",
            name=name,
            ending=_MACROS[ending],
        )
    if ending in _PICTURES:
        raise DocumentUnreadable("{name} is a picture. Put it into a PDF and add that.", name=name)


def _check_signature(kind: str, data: bytes) -> None:
    """Raise where the first bytes belong to another format than the ending says."""
    expected = _EXPECTED.get(kind)
    if expected and expected in data[:1024]:
        return
    if data.startswith(_OLD_OFFICE):
        raise DocumentUnreadable(
            "is an old or password-locked Office file. Save it in today's format without a password."
        )
    found = next((what for signature, what in _SIGNATURES.items() if data.startswith(signature)), None)
    if found or expected:
        raise DocumentUnreadable(
            "is {kind}, not what its ending says. Give it its right ending, or save it again in the right format.",
            kind=found or "something else",
        )
