"""What knowledge admins do with documents beside uploading them: metadata, drafts and their review, the record."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from datetime import date
from urllib.parse import urlsplit

from assistant.knowledge.knowledge_desk import KnowledgeDesk
from assistant.knowledge.publication import Publication
from knowledge_base.document import DocumentSummary
from knowledge_base.editorial.audit import Audit, AuditEntry
from knowledge_base.editorial.draft import Draft, DraftChanged, DraftContent, same_person, signed
from knowledge_base.editorial.draft_book import DraftBook
from knowledge_base.editorial.metadata import (
    EVERYTHING,
    DocumentFilter,
    Filing,
    Metadata,
    ReviewState,
    distinct,
    months_after,
    read_tags,
)
from knowledge_base.editorial.metadata_book import MetadataBook
from knowledge_base.store import Store
from retrieval.hit import Hit

__all__ = [
    "EVERYTHING",
    "AuditEntry",
    "DocumentFilter",
    "Draft",
    "DraftChanged",
    "DraftContent",
    "EditorialDesk",
    "Filing",
    "Metadata",
    "ReviewState",
    "read_tags",
    "same_person",
]

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST = 100_000


class EditorialDesk:
    """Safe to share between threads. `by` is a name as typed; where it is asked for, "" raises KnowledgeError."""

    def __init__(self, store: Store, knowledge: KnowledgeDesk, second_person: bool) -> None:
        self.audit, self.second_person = Audit(store), second_person
        self._knowledge = knowledge
        self._metadata = MetadataBook(store, self.audit)
        self._drafts = DraftBook(store, self.audit, second_person)
        self._publication = Publication(knowledge, self._metadata, self._drafts)

    def metadata(self, doc_id: str) -> Metadata:
        """What a document is filed under, and what of that was read from its text."""
        return self._metadata.of(doc_id)

    def catalog(self) -> dict[str, Metadata]:
        """The metadata of every version of every document."""
        return self._metadata.all()

    def set_metadata(self, doc_id: str, filing: Filing, by: str, opened: Filing | None = None) -> None:
        """A person's values for all versions of a document; they stand over what its text says.

        Refused where they are no longer those that were `opened`.
        """
        self._metadata.set(doc_id, filing, signed(by), opened)

    def reviewed(self, doc_id: str, by: str, months: int) -> None:
        """Somebody found it right today and will look again in so many months, 0 for never."""
        again = months_after(date.today(), months) if months else None
        self._metadata.reviewed(doc_id, signed(by), again)

    def fitting(self, documents: Sequence[DocumentSummary], only: DocumentFilter) -> list[DocumentSummary]:
        """Those that pass a filter, in the same order."""
        known, today = self._metadata.all(), date.today()
        return [one for one in documents if only.fits(known.get(one.doc_id, Metadata()), today, one.term)]

    def due(self) -> int:
        """How many documents wait for their review."""
        return len(self.fitting(self._knowledge.documents(), DocumentFilter(review="due")))

    def choices(self) -> dict[str, list[str]]:
        """The values that documents have, the most frequent first: department, region, audience, link (hosts), tags."""
        known = self._metadata.all()
        filings = [known[one.doc_id].filing for one in self._knowledge.documents() if one.doc_id in known]
        found = {name: distinct(getattr(one, name) for one in filings) for name in ("department", "region", "audience")}
        hosts = distinct(urlsplit(one.link).hostname or "" for one in filings)
        return {**found, "link": hosts, "tags": distinct(tag for one in filings for tag in one.tags)}

    def search(
        self,
        text: str,
        heard: bool = False,
        limit: int = 5,
        as_of: date | None = None,
        include_repealed: bool = False,
        only: DocumentFilter = EVERYTHING,
    ) -> list[Hit]:
        """As the knowledge desk's, in the documents that pass a filter; one for what is not in force finds that."""
        everything = include_repealed or only.state in ("future", "repealed")
        outside = self._metadata.passages_outside(only, as_of)
        return self._knowledge.search(text, heard, limit, as_of, everything, outside)

    def drafts(self) -> list[Draft]:
        """All drafts, those changed last first; they are in no search."""
        return self._drafts.drafts()

    def draft(self, draft_id: str) -> Draft:
        """One as last saved."""
        return self._drafts.draft(draft_id)

    def start_draft(self, title: str, text: str, by: str, reason: str = "") -> str:
        """The id of a new draft; `reason` says what it was begun for."""
        return self._drafts.start(DraftContent(title, text), by, reason).draft_id

    def new_draft(self, content: DraftContent, by: str) -> Draft:
        """A new draft with its metadata."""
        return self._drafts.start(content, by)

    def save_draft(self, draft_id: str, revision: int, content: DraftContent, by: str) -> Draft:
        """Saves over that revision; raises DraftChanged, with what is there, where somebody saved since."""
        return self._drafts.save(draft_id, revision, content, by)

    def submit_draft(self, draft_id: str, revision: int, by: str) -> Draft:
        """Hands it to a second person; raises KnowledgeError where its file name belongs to another document."""
        self._publication.check(self.draft(draft_id).content)
        return self._drafts.submit(draft_id, revision, by)

    def publish_draft(self, draft_id: str, revision: int, by: str) -> Draft:
        """Makes it a document, or a new version of the one it replaces."""
        return self._publication.publish(draft_id, revision, by)

    def reject_draft(self, draft_id: str, revision: int, by: str, why: str) -> Draft:
        """Hands it back to its author."""
        with self._publication.publishing:
            return self._drafts.reject(draft_id, revision, by, why)

    def discard_draft(self, draft_id: str, revision: int, by: str) -> None:
        """Takes it out for good; the record keeps its title."""
        with self._publication.publishing:
            self._drafts.discard(draft_id, revision, by)

    def changes(self, limit: int) -> list[AuditEntry]:
        """Who changed what, the newest first."""
        return self.audit.entries(limit)

    def changes_of(self, doc_id: str, limit: int) -> list[AuditEntry]:
        """The same for one document in all its versions, and for the drafts that they came from."""
        versions = {version.doc_id for version in self._knowledge.versions(doc_id)}
        return self.audit.about([*versions, *self._began(versions)], limit)

    def changes_csv(self) -> str:
        """The whole record as CSV (RFC 4180) that a spreadsheet may open without harm (OWASP, "CSV Injection")."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(["at", "by", "action", "subject", "title", "detail"])
        for one in self.audit.entries(_MOST):
            cells = (one.at, one.by, one.action, one.subject, one.title, one.detail)
            writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
        return out.getvalue()

    def _began(self, doc_ids: Collection[str]) -> list[str]:
        return [draft.draft_id for draft in self.drafts() if draft.doc_id in doc_ids]
