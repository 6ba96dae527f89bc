"""The names of a city's places and companies, found in heard text by their characters or their sound."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError
from assistant.tickets.phrase_finder import PhraseFinder
from assistant.tickets.taxonomy import Name, read_names

# From the whole to the part; a place is spelled in this order.
LEVELS = {"district": 0, "town": 1, "expressway": 2, "road": 2, "metro": 2, "estate": 3, "site": 3, "tollgate": 3}
COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name at `start` to `end` of a text; `sure` is 1 where it is spelled as known."""

    name: str
    kind: str
    start: int
    end: int
    sure: float


class Gazetteer:
    """Names of one city; an empty one finds nothing."""

    def __init__(self, names: Iterable[Name] = ()) -> None:
        self._kinds = {name.name: name.kind for name in names}
        unknown = set(self._kinds.values()) - set(LEVELS) - {COMPANY}
        if unknown:
            raise AssistantError("The gazetteer has unknown kinds: {kinds}.", kinds=", ".join(sorted(unknown)))
        self._finder = PhraseFinder(self._kinds, near_from=4)
        districts = [name for name, kind in self._kinds.items() if kind == "district"]
        self._districts = PhraseFinder(districts, near_from=3)

    @classmethod
    def read(cls, path: Path) -> Gazetteer:
        """From JSON lines of `name` and `kind`; raises AssistantError naming the line that is wrong."""
        return cls(read_names(path))

    def mentions(self, text: str, expected: bool = False) -> list[Mention]:
        """The names in order, spelled as known, without overlaps.

        Where a place is `expected`, districts may be half misheard: they are few, so a wrong guess is rare.
        """
        found = list(self._finder.find(text))
        for guess in self._districts.find(text) if expected else ():
            if all(guess.end <= known.start or guess.start >= known.end for known in found):
                found.append(guess)
        found.sort(key=lambda f: f.start)
        return [Mention(f.phrase, self._kinds[f.phrase], f.start, f.end, f.sure) for f in found]

    def spelled(self, text: str, start: int, end: int) -> str:
        """That stretch of a text with every name in it spelled as known."""
        pieces, cursor = [], start
        for mention in self.mentions(text):
            if mention.start >= cursor and mention.end <= end:
                pieces += [text[cursor : mention.start], mention.name]
                cursor = mention.end
        return "".join(pieces) + text[cursor:end]
