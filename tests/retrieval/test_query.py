"""A question as every channel wants it."""

from __future__ import annotations

import pytest

from retrieval.query import MAX_QUERY, MIN_HEARD, read_query
from retrieval.sound import sound_grams
from retrieval.words import word_tokens


def test_words_and_sounds_are_those_of_the_text() -> None:
    query = read_query("  居住证在哪里申领？ ", heard=False)
    assert query is not None
    assert query.text == "居住证在哪里申领？"
    assert (query.words, query.sound) == (word_tokens(query.text), sound_grams(query.text))
    assert query.words and query.sound


@pytest.mark.parametrize("heard", [False, True])
@pytest.mark.parametrize("text", ["", "  \n", "？！…", "😀" * 9, "\x00", "\ud800"])
def test_what_has_no_sound_asks_nothing(text: str, heard: bool) -> None:
    assert read_query(text, heard) is None


def test_a_syllable_or_two_may_be_typed_but_are_nothing_when_heard() -> None:
    for length in range(1, MIN_HEARD):
        assert read_query("好" * length, heard=True) is None
        assert read_query("好" * length, heard=False) is not None
    assert read_query("好" * MIN_HEARD, heard=True) is not None


def test_only_the_beginning_of_a_long_text_counts() -> None:
    query = read_query("居" * MAX_QUERY + "证" * 10_000, heard=True)
    assert query is not None
    assert query.text == "居" * MAX_QUERY
    assert "zen" not in query.sound
