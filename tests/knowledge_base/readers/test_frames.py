"""Frames, and answers that are taken in only in their form."""

from __future__ import annotations

import io

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.readers.blocks import Block, Reading
from knowledge_base.readers.frames import (
    ReaderMistake,
    answered,
    mistake_answer,
    problem_answer,
    read_frame,
    reading_answer,
    write_frame,
)
from knowledge_base.told import Told


def test_frames_follow_each_other() -> None:
    pipe = io.BytesIO()
    for content in (b"one", b"", b"two"):
        write_frame(pipe, content)
    pipe.seek(0)
    assert [read_frame(pipe, 3) for _ in range(3)] == [b"one", b"", b"two"]
    with pytest.raises(EOFError):
        read_frame(pipe, 3)


def test_a_frame_that_ends_early_or_is_too_long_is_refused() -> None:
    with pytest.raises(EOFError):
        read_frame(io.BytesIO((4).to_bytes(8, "big") + b"abc"), 10)
    with pytest.raises(ValueError, match="longer"):
        read_frame(io.BytesIO((1 << 62).to_bytes(8, "big")), 10)


def test_a_reading_comes_back_as_it_was() -> None:
    note = Told("Pages: {pages}.", pages="1, 3")
    reading = Reading((Block("题", 1), Block("甲\n乙", 0, 2), Block("坏\ud800")), "题", (note, "plain"))
    again = answered(reading_answer(reading))
    assert again == reading
    assert (again.notes[0].sentence, again.notes[0].values) == (note.sentence, note.values)  # type: ignore[attr-defined]


def test_blocks_without_text_are_left_out() -> None:
    assert answered(reading_answer(Reading((Block(""), Block("甲"))))).blocks == (Block("甲"),)


def test_problems_and_mistakes_are_raised() -> None:
    with pytest.raises(DocumentUnreadable, match="has 3 rows") as problem:
        answered(problem_answer(Told("has {count} rows.", count=3)))
    assert problem.value.sentence == "has {count} rows."
    with pytest.raises(ReaderMistake, match=r"KeyError in a\.py"):
        answered(mistake_answer("KeyError", "a.py"))


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"problem": 3}',
        b'{"mistake": "KeyError"}',
        b'{"blocks": 3, "title": null, "notes": []}',
        b'{"blocks": [["a", 0]], "title": null, "notes": []}',
        b'{"blocks": [["a", -1, null]], "title": null, "notes": []}',
        b'{"blocks": [[["a"], 0, null]], "title": null, "notes": []}',
        b'{"blocks": [["a", 0, "1"]], "title": null, "notes": []}',
        b'{"blocks": [], "title": 3, "notes": []}',
        b"[" * 100_000,
        b'{"problem": {"sentence":' + b"[" * 100_000,
    ],
)
def test_answers_of_another_form_are_refused(answer: bytes) -> None:
    with pytest.raises(ValueError):
        answered(answer)
