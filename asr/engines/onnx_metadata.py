"""The notes that a model's makers put into an ONNX file, read without loading the model.

Format: ModelProto of `onnx.proto`, in protocol buffers' wire format (https://protobuf.dev/programming-guides/encoding/):
field 14 is a list of StringStringEntryProto, whose fields are 1, the key, and 2, the value.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from asr.errors import EngineUnavailable

LONGEST_NOTE = 1_000_000
"""Bytes; the longest known are means of some thousand numbers."""

_NOTE, _KEY, _VALUE = 14, 1, 2
_NUMBER, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5


class NotOnnx(EngineUnavailable):
    """A file is not the ONNX model that its name promises."""


def onnx_metadata(path: Path) -> dict[str, str]:
    """Key and value of each note; raises NotOnnx."""
    try:
        with path.open("rb") as file:
            notes = (content for field, content in _fields(file, path.stat().st_size) if field == _NOTE)
            return dict(_note(content) for content in notes)
    except (OSError, ValueError, KeyError) as exc:
        raise NotOnnx("{name} cannot be read as an ONNX model: fetch it again.", name=path.name) from exc


def _note(content: bytes) -> tuple[str, str]:
    parts = dict(_fields(io.BytesIO(content), len(content)))
    return parts[_KEY].decode(), parts.get(_VALUE, b"").decode()


def _fields(file: BinaryIO, size: int) -> Iterator[tuple[int, bytes]]:
    """Each field's number and bytes, empty for numbers and for what is too long for a note, as the graph is."""
    while file.tell() < size:
        field, wire = divmod(_varint(file), 8)
        if wire == _NUMBER:
            _varint(file)
            continue
        if wire not in (_BYTES, _EIGHT_BYTES, _FOUR_BYTES):
            raise ValueError("no such wire type")
        length = _varint(file) if wire == _BYTES else 8 if wire == _EIGHT_BYTES else 4
        if file.tell() + length > size:
            raise ValueError("cut off")
        if wire == _BYTES and length <= LONGEST_NOTE:
            yield field, file.read(length)
        else:
            file.seek(length, io.SEEK_CUR)


def _varint(file: BinaryIO) -> int:
    number = 0
    for shift in range(0, 70, 7):
        byte = file.read(1)
        if not byte:
            break
        number |= (byte[0] & 127) << shift
        if byte[0] < 128:
            return number
    raise ValueError("cut off")
