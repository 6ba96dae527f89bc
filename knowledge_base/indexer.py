"""What the library tells of passages before anybody may find them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from knowledge_base.store import Database

Ready = TypeVar("Ready")
Progress = Callable[[int, int], None]
"""Told how many passages of how many are done; what it raises ends the work with nothing stored."""


@dataclass(frozen=True, slots=True)
class Searchable:
    """A passage before it has an identity: where it stands, and its words."""

    title: str
    heading_path: tuple[str, ...]
    text: str


class Indexer(Protocol, Generic[Ready]):
    """Finds passages by what it was told; asks the library which of them there really are."""

    def prepare(self, passages: Sequence[Searchable], progress: Progress) -> Ready:
        """Everything that takes time, for the passages of one document."""
        ...

    def place(self, documents: Sequence[tuple[Sequence[int], Ready]]) -> Callable[[Database], None]:
        """Takes in documents, each with its passages' ids; what is returned runs in the transaction that shows them."""
        ...

    def settle(self) -> None:
        """After that transaction: whatever upkeep is due."""
        ...


def unseen(_done: int, _all: int) -> None:
    """No progress shown."""
