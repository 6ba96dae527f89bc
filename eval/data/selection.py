"""What of a data set can be scored, and what cannot and why: nothing is left out in silence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from eval.errors import EvalError
from knowledge_base.told import Told

C = TypeVar("C")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Skipped:
    """What was left out: where it stands, and a whole sentence that names the place again and says why."""

    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Selection(Generic[T]):
    """At least one item to score, and what was skipped, both in the data set's order."""

    items: tuple[T, ...]
    skipped: tuple[Skipped, ...]

    def first(self, limit: int | None) -> Selection[T]:
        """Only so many items; None for all."""
        return Selection(self.items[:limit], self.skipped)


def select(candidates: Iterable[C], convert: Callable[[C], T], where: Callable[[C], str], strict: bool) -> Selection[T]:
    """Skips what `convert` raises EvalError for; raises it where `strict`, and EvalError where nothing is left."""
    items: list[T] = []
    skipped: list[Skipped] = []
    for candidate in candidates:
        try:
            items.append(convert(candidate))
        except EvalError as exc:
            if strict:
                raise
            skipped.append(Skipped(where(candidate), exc.said))
    if not items:
        empty = Told("The data set is empty: give one with at least one entry.")
        raise EvalError("Nothing here can be scored. {first}", first=skipped[0].why if skipped else empty)
    return Selection(tuple(items), tuple(skipped))
