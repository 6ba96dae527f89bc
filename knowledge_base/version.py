"""The versions that one document came in, and the days on which each is in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["in_force", "future", "repealed"]


@dataclass(frozen=True, slots=True)
class Term:
    """From the day `begins` to the day `ends`, both included; None is open. One that ends before it begins is empty."""

    begins: date | None = None
    ends: date | None = None

    @property
    def empty(self) -> bool:
        """Whether there is no day in it: something else holds on every day of it."""
        return self.begins is not None and self.ends is not None and self.ends < self.begins

    def state(self, on: date) -> State:
        """Where that day lies; an empty term is over on every day."""
        if self.empty or (self.ends is not None and self.ends < on):
            return "repealed"
        return "future" if self.begins is not None and on < self.begins else "in_force"


ALWAYS = Term()


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """One line of a document's history; a document that was made current again has one line for each time.

    `number` counts from 1 in the order of adding, `added_at` is ISO 8601 in UTC. `effective_from` and
    `effective_until` (its last day) stand in the text or, where `corrected`, were set by a person;
    `evidence` is the words they were read from. `term` is when it is in force beside its other versions.
    """

    doc_id: str
    title: str
    source: str
    number: int
    added_at: str
    restored: bool = False
    effective_from: date | None = None
    effective_until: date | None = None
    evidence: str = ""
    corrected: bool = False
    term: Term = ALWAYS
