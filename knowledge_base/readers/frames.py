"""What a reading process is asked and answers: frames of bytes, a length in eight bytes (big-endian) before each.

An answer is JSON, checked where it comes in: nothing in it can name a class or a function to be run.
"""

from __future__ import annotations

import json
from typing import IO, Any

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading
from knowledge_base.told import restored, stored

_LENGTH = 8
_LOWEST_HEADING = 10


class ReaderMistake(Exception):
    """A reader failed where it should not: the class of the error, and its place in the program."""

    def __init__(self, kind: str, place: str) -> None:
        super().__init__(f"{kind} in {place}")
        self.kind, self.place = kind, place


def write_frame(target: IO[bytes], content: bytes) -> None:
    """Raises OSError where nobody reads any more."""
    target.write(len(content).to_bytes(_LENGTH, "big"))
    target.write(content)
    target.flush()


def read_frame(source: IO[bytes], most: int) -> bytes:
    """Raises EOFError where the source ends first, ValueError for a frame of more than `most` bytes."""
    length = int.from_bytes(_exactly(source, _LENGTH), "big")
    if length > most:
        raise ValueError("a frame longer than is taken in")
    return _exactly(source, length)


def reading_answer(reading: Reading) -> bytes:
    """Blocks as (text, level, page), without those that have no text."""
    blocks = [(block.text, block.level, block.page) for block in reading.blocks if block.text]
    return _json({"blocks": blocks, "title": reading.title, "notes": [stored(note) for note in reading.notes]})


def problem_answer(problem: str) -> bytes:
    """A file that cannot be read, in a sentence."""
    return _json({"problem": stored(problem)})


def mistake_answer(kind: str, place: str) -> bytes:
    """A reader that failed where it should not."""
    return _json({"mistake": kind, "place": place})


def answered(answer: bytes) -> Reading:
    """The reading; raises DocumentUnreadable for a problem, ReaderMistake, and ValueError for the rest."""
    try:
        match json.loads(answer):
            case {"blocks": list(blocks), "title": str() | None as title, "notes": list(notes)}:
                return Reading(tuple(map(_block, blocks)), title, tuple(map(restored, notes)))
            case {"problem": str() | dict() as problem}:
                raise DocumentUnreadable(restored(problem))
            case {"mistake": str(kind), "place": str(place)}:
                raise ReaderMistake(kind, place)
    except RecursionError as exc:
        raise ValueError("an answer that nests too deeply") from exc
    raise ValueError("an answer of another form")


def _block(value: object) -> Block:
    match value:
        case [str(text), int(level), int() | None as page] if 0 <= level <= _LOWEST_HEADING:
            return Block(text, level, page)
    raise ValueError("a block of another form")


def _json(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _exactly(source: IO[bytes], length: int) -> bytes:
    content = source.read(length)
    if len(content) < length:
        raise EOFError
    return content
