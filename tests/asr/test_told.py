"""Hearing's sentences are made as the knowledge base's are."""

from __future__ import annotations

import pytest

from asr.errors import AudioUnreadable
from asr.told import Told
from knowledge_base import told as other


@pytest.mark.parametrize("name", ["a.flac", "{most}", "{name}", "{0}"])
def test_both_make_the_same_of_a_sentence(name: str) -> None:
    ours, theirs = (kind("{name} has {most}, {gap}.", name=name, most=3) for kind in (Told, other.Told))
    assert ours == theirs
    assert (ours.sentence, ours.values) == (theirs.sentence, theirs.values)


def test_an_error_tells_its_sentence() -> None:
    error = AudioUnreadable("{name} is empty.", name="a.flac")
    assert (str(error), error.sentence, error.values) == ("a.flac is empty.", "{name} is empty.", {"name": "a.flac"})
    assert AudioUnreadable(error.said).said is error.said


def test_json_keeps_what_hearing_told() -> None:
    told = Told("{name} is empty.", name="a.flac")
    back = other.from_json(other.as_json(other.Told("{where}: {problem}", where="row 3", problem=told)))
    assert back.values["problem"].values == {"name": "a.flac"}  # type: ignore[attr-defined]
