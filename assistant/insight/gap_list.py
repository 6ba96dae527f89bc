"""Questions for which nothing good was found, as a work list of groups."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args

from assistant.errors import AssistantError
from assistant.insight.gap_groups import group_new, use_model
from assistant.insight.insight_tables import make_tables
from assistant.insight.question_groups import QuestionVectors, masked
from knowledge_base.store import Store

GapState = Literal["open", "started", "done", "dismissed"]
GAP_STATES: tuple[GapState, ...] = get_args(GapState)

WORDINGS = 8
CALLS_NAMED = 12

_GAPS = """SELECT g.group_id, c.query, c.heard, COUNT(*), COUNT(DISTINCT q.call_id), substr(MIN(q.at), 1, 10),
        substr(MAX(q.at), 1, 10), g.state, g.person, g.draft_id
    FROM gap_groups g JOIN gap_questions q ON q.group_id = g.group_id JOIN gap_questions c ON c.question_id = g.central
    {where} GROUP BY g.group_id
    ORDER BY g.state IN ('done', 'dismissed'), COUNT(*) DESC, MAX(q.at) DESC LIMIT ?"""
_WORDINGS = "SELECT query FROM gap_questions WHERE group_id = ? GROUP BY query ORDER BY COUNT(*) DESC LIMIT ?"
_CALLS = "SELECT call_id FROM gap_questions WHERE group_id = ? GROUP BY call_id ORDER BY MAX(at) DESC LIMIT ?"


@dataclass(frozen=True, slots=True)
class Gap:
    """One group: `label` is its most central question, `wordings` the most frequent ones, people's numbers masked.

    `asked` counts questions, `calls` the calls they came from and `newest` names some of those; days are ISO 8601
    in UTC. `by` set the state; `draft_id` is that of an entry begun for it. `answered`: a search finds something now.
    """

    group_id: int
    label: str
    wordings: tuple[str, ...]
    asked: int
    calls: int
    newest: tuple[str, ...]
    first_day: str
    last_day: str
    state: GapState
    by: str
    draft_id: str
    answered: bool


class GapList:
    """Safe to share between threads. `model` names what is behind `vectors`: another one's are made anew.

    `finds(question, heard)` says whether a search finds something now; it is asked once for each `revision()`.
    """

    def __init__(
        self,
        store: Store,
        vectors: QuestionVectors,
        model: str,
        finds: Callable[[str, bool], bool],
        revision: Callable[[], int],
    ) -> None:
        self._store, self._vectors, self._finds, self._revision = store, vectors, finds, revision
        self._found: dict[str, tuple[int, bool]] = {}
        self._grouping = threading.Lock()
        make_tables(store)
        self._model = model

    def refresh(self) -> int:
        """Groups the questions that came since; gives how many those were."""
        with self._grouping:
            self._store.write(lambda db: use_model(db, self._model))
            return group_new(self._store, self._vectors)

    def gaps(self, limit: int = 100) -> list[Gap]:
        """What is to be done first, by how often it was asked; then what is done or dismissed."""
        rows = self._store.read(lambda db: list(db.execute(_GAPS.format(where=""), [limit])))
        return [self._gap(*row) for row in rows]

    def gap(self, group_id: int) -> Gap:
        """One group; raises AssistantError for one that is not there."""
        query = _GAPS.format(where="WHERE g.group_id = ?")
        rows = self._store.read(lambda db: list(db.execute(query, [group_id, 1])))
        if not rows:
            raise AssistantError("That group of questions is not there: reload the page.")
        return self._gap(*rows[0])

    def open(self) -> int:
        """How many groups wait for somebody."""
        query = "SELECT COUNT(*) FROM gap_groups WHERE state IN ('open', 'started')"
        return self._store.read(lambda db: int(db.execute(query).fetchone()[0]))

    def set_state(self, group_id: int, state: GapState, by: str, draft_id: str = "") -> None:
        """Notes how far the work is; raises AssistantError for a group that is not there."""
        self.gap(group_id)
        kept = "iif(:state = 'open', '', iif(:draft = '', draft_id, :draft))"
        query = f"UPDATE gap_groups SET state = :state, person = :by, draft_id = {kept} WHERE group_id = :group"
        values = {"state": state, "by": by.strip(), "draft": draft_id, "group": group_id}
        self._store.write(lambda db: db.execute(query, values))

    def _gap(self, group_id: int, central: str, heard: int, *rest: Any) -> Gap:
        asked, calls, first, last, state, by, draft_id = rest
        wordings = self._names(_WORDINGS, group_id, WORDINGS)
        return Gap(
            group_id,
            masked(central),
            tuple(dict.fromkeys(masked(one) for one in wordings)),
            asked,
            calls,
            self._names(_CALLS, group_id, CALLS_NAMED),
            *(first, last, state, by, draft_id),
            self._answered(central, bool(heard)),
        )

    def _names(self, query: str, group_id: int, limit: int) -> tuple[str, ...]:
        rows = self._store.read(lambda db: list(db.execute(query, [group_id, limit])))
        return tuple(name for (name,) in rows)

    def _answered(self, question: str, heard: bool) -> bool:
        revision = self._revision()
        known = self._found.get(question)
        if known is None or known[0] != revision:
            known = self._found[question] = (revision, self._finds(question, heard))
        return known[1]


def draft_of(gap: Gap) -> tuple[str, str]:
    """The title and the Markdown text with which an entry for the group begins."""
    asked = "\n".join(f"- {wording}" for wording in gap.wordings)
    return gap.label, f"# {gap.label}\n\n## 市民这样问\n\n{asked}\n\n## 答复\n\n\n\n## 依据\n\n"
