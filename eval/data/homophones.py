"""Text as a recogniser mishears it: characters put into others that sound alike, where no recording is at hand."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable

from retrieval.sound import syllables

SHARE = 0.2
"""Of the characters: about what Whisper base gets wrong on telephone speech."""


class Homophones:
    """The characters of some texts by their sound, near sounds merged as the search merges them."""

    def __init__(self, texts: Iterable[str]) -> None:
        pool = defaultdict(list)
        for character in sorted({character for text in texts for character in text}):
            if sound := _sound(character):
                pool[sound].append(character)
        self._pool = pool

    def misheard(self, text: str) -> str:
        """A SHARE of the characters, always the same ones of a text, put into any that sound alike."""
        chance = random.Random(text)
        return "".join(
            chance.choice(self._pool.get(_sound(character), [character])) if chance.random() < SHARE else character
            for character in text
        )


def _sound(character: str) -> str:
    """Empty for what is no Chinese character."""
    return "" if character.isascii() or not character.isalpha() else "".join(syllables(character))
