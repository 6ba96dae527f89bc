"""Sentences for people that remember how they were made, so that a screen can say them in another language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Self, cast

_PLACE = re.compile(r"\{(\w+)\}")


class Told(str):
    """A constant English sentence with its places, such as {name}, filled in; `sentence` and `values` stay readable.

    A value may be told itself. What stands in braces in a value is never taken for a place.
    """

    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        told = super().__new__(cls, filled(sentence, values))
        told.sentence = sentence
        told.values = {place: one if isinstance(one, str | int | float) else str(one) for place, one in values.items()}
        return told


class ToldError(Exception):
    """A root of errors whose text is a sentence for people.

    `said` is the sentence: a constant one in English and the values for its places; one that was told, also by
    another folder's class, is handed on as it is.
    """

    def __init__(self, sentence: str, /, **values: object) -> None:
        self.said = cast(Told, sentence) if hasattr(sentence, "sentence") else Told(sentence, **values)
        super().__init__(self.said)

    @property
    def sentence(self) -> str:
        """With its places open."""
        return self.said.sentence

    @property
    def values(self) -> Mapping[str, object]:
        """By place."""
        return self.said.values


def filled(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence with a value in each of its places; a place without one stays as it is."""
    return _PLACE.sub(lambda place: str(values.get(place[1], place[0])), sentence)


def together(sentences: Iterable[str]) -> Told:
    """Several as one, each still to be told apart."""
    parts = {f"part{number}": one for number, one in enumerate(sentences, 1)}
    return Told(" ".join(f"{{{place}}}" for place in parts), **parts)


def stored(words: str) -> str | dict[str, Any]:
    """What JSON keeps of a sentence; a plain one is kept as it is."""
    sentence = getattr(words, "sentence", None)
    if sentence is None:
        return words
    values: Mapping[str, object] = getattr(words, "values", {})
    return {"sentence": sentence, "values": {p: stored(v) if isinstance(v, str) else v for p, v in values.items()}}


def restored(kept: object) -> str:
    """The sentence that `stored` gave; anything else as a plain one."""
    match kept:
        case {"sentence": str(sentence), "values": dict(values)}:
            return Told(sentence, **{p: v if isinstance(v, int | float) else restored(v) for p, v in values.items()})
    return str(kept)


def as_json(words: str) -> str:
    """A sentence as text for a database or a file; a plain one as it is."""
    kept = stored(words)
    return kept if isinstance(kept, str) else json.dumps(kept, ensure_ascii=False)


def from_json(text: str) -> str:
    """The sentence that `as_json` wrote; any other text is a plain sentence, such as older versions wrote."""
    try:
        return restored(json.loads(text)) if text.startswith('{"sentence"') else text
    except ValueError:
        return text
