"""Who changed what, as it travels with an export."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from knowledge_base.editorial.audit import Audit, AuditEntry
from knowledge_base.errors import KnowledgeError
from knowledge_base.transfer.moment import Moment


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class _Row:
    """One line; documents and drafts have the same ids in every base."""

    at: Moment
    by: str
    action: Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
    subject: str
    title: str
    detail: str


_ROWS = TypeAdapter(list[_Row])


class AuditExtra:
    """The record of the other base joins the one here, in the order of its moments."""

    name = "changes"

    def __init__(self, audit: Audit) -> None:
        self._audit = audit

    def rows(self) -> list[dict[str, Any]]:
        """Every line, the oldest first."""
        return [asdict(line) for line in reversed(self._audit.entries(sys.maxsize))]

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raises KnowledgeError for what is no line of a record."""
        try:
            _ROWS.validate_python(rows)
        except ValidationError as exc:
            raise KnowledgeError(
                "The record of changes in the export is damaged, so nothing was taken. Export it anew."
            ) from exc

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        """Adds the lines that are not here."""
        lines = [AuditEntry(**asdict(row)) for row in _ROWS.validate_python(rows)]
        return self._audit.take(lines, by)
