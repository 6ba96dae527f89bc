"""The stored stream of every call, from which it replays exactly; written behind the call, not in its way."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass

from sqlite_utils import Database

from assistant.event_codec import decode, encode
from assistant.events import CallEnded, CallStarted, Stamped
from assistant.migrations import MIGRATIONS
from knowledge_base.store import Store


@dataclass(frozen=True, slots=True)
class CallSummary:
    """One row of the list of calls; no duration or summary while it goes on, or where it was cut off."""

    call_id: str
    started_at: str
    label: str
    duration_ms: int | None
    summary: str


class CallLog:
    """`append` returns at once; one thread writes what has gathered, so a slow disk slows no call.

    `failed` is told the call's id when an event could not be stored.
    """

    def __init__(self, store: Store, failed: Callable[[str, Exception], None]) -> None:
        self._store, self._failed = store, failed
        store.migrate(MIGRATIONS)
        self._queue: queue.Queue[Stamped | None] = queue.Queue()
        self._thread = threading.Thread(target=self._run, name="call-log", daemon=True)
        self._thread.start()

    def append(self, stamped: Stamped) -> None:
        """Stores the event soon."""
        self._queue.put(stamped)

    def flush(self) -> None:
        """Returns when everything appended so far is stored, or was given up."""
        self._queue.join()

    def close(self) -> None:
        """Stores what is left."""
        self._queue.put(None)
        self._thread.join()

    def events(self, call_id: str) -> list[Stamped]:
        """The stored stream of a call in order."""
        self.flush()
        rows = self._store.read(lambda db: list(db["call_events"].rows_where("call_id = ?", [call_id], order_by="seq")))
        return [Stamped(call_id, r["seq"], r["at_ms"], decode(r["kind"], r["event"])) for r in rows]

    def calls(self, limit: int) -> list[CallSummary]:
        """The newest calls first."""
        self.flush()
        rows = self._store.read(
            lambda db: list(
                db.query(
                    "SELECT s.call_id AS call_id, s.event AS started, e.event AS ended FROM call_events s "
                    "LEFT JOIN call_events e ON e.call_id = s.call_id AND e.kind = 'CallEnded' "
                    "WHERE s.kind = 'CallStarted' ORDER BY s.rowid DESC LIMIT ?",
                    [limit],
                )
            )
        )
        return [_summary(r["call_id"], r["started"], r["ended"]) for r in rows]

    def _run(self) -> None:
        open_ = True
        while open_:
            batch = [self._queue.get()]
            while not self._queue.empty():
                batch.append(self._queue.get_nowait())
            open_ = None not in batch
            self._write([stamped for stamped in batch if stamped])
            for _ in batch:
                self._queue.task_done()

    def _write(self, batch: list[Stamped]) -> None:
        rows = []
        for stamped in batch:
            try:
                rows.append(_row(stamped))
            except ValueError as exc:  # halves of characters, which JSON cannot hold: that event alone is lost
                self._failed(stamped.call_id, exc)

        def insert(db: Database) -> None:
            db["call_events"].insert_all(rows)  # type: ignore[union-attr]

        try:
            self._store.write(insert)
        except Exception as exc:  # whatever fails, the events of later batches are still written
            for call_id in {stamped.call_id for stamped in batch}:
                self._failed(call_id, exc)


def _row(stamped: Stamped) -> dict[str, str | int]:
    kind, event = encode(stamped.event)
    return {"call_id": stamped.call_id, "seq": stamped.seq, "at_ms": stamped.at_ms, "kind": kind, "event": event}


def _summary(call_id: str, started: str, ended: str | None) -> CallSummary:
    start, end = decode("CallStarted", started), decode("CallEnded", ended) if ended else None
    assert isinstance(start, CallStarted)
    done = end if isinstance(end, CallEnded) else None
    return CallSummary(
        call_id, start.started_at, start.label, done.duration_ms if done else None, done.summary if done else ""
    )
