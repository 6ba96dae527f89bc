"""Questions for which nothing good was found, as a work list of groups."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from assistant.errors import AssistantError
from assistant.insight.gap_groups import group_new, use_model
from assistant.insight.gap_tables import MIGRATIONS
from assistant.insight.insight_tables import make_tables
from assistant.insight.question_groups import QuestionVectors, masked
from knowledge_base.editorial.draft import LONGEST_TITLE
from knowledge_base.store import Store

GapState = Literal["open", "started", "done", "dismissed"]
GAP_STATES: tuple[GapState, ...] = get_args(GapState)

WORDINGS = 8
CALLS_NAMED = 12
STEP, SOON = 20, 5
"""Searches after which their outcome is stored, and the most that a look waits for."""

BREATH_S = 0.05
"""Between two such steps, for the calls that go on."""

_GAPS = """SELECT g.group_id, c.query, COUNT(*), COUNT(DISTINCT q.call_id), substr(MIN(q.at), 1, 10),
        substr(MAX(q.at), 1, 10), g.state, g.person, g.draft_id, COALESCE(a.found, 0)
    FROM gap_groups g JOIN gap_questions q ON q.group_id = g.group_id JOIN gap_questions c ON c.question_id = g.central
    LEFT JOIN gap_answers a ON a.group_id = g.group_id AND a.question = c.query
    {where} GROUP BY g.group_id
    ORDER BY g.state IN ('done', 'dismissed'), COUNT(*) DESC, MAX(q.at) DESC LIMIT ?"""
_UNASKED = """SELECT g.group_id, c.query, c.heard FROM gap_groups g JOIN gap_questions c ON c.question_id = g.central
    LEFT JOIN gap_answers a ON a.group_id = g.group_id AND a.question = c.query AND (? OR a.as_of = ?)
    WHERE a.group_id IS NULL AND g.state IN (SELECT value FROM json_each(?)) ORDER BY g.group_id LIMIT ?"""
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

    `finds(question, heard)` says whether a search finds something now. It is asked once for each group, `revision()`
    and day, by a `refresh` before which the base did not change; a look asks it for a few groups only, of those on
    which somebody has begun to work.
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
        self._grouping = threading.Lock()
        self._seen: int | None = None
        make_tables(store)
        store.migrate(MIGRATIONS)
        self._model = model

    def refresh(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Groups the questions that came since; gives how many those were. While documents come in it searches for new
        groups only, and for the others once that is over. Stopped searches are gone on with by the next one.
        """
        with self._grouping:
            self._store.write(lambda db: use_model(db, self._model))
            count = group_new(self._store, self._vectors)
            before, self._seen = self._seen, self._revision()
            quiet, as_of = before in (None, self._seen), self._as_of()
            while not stop() and self._ask(["open", "started"], STEP, as_of, again=quiet) == STEP:
                time.sleep(BREATH_S)
            return count

    def gaps(self, limit: int = 100) -> list[Gap]:
        """What is to be done first, by how often it was asked; then what is done or dismissed."""
        self._ask(["started"], SOON, self._as_of(), again=True)
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

    def _gap(self, group_id: int, central: str, *rest: Any) -> Gap:
        asked, calls, first, last, state, by, draft_id, answered = rest
        wordings = self._names(_WORDINGS, group_id, WORDINGS)
        return Gap(
            group_id,
            masked(central),
            tuple(dict.fromkeys(masked(one) for one in wordings)),
            asked,
            calls,
            self._names(_CALLS, group_id, CALLS_NAMED),
            *(first, last, state, by, draft_id),
            bool(answered),
        )

    def _names(self, query: str, group_id: int, limit: int) -> tuple[str, ...]:
        rows = self._store.read(lambda db: list(db.execute(query, [group_id, limit])))
        return tuple(name for (name,) in rows)

    def _as_of(self) -> str:
        """The state of the base."""
        return f"{self._model} {self._revision()} {date.today()}"

    def _ask(self, states: Sequence[GapState], most: int, as_of: str, again: bool) -> int:
        """Searches for groups that were not searched for yet, or not as of now; gives how many those were."""
        values = [not again, as_of, json.dumps(states), most]
        stale = self._store.read(lambda db: list(db.execute(_UNASKED, values)))
        rows = [(group, words, as_of, self._finds(words, bool(heard))) for group, words, heard in stale]
        if rows:
            kept = "INSERT OR REPLACE INTO gap_answers VALUES (?, ?, ?, ?)"
            self._store.write(lambda db: db.conn.executemany(kept, rows))
        return len(rows)


def draft_of(gap: Gap) -> tuple[str, str]:
    """The title and the Markdown text with which an entry for the group begins."""
    asked = "\n".join(f"- {wording}" for wording in gap.wordings)
    return gap.label[:LONGEST_TITLE], f"# {gap.label}\n\n## 市民这样问\n\n{asked}\n\n## 答复\n\n\n\n## 依据\n\n"
