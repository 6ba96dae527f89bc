"""What other parts add to an export: their rows about documents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol


class Extra(Protocol):
    """Rows are JSON objects; those of an import come from outside and are to be checked."""

    @property
    def name(self) -> str:
        """Under what the rows stand in the manifest."""
        ...

    def rows(self) -> list[dict[str, Any]]:
        """Everything, in an order that stays the same."""
        ...

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raises KnowledgeError for rows that make no sense, before anything is taken in."""
        ...

    def take(self, rows: list[dict[str, Any]], new: Collection[str], by: str) -> None:
        """Takes in the rows of documents that are new here, for the person `by`."""
        ...
