"""What people filed documents under, as it travels with an export."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from knowledge_base.editorial.metadata import UNFILED, Filing, Metadata, checked
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.errors import KnowledgeError
from knowledge_base.library import Library

_READ = ("department", "region", "audience")


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class _Row:
    """By the first version of a document; None is what the text says."""

    doc_id: str
    department: str | None
    region: str | None
    audience: str | None
    link: str
    tags: tuple[str, ...]
    review: date | None


_ROWS = TypeAdapter(list[_Row])


class MetadataExtra:
    """What was read from texts does not travel: the other base reads it again."""

    name = "metadata"

    def __init__(self, library: Library, book: MetadataBook) -> None:
        self._library, self._book = library, book

    def rows(self) -> list[dict[str, Any]]:
        """A row for each document that somebody filed."""
        found, known = [], self._book.all()
        for document in self._library.documents():
            metadata = known.get(document.doc_id, Metadata())
            row = _row(self._library.versions(document.doc_id)[0].doc_id, metadata)
            if row:
                found.append(row)
        return _ROWS.dump_python(found, mode="json")  # type: ignore[no-any-return]

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raises KnowledgeError for rows that nobody could have filed."""
        try:
            for row in _ROWS.validate_python(rows):
                checked(_filing(row, UNFILED))
        except ValidationError as exc:
            raise KnowledgeError(
                "The metadata of the export is damaged, so nothing was taken. Export it anew."
            ) from exc

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        """Files documents that nobody filed here as their rows say."""
        unfiled, taken = self._book.unfiled(), 0
        for row in _ROWS.validate_python(rows):
            read = self._book.of(row.doc_id).filing
            if row.doc_id in unfiled and (filing := _filing(row, read)) != read:
                self._book.set(row.doc_id, filing, by)
                taken += 1
        return taken


def _filing(row: _Row, read: Filing) -> Filing:
    """What the row says, and where it says nothing, what was read."""
    own = {name: value for name in _READ if (value := getattr(row, name)) is not None}
    return replace(read, **own, link=row.link, tags=row.tags, review=row.review)


def _row(doc_id: str, metadata: Metadata) -> _Row | None:
    filing = metadata.filing
    own = {name: None if name in metadata.read else getattr(filing, name) or None for name in _READ}
    row = _Row(doc_id=doc_id, **own, link=filing.link, tags=filing.tags, review=filing.review)
    return None if _filing(row, UNFILED) == UNFILED else row
