"""How well the knowledge serves: gaps, marks, conflicts, recalls and what is never used, kept up in the background."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from assistant.insight.gap_list import GAP_STATES, Gap, GapList, GapState, draft_of
from assistant.insight.mark_book import MARK_KINDS, MarkBook, MarkKind, PassageMark
from assistant.insight.pair_book import FoundPair, PairBook
from assistant.insight.passage_pair import PairKind
from assistant.insight.question_groups import QuestionVectors
from assistant.insight.recall import Recall, RecallKind, RecallList
from assistant.insight.showing import Reach, Showing, ShowingIndex
from assistant.insight.unused import UnusedList, UnusedPart
from knowledge_base.document import Passage
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import Embedder
from retrieval.searcher import Searcher

__all__ = [
    "GAP_STATES",
    "MARK_KINDS",
    "FoundPair",
    "Gap",
    "GapState",
    "InsightDesk",
    "MarkKind",
    "Overview",
    "PairKind",
    "PassageMark",
    "Reach",
    "Recall",
    "RecallKind",
    "Showing",
    "UnusedPart",
]

EVERY_S = 60.0
GRACE_S = 5.0
"""How often the background looks whether something is new."""

StartDraft = Callable[[str, str, str, str], object]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Overview:
    """What waits for somebody: groups of questions, marks, pairs, documents to recall, passages not used.

    `behind` counts suggestions of calls that are not read yet, and `failed` names the error that stopped the last
    look in the background, "" for none.
    """

    gaps: int
    marks: int
    conflicts: int
    duplicates: int
    recalls: int
    unused: int
    behind: int
    failed: str


class InsightDesk:
    """Safe to share between threads; `start` keeps all lists up in the background until `close`."""

    def __init__(
        self,
        store: Store,
        library: Library,
        searcher: Searcher,
        embedder: Embedder,
    ) -> None:
        self._library, self._searcher = library, searcher
        self._showings = ShowingIndex(store)
        self.recall = RecallList(library, self._showings)
        self.unused = UnusedList(library, self._showings)
        self.gaps = GapList(store, QuestionVectors(embedder.query), embedder.name, self._finds, library.revision)
        self.marks = MarkBook(store)
        self.pairs = PairBook(store, library, searcher)
        self._failed = ""
        self._state: tuple[int, date] | None = None
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins to look every minute for new calls and changed documents."""
        self._thread = threading.Thread(target=self._run, name="insight", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stops at the next step; what takes longer than GRACE_S is left, and done anew at the next start."""
        self._closing.set()
        if self._thread:
            self._thread.join(GRACE_S)

    def refresh(self) -> None:
        """Brings every list up to date now."""
        self._showings.catch_up()
        self.gaps.refresh(self._closing.is_set)
        self.compare()

    def catch_up(self) -> None:
        """Reads new calls, which is quick; what takes longer is left to the background."""
        self._showings.catch_up()

    def compare(self) -> None:
        """Compares passages where documents changed since, or another day brought other versions into force."""
        state = (self._library.revision(), date.today())
        if state != self._state:
            self.pairs.refresh(state[1], self._closing.is_set)
            self._state = state

    def overview(self, days: int) -> Overview:
        """What waits, of the last so many days."""
        counts = self.pairs.counts()
        return Overview(
            self.gaps.open(),
            self.marks.open(),
            counts.get("figures", 0) + counts.get("sense", 0),
            counts.get("duplicate", 0),
            len(self.recalls(days)),
            sum(part.unused for part in self.unused_parts(days)),
            self._showings.behind(),
            self._failed,
        )

    def recalls(self, days: int) -> list[Recall]:
        """Documents that ended, changed or were shown for the last time in the last so many days."""
        today = date.today()
        return self.recall.recalls(today - timedelta(days=days), today)

    def unused_parts(self, days: int) -> list[UnusedPart]:
        """Documents with passages that no call showed in the last so many days."""
        return self.unused.parts(since(days))

    def unused_passages(self, doc_id: str, days: int) -> list[Passage]:
        """Those passages of one document."""
        return self.unused.passages(doc_id, since(days))

    def passages(self, ids: Collection[int]) -> list[Passage]:
        """Passages in the order of their texts; those that are gone are left out."""
        return list(self._library.passages(sorted(ids)).values())

    def start_draft(self, group_id: int, by: str, start: StartDraft) -> str:
        """Begins an entry for a group of questions and notes it there; gives the draft's id.

        `start` is given title, text, name and reason; what it raises leaves the group as it was.
        """
        gap = self.gaps.gap(group_id)
        title, text = draft_of(gap)
        draft_id = str(start(title, text, by, f"{gap.asked}×"))
        self.gaps.set_state(group_id, "started", by, draft_id)
        return draft_id

    def _finds(self, question: str, heard: bool) -> bool:
        return bool(self._searcher.search(question, heard, 1))

    def _run(self) -> None:
        while not self._closing.is_set():
            try:
                self.refresh()
                self._failed = ""
            except Exception as exc:  # whatever fails, the next look may work; the page says it
                self._failed = type(exc).__name__
                _log.error("Looking through calls and documents stopped: %s", self._failed)
            self._closing.wait(EVERY_S)


def since(days: int) -> str:
    """The moment so many days ago, ISO 8601 in UTC."""
    return (datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds")
