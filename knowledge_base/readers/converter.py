"""A file becomes a Document: its format told by its ending and checked against its bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from knowledge_base.document import Document
from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Reading, clean
from knowledge_base.readers.docx_reader import read_docx
from knowledge_base.readers.html_reader import read_html
from knowledge_base.readers.limits import MEGABYTE, STANDARD, Limits
from knowledge_base.readers.markdown_reader import read_markdown
from knowledge_base.readers.outline import outline
from knowledge_base.readers.pdf_reader import read_pdf
from knowledge_base.readers.pptx_reader import read_pptx
from knowledge_base.readers.text_reader import read_text
from knowledge_base.readers.xlsx_reader import read_xlsx

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
_READERS: dict[str, Callable[[bytes, Limits], Reading]] = {
    "markdown": read_markdown,
    "text": read_text,
    "html": read_html,
    "pdf": read_pdf,
    "docx": read_docx,
    "xlsx": read_xlsx,
    "pptx": read_pptx,
}
_OTHER = "is in an Office format that is not read. Save it as"
_MACROS = "is a file with macros, which are not taken in. Save it as"
_INSTEAD = {
    **dict.fromkeys((".doc", ".dot", ".wps", ".odt"), f"{_OTHER} .docx and add that."),
    **dict.fromkeys((".xls", ".xlt", ".et", ".ods"), f"{_OTHER} .xlsx and add that."),
    **dict.fromkeys((".ppt", ".pps", ".dps", ".odp"), f"{_OTHER} .pptx and add that."),
    **dict.fromkeys((".docm", ".dotm"), f"{_MACROS} .docx and add that."),
    **dict.fromkeys((".xlsm", ".xltm", ".xlsb", ".xlam"), f"{_MACROS} .xlsx and add that."),
    **dict.fromkeys((".pptm", ".potm", ".ppsm"), f"{_MACROS} .pptx and add that."),
    **dict.fromkeys(
        (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp"), "is a picture. Put it into a PDF and add that."
    ),
}
_RENAME = "not what its ending says. Give it its right ending, or save it again in the right format."
_SIGNATURES = {
    b"%PDF-": f"is a PDF, {_RENAME}",
    b"PK\x03\x04": f"is a ZIP or Office file, {_RENAME}",
    b"\xd0\xcf\x11\xe0": "is an old or password-locked Office file. Save it in today's format without a password.",
    b"\x89PNG": f"is a picture, {_RENAME}",
    b"\xff\xd8\xff": f"is a picture, {_RENAME}",
    b"GIF8": f"is a picture, {_RENAME}",
    b"{\\rtf": f"is an RTF file, {_RENAME}",
}
_EXPECTED = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "xlsx": b"PK\x03\x04", "pptx": b"PK\x03\x04"}
_LONGEST_TITLE = 200


def convert(path: Path, limits: Limits = STANDARD) -> Document:
    """Read a file of one of `KINDS`; raises DocumentUnreadable with a sentence that says what to do.

    Nothing in the file is run or fetched. `doc_id` is the first 16 hex digits of the bytes' SHA-256.
    """
    return convert_bytes(path.name, read_bytes(path, limits.max_bytes), limits)


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """The bytes of a file whose ending is known and whose size is above 0 and at most `max_bytes`."""
    kind_of(path.name)
    if path.exists() and not path.is_file():
        raise DocumentUnreadable(f"{path.name} is not a file. Name files, or a folder's files.")
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except FileNotFoundError as exc:
        raise DocumentUnreadable(f"{path.name} is not there. Check its name and folder.") from exc
    except OSError as exc:
        raise DocumentUnreadable(f"{path.name} cannot be read ({exc.strerror}). Check its permissions.") from exc
    if not data:
        raise DocumentUnreadable(f"{path.name} is empty. Save it again and add it then.")
    if len(data) > max_bytes:
        raise DocumentUnreadable(
            f"{path.name} is larger than {max_bytes / MEGABYTE:.4g} MB. Split it, or raise the limit."
        )
    return data


def convert_bytes(name: str, data: bytes, limits: Limits = STANDARD) -> Document:
    """The document that a file of that name holds; raises as `convert` does."""
    kind = kind_of(name)
    try:
        _check_signature(kind, data)
        reading = _READERS[kind](data, limits)
        limits.check_characters(sum(len(block.text) for block in reading.blocks))
    except DocumentUnreadable as exc:
        raise DocumentUnreadable(f"{name} {exc}") from exc
    text, sections = outline(reading)
    if not text:
        raise DocumentUnreadable(f"{name} has no text. Check that it is the right file.")
    digest = hashlib.sha256(data).hexdigest()
    title = clean(reading.title or "").replace("\n", " ") or clean(Path(name).stem) or name
    return Document(digest[:16], title[:_LONGEST_TITLE], name, kind, text, sections, digest, reading.notes)


def kind_of(name: str) -> str:
    """The format that a file's ending stands for; raises DocumentUnreadable for an unknown one."""
    ending = Path(name).suffix.lower()
    kind = KINDS.get(ending)
    if kind is None:
        if ending in _INSTEAD:
            raise DocumentUnreadable(f"{name} {_INSTEAD[ending]}")
        raise DocumentUnreadable(f"{name} is of an unknown kind. Save it as one of {', '.join(KINDS)}.")
    return kind


def _check_signature(kind: str, data: bytes) -> None:
    """Raise where the first bytes belong to another format than the ending says."""
    expected = _EXPECTED.get(kind)
    if expected and expected in data[:1024]:
        return
    found = next((what for signature, what in _SIGNATURES.items() if data.startswith(signature)), None)
    if found or expected:
        raise DocumentUnreadable(found or f"is something else, {_RENAME}")
