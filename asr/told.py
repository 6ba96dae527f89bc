"""Sentences that remember how they were made: the same as the knowledge base's, which hearing does not import."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Self

_PLACE = re.compile(r"\{(\w+)\}")


class Told(str):
    """A constant English sentence with its places, such as {name}, filled in; `sentence` and `values` stay readable.

    A value may be told itself. What stands in braces in a value is never taken for a place.
    """

    sentence: str
    values: Mapping[str, object]

    def __new__(cls, sentence: str, /, **values: object) -> Self:
        told = super().__new__(cls, _PLACE.sub(lambda place: str(values.get(place[1], place[0])), sentence))
        told.sentence = sentence
        told.values = {place: one if isinstance(one, str | int | float) else str(one) for place, one in values.items()}
        return told
