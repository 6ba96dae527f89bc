"""Drafts, in whatever state, as they travel with an export."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from knowledge_base.editorial.draft import Draft, DraftContent, DraftState, signed
from knowledge_base.editorial.draft_book import DraftBook, whole
from knowledge_base.editorial.metadata import Filing
from knowledge_base.errors import KnowledgeError
from knowledge_base.transfer.moment import Moment

_DocId = Annotated[str, Field(max_length=1000)]
_Name = Annotated[str, AfterValidator(signed)]


@dataclass(frozen=True, slots=True, config=ConfigDict(extra="forbid"))
class _Row:
    """A draft with its content and filing side by side; `replaces` and `doc_id` are documents' ids, or ""."""

    draft_id: Annotated[str, Field(pattern="^[0-9a-f]{12}$")]
    revision: Annotated[int, Field(ge=1, le=10**9)]
    state: DraftState
    title: str
    text: str
    replaces: _DocId
    department: str
    region: str
    audience: str
    link: str
    tags: tuple[str, ...]
    review: date | None
    reason: str
    writers: Annotated[tuple[_Name, ...], Field(min_length=1)]
    created_at: Moment
    saved_at: Moment
    reviewer: str
    note: str
    doc_id: _DocId

    def draft(self) -> Draft:
        """As it was; raises KnowledgeError for what cannot be stored."""
        filing = Filing(self.department, self.region, self.audience, self.link, self.tags, self.review)
        content = whole(DraftContent(self.title, self.text, self.replaces, filing))
        times = (self.created_at, self.saved_at)
        ended = (self.reviewer, self.note, self.doc_id)
        return Draft(self.draft_id, self.revision, self.state, content, self.reason, self.writers, *times, *ended)


_ROWS = TypeAdapter(list[_Row])


class DraftExtra:
    """A draft that is here already stays as it is, whichever of the two is newer."""

    name = "drafts"

    def __init__(self, book: DraftBook) -> None:
        self._book = book

    def rows(self) -> list[dict[str, Any]]:
        """Every draft, by its id."""
        drafts = sorted(self._book.drafts(), key=lambda draft: draft.draft_id)
        return _ROWS.dump_python([_row(draft) for draft in drafts], mode="json")  # type: ignore[no-any-return]

    def check(self, rows: list[dict[str, Any]]) -> None:
        """Raises KnowledgeError for drafts that nobody could have saved."""
        try:
            for row in _ROWS.validate_python(rows):
                row.draft()
        except ValidationError as exc:
            raise KnowledgeError("The drafts of the export are damaged, so nothing was taken. Export it anew.") from exc

    def take(self, rows: list[dict[str, Any]], by: str) -> int:
        """Adds the drafts that are not here."""
        return self._book.take([row.draft() for row in _ROWS.validate_python(rows)], by)


def _row(draft: Draft) -> _Row:
    content = asdict(draft.content)
    fields = {**asdict(draft), **content, **content["filing"]}
    return _Row(**{name: fields[name] for name in _Row.__dataclass_fields__})
