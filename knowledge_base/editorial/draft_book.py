"""Drafts of entries: saved, submitted, rejected, published. Nothing in here is ever searched."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from knowledge_base.editorial.audit import Audit
from knowledge_base.editorial.draft import (
    Draft,
    DraftChanged,
    DraftContent,
    DraftState,
    checked_content,
    complete,
    signed,
)
from knowledge_base.editorial.editorial_tables import MIGRATIONS
from knowledge_base.editorial.metadata import Filing, checked
from knowledge_base.errors import KnowledgeError
from knowledge_base.history import now
from knowledge_base.store import Database, Store

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_COLUMNS = (
    "draft_id, revision, state, title, text, replaces, filing, reason, writers, created_at, saved_at, "
    "reviewer, note, doc_id"
)


class DraftBook:
    """Safe to share between threads and processes.

    Every change names the revision that it was made on, and is refused with DraftChanged where there is a newer one.
    """

    def __init__(self, store: Store, audit: Audit, second_person: bool) -> None:
        self._store, self._audit, self._second_person = store, audit, second_person
        store.migrate(MIGRATIONS)

    def drafts(self) -> list[Draft]:
        """All, those saved last first."""
        return self._read("ORDER BY saved_at DESC, rowid DESC")

    def draft(self, draft_id: str) -> Draft:
        """One; raises KnowledgeError where there is none."""
        found = self._read("WHERE draft_id = ?", draft_id)
        if not found:
            raise KnowledgeError("There is no such draft any more. Somebody discarded it; open the list anew.")
        return found[0]

    def start(self, content: DraftContent, by: str, reason: str = "") -> Draft:
        """A new draft."""
        author, moment = signed(by), now()
        draft = Draft(uuid.uuid4().hex[:12], 1, "draft", whole(content), reason.strip(), (author,), moment, moment)

        def run(db: Database) -> None:
            _insert(db, draft)
            self._audit.record(author, "drafted", draft.draft_id, draft.content.title, draft.reason)

        self._store.write(run)
        return draft

    def save(self, draft_id: str, revision: int, content: DraftContent, by: str) -> Draft:
        """Writes over what was saved; a rejected entry is a draft again. Raises DraftChanged or KnowledgeError."""
        writer, new = signed(by), whole(content)

        def change(old: Draft) -> Draft:
            _allow(old, "draft", "rejected")
            others = (one for one in old.writers if one not in (old.author, writer))
            writers = (old.author, *dict.fromkeys(others), writer)
            return replace(old, state="draft", content=new, writers=writers)

        return self._change(draft_id, revision, change, writer, "")

    def submit(self, draft_id: str, revision: int, by: str) -> Draft:
        """Hands it to a second person; raises KnowledgeError where the title or the text is missing."""

        def change(old: Draft) -> Draft:
            _allow(old, "draft", "rejected")
            complete(old.content)
            return replace(old, state="submitted", note="")

        return self._change(draft_id, revision, change, signed(by), "submitted")

    def reject(self, draft_id: str, revision: int, by: str, note: str) -> Draft:
        """Hands it back with a reason; raises KnowledgeError where that is missing."""
        if not note.strip():
            raise KnowledgeError("Say why the entry is rejected, so that its author can mend it.")
        return self._review(draft_id, revision, by, "rejected", note.strip(), "")

    def published(self, draft_id: str, revision: int, by: str, doc_id: str) -> Draft:
        """It became a document."""
        return self._review(draft_id, revision, by, "published", "", doc_id)

    def reviewable(self, draft_id: str, revision: int, by: str) -> Draft:
        """The draft, if that person may publish or reject it; raises DraftChanged or KnowledgeError."""
        draft = self.draft(draft_id)
        self._check_review(draft, revision, signed(by))
        return draft

    def take(self, drafts: Sequence[Draft], by: str) -> int:
        """Adds drafts of another base that are not here; gives how many those were."""

        def run(db: Database) -> int:
            added = sum(_insert(db, draft) for draft in drafts)
            if added:
                self._audit.record(by, "imported_drafts", "", "", str(added))
            return added

        return self._store.write(run)

    def discard(self, draft_id: str, revision: int, by: str) -> None:
        """Takes a draft out; what was published stays listed."""
        name = signed(by)

        def run(db: Database) -> None:
            old = self._newest(db, draft_id, revision)
            _allow(old, "draft", "rejected", "submitted")
            db.execute("DELETE FROM drafts WHERE draft_id = ?", [draft_id])
            self._audit.record(name, "discarded", draft_id, old.content.title)

        self._store.write(run)

    def _review(self, draft_id: str, revision: int, by: str, state: DraftState, note: str, doc_id: str) -> Draft:
        reviewer = signed(by)

        def change(old: Draft) -> Draft:
            self._check_review(old, revision, reviewer)
            return replace(old, state=state, reviewer=reviewer, note=note, doc_id=doc_id)

        return self._change(draft_id, revision, change, reviewer, state)

    def _check_review(self, draft: Draft, revision: int, reviewer: str) -> None:
        if draft.revision != revision:
            raise DraftChanged(draft)
        _allow(draft, "submitted")
        if self._second_person and draft.written_by(reviewer):
            raise KnowledgeError("A second person publishes or rejects an entry, not one who wrote in it.")

    def _change(self, draft_id: str, revision: int, change: Callable[[Draft], Draft], by: str, action: str) -> Draft:
        """One revision more, with a line in the record where it is more than a saving."""

        def run(db: Database) -> Draft:
            old = self._newest(db, draft_id, revision)
            new = replace(change(old), revision=old.revision + 1, saved_at=now())
            pairs = ", ".join(f"{name.strip()} = ?" for name in _COLUMNS.split(","))
            db.execute(f"UPDATE drafts SET {pairs} WHERE draft_id = ?", [*_row(new), draft_id])
            if action:
                self._audit.record(by, action, draft_id, new.content.title, new.note)
            return new

        return self._store.write(run)

    def _newest(self, db: Database, draft_id: str, revision: int) -> Draft:
        found = [_draft(row) for row in db.execute(f"SELECT {_COLUMNS} FROM drafts WHERE draft_id = ?", [draft_id])]
        if not found:
            raise KnowledgeError("There is no such draft any more. Somebody discarded it; open the list anew.")
        if found[0].revision != revision:
            raise DraftChanged(found[0])
        return found[0]

    def _read(self, rest: str, *values: str) -> list[Draft]:
        query = f"SELECT {_COLUMNS} FROM drafts {rest}"
        return self._store.read(lambda db: [_draft(row) for row in db.execute(query, values)])


def whole(content: DraftContent) -> DraftContent:
    """The content as it is stored; raises KnowledgeError for what cannot be."""
    title, text = (_CONTROL.sub("", words) for words in (content.title, content.text))
    kept = replace(content, title=" ".join(title.split()), text=text, filing=checked(content.filing))
    checked_content(kept)
    return kept


def _insert(db: Database, draft: Draft) -> int:
    """Adds a draft unless one has its id; gives how many rows that were."""
    marks = ", ".join("?" * len(_COLUMNS.split(",")))
    return db.execute(f"INSERT OR IGNORE INTO drafts ({_COLUMNS}) VALUES ({marks})", _row(draft)).rowcount


def _allow(draft: Draft, *states: DraftState) -> None:
    if draft.state not in states:
        raise KnowledgeError(
            "This entry is {state}. Open the list anew to see what can be done with it.", state=draft.state
        )


def _row(draft: Draft) -> list[Any]:
    content = draft.content
    filing = json.dumps(asdict(content.filing), ensure_ascii=False, default=date.isoformat)
    return [
        *(draft.draft_id, draft.revision, draft.state, content.title, content.text, content.replaces, filing),
        *(draft.reason, json.dumps(draft.writers, ensure_ascii=False), draft.created_at, draft.saved_at),
        *(draft.reviewer, draft.note, draft.doc_id),
    ]


def _draft(row: tuple[Any, ...]) -> Draft:
    draft_id, revision, state, title, text, replaces, filing, reason, writers, *rest = row
    kept = json.loads(filing)
    review = date.fromisoformat(kept["review"]) if kept["review"] else None
    content = DraftContent(title, text, replaces, Filing(**{**kept, "tags": tuple(kept["tags"]), "review": review}))
    return Draft(draft_id, revision, state, content, reason, tuple(json.loads(writers)), *rest)
