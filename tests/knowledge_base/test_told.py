"""Sentences that remember how they were made, and the errors that tell them."""

from __future__ import annotations

import copy
import json
import pickle

import pytest

from knowledge_base.errors import DocumentUnreadable
from knowledge_base.told import Told, as_json, from_json, restored, stored, together

LOCKED = Told("{name} {problem}", name="a.pdf", problem=Told("holds {count} locks.", count=2))


def test_it_is_the_sentence_filled_in() -> None:
    assert LOCKED == "a.pdf holds 2 locks."
    assert (LOCKED.sentence, LOCKED.values["name"]) == ("{name} {problem}", "a.pdf")


def test_braces_in_values_are_no_places() -> None:
    told = Told("{name} is {kind}.", name="{kind}{name}{0.__class__}", kind="a PDF")
    assert told == "{kind}{name}{0.__class__} is a PDF."
    assert from_json(as_json(told)) == told


def test_braces_that_are_no_places_stay() -> None:
    assert Told('Text must be {"config": …}, {unknown} or {}.') == 'Text must be {"config": …}, {unknown} or {}.'


def test_values_that_json_cannot_keep_become_words() -> None:
    assert Told("{error}", error=ValueError("odd")).values == {"error": "odd"}
    assert Told("{none}", none=None) == "None"


@pytest.mark.parametrize("again", [lambda told: pickle.loads(pickle.dumps(told)), copy.deepcopy])
def test_a_copy_remembers_too(again) -> None:  # type: ignore[no-untyped-def]
    odd = Told("{name} {problem}", name="{problem}", problem="x")
    assert (again(odd), again(odd).sentence, again(odd).values) == (odd, odd.sentence, odd.values)
    error = again(DocumentUnreadable("{name} is empty.", name="{name}"))
    assert (str(error), error.sentence, error.values) == ("{name} is empty.", "{name} is empty.", {"name": "{name}"})


def test_json_keeps_it_with_what_is_told_in_it() -> None:
    back = from_json(as_json(LOCKED))
    assert back == LOCKED
    assert isinstance(back, Told) and back.values["problem"].sentence == "holds {count} locks."  # type: ignore[attr-defined]


@pytest.mark.parametrize("plain", ["", "Old words.", '{"sentence": broken', '{"sentence": 3}', '{"sentence": "x"}'])
def test_words_of_older_versions_stay_as_they_are(plain: str) -> None:
    assert str(from_json(as_json(plain))) in (plain, str(json.loads(plain)) if plain.endswith("}") else plain)
    assert not isinstance(from_json(plain), Told)
    assert restored(stored("plain")) == "plain"


def test_several_are_told_together() -> None:
    both = together([Told("{pages} pages.", pages=3), "Old."])
    assert both == "3 pages. Old."
    assert from_json(as_json(both)).values["part1"].values == {"pages": 3}  # type: ignore[attr-defined]
    assert together([]) == ""


def test_an_error_tells_its_sentence() -> None:
    error = DocumentUnreadable("{name} is empty.", name="a.pdf")
    assert str(error) == "a.pdf is empty."
    assert (error.sentence, error.values) == ("{name} is empty.", {"name": "a.pdf"})


def test_an_error_can_hand_a_told_sentence_on() -> None:
    assert DocumentUnreadable(LOCKED).said is LOCKED
