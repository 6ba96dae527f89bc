"""What calls and tickets were told by documents that hold no more, or that changed."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.insight.showing import Reach, Showing, ShowingIndex
from knowledge_base.clause_change import clause_changes
from knowledge_base.errors import DocumentNotFound
from knowledge_base.library import Library
from knowledge_base.terms import local_day
from knowledge_base.version import DocumentVersion

RecallKind = Literal["replaced", "ended", "removed"]

REPEATED = 12
"""Characters in a row that a ticket must share with a passage to repeat it."""


@dataclass(frozen=True, slots=True)
class Recall:
    """A document that calls showed and that holds no more; `day` is its last one, None where it was taken out.

    `successor` is the version that holds instead, "" for none, and `passages` are those that it words otherwise
    or left out; without it `passages` is None: the whole document is concerned.
    """

    doc_id: str
    title: str
    kind: RecallKind
    day: date | None
    successor: str
    passages: frozenset[int] | None
    last_shown: str
    reach: Reach


class RecallList:
    """Safe to share between threads; comparisons of versions are kept, as versions never change."""

    def __init__(self, library: Library, showings: ShowingIndex) -> None:
        self._library, self._showings = library, showings
        self._changes: dict[tuple[str, str], frozenset[int]] = {}

    def recalls(self, since: date, today: date) -> list[Recall]:
        """What ended, was replaced or was shown for the last time since a day; most calls first."""
        holding = {d.doc_id for d in self._library.documents(today) if d.term.state(today) == "in_force"}
        shown = [line for line in self._showings.shown_documents() if line[0] not in holding]
        found = [one for line in shown if (one := self._recall(*line, since, today))]
        return sorted(found, key=lambda one: (-one.reach.calls, one.title))

    def showings(self, doc_id: str, passages: Collection[int] | None = None, limit: int = 200) -> list[Showing]:
        """The newest calls that showed it; what a call's tickets repeat of it counts as quoted."""
        found = self._showings.shown_in(doc_id, passages, limit)
        written = self._showings.ticket_texts([one.call_id for one in found if one.tickets])
        ids = {i for one in found if one.call_id in written for i in one.passages}
        texts = {i: passage.text for i, passage in self._library.passages(sorted(ids)).items()}
        return [_with_repeats(one, texts, written.get(one.call_id, "")) for one in found]

    def changed(self, old: str, new: str) -> frozenset[int]:
        """The passages of the old version that hold a paragraph which the new one words otherwise or left out."""
        if (old, new) not in self._changes:
            self._changes[old, new] = self._compared(old, new)
        return self._changes[old, new]

    def _recall(self, doc_id: str, title: str, last_shown: str, since: date, today: date) -> Recall | None:
        try:
            versions = self._library.versions(doc_id)
        except DocumentNotFound:
            if last_shown < since.isoformat():
                return None
            reach = self._showings.reach(doc_id)
            return Recall(doc_id, title, "removed", None, "", None, last_shown, reach)
        own = [version for version in versions if version.doc_id == doc_id][-1]
        successor = _successor(versions, today)
        if last_shown < since.isoformat() and _changed_on(own, successor) < since:
            return None
        passages = self.changed(doc_id, successor.doc_id) if successor else None
        reach = self._showings.reach(doc_id, passages)
        kind: RecallKind = "replaced" if successor else "ended"
        after = successor.doc_id if successor else ""
        return Recall(doc_id, title, kind, own.term.ends, after, passages, last_shown, reach)

    def _compared(self, old: str, new: str) -> frozenset[int]:
        before = self._library.document(old)
        spans, at = [], 0
        for change in clause_changes(before, self._library.document(new)):
            if change.old:
                whole = re.compile(rf"^[^\S\n]*{re.escape(change.old)}[^\S\n]*$", re.M)  # not inside another line
                found = whole.search(before.text, at) or whole.search(before.text)
                start = found.start() if found else before.text.index(change.old)
                at = start + len(change.old)
                spans.append((start, at))
        return frozenset(
            passage.passage_id
            for passage in self._library.passages_of(old)
            if any(start < passage.end and end > passage.start for start, end in spans)
        )


def _successor(versions: Sequence[DocumentVersion], today: date) -> DocumentVersion | None:
    """The version of the same document that holds today."""
    return next((one for one in versions if one.term.state(today) == "in_force"), None)


def _changed_on(own: DocumentVersion, successor: DocumentVersion | None) -> date:
    """The day since which it holds no more, or since which that is known here."""
    ends = own.term.ends or date.min
    return max(ends, local_day(successor.added_at)) if successor else ends


def _with_repeats(showing: Showing, texts: dict[int, str], written: str) -> Showing:
    ticket = _runs(written)
    repeated = {i for i in showing.passages if ticket & _runs(texts.get(i, ""))}
    return replace(showing, quoted=tuple(i for i in showing.passages if i in repeated or i in showing.quoted))


def _runs(text: str) -> set[str]:
    plain = "".join(text.split())
    return {plain[i : i + REPEATED] for i in range(len(plain) - REPEATED + 1)}
