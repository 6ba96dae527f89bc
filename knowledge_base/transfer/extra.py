"""What other parts add to an export: their rows about documents, or about what people do with them."""

from __future__ import annotations

from typing import Any, Protocol


class Extra(Protocol):
    """Rows are JSON objects; those of an import come from outside and are to be checked.

    What an importing base has already wins, so that importing twice doubles nothing.
    """

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

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        """Takes in, for the person `by` and after all documents, the rows that are new here; gives how many."""
        ...
