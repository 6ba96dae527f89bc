import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.call_log import CallLog, CallSummary
from assistant.errors import AssistantError
from assistant.events import CallEnded, CallEvent, CallStarted, Stamped, TicketEdited
from knowledge_base.errors import KnowledgeError
from knowledge_base.store import Database, Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "calls.db") as store:
        yield store


class Failures:
    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def __call__(self, call_id: str, error: Exception) -> None:
        self.told.append((call_id, type(error).__name__))


def stream(call_id: str, *events: CallEvent) -> list[Stamped]:
    return [Stamped(call_id, seq, seq * 10, event) for seq, event in enumerate(events)]


def started(label: str = "") -> CallStarted:
    return CallStarted("replay", label, "scripted", "2026-01-01T00:00:00+00:00")


def in_time(step: Callable[[], object]) -> None:
    """Runs what would hang if it were broken."""
    thread = threading.Thread(target=step, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def test_the_stream_comes_back_in_order_also_from_another_log(store: Store) -> None:
    log = CallLog(store, Failures())
    one, two = stream("one", started(), CallEnded(5, "")), stream("two", started(), TicketEdited("title", "标题"))
    for stamped in (*one, *two):
        log.append(stamped)
    assert log.events("one") == one
    assert log.events("two") == two
    assert log.events("none") == []
    in_time(log.close)
    again = CallLog(store, Failures())
    assert again.events("one") == one
    in_time(again.close)


def test_calls_come_newest_first_with_their_end_where_there_is_one(store: Store) -> None:
    log = CallLog(store, Failures())
    for stamped in (*stream("a", started("first"), CallEnded(7000, "问水费")), *stream("b", started("second"))):
        log.append(stamped)
    at = "2026-01-01T00:00:00+00:00"
    assert log.calls(10) == [CallSummary("b", at, "second", None, ""), CallSummary("a", at, "first", 7000, "问水费")]
    assert log.calls(1) == [CallSummary("b", at, "second", None, "")]
    in_time(log.close)


def test_closing_right_after_the_last_event_stores_it(store: Store) -> None:
    for number in range(20):
        log = CallLog(store, Failures())
        events = stream(f"call{number}", started(), CallEnded(1, ""))
        for stamped in events:
            log.append(stamped)
        in_time(log.close)
        in_time(log.close)
        rows = store.read(lambda db: db.execute("SELECT count(*) FROM call_events").fetchone()[0])
        assert rows == 2 * (number + 1)


class FullStore:
    """A store whose disk is full while `full` holds."""

    def __init__(self, store: Store, error: Exception) -> None:
        self._store, self._error = store, error
        self.full = True
        self.migrate, self.read = store.migrate, store.read

    def write(self, fn: Callable[[Database], object]) -> object:
        if self.full:
            raise self._error
        return self._store.write(fn)


@pytest.mark.parametrize("error", [KnowledgeError("full"), RuntimeError("anything")])
def test_a_disk_that_fails_is_told_and_what_comes_later_is_stored(store: Store, error: Exception) -> None:
    full, failures = FullStore(store, error), Failures()
    log = CallLog(full, failures)  # type: ignore[arg-type]
    first, *later = stream("c", started(), TicketEdited("title", "x"), CallEnded(1, ""))
    log.append(first)
    in_time(log.flush)
    assert failures.told == [("c", type(error).__name__)]
    full.full = False
    for stamped in later:
        log.append(stamped)
    in_time(log.flush)
    assert log.events("c") == later
    assert len(failures.told) == 1
    in_time(log.close)


def test_words_that_json_cannot_hold_lose_one_event_and_nothing_else(store: Store) -> None:
    failures = Failures()
    log = CallLog(store, failures)
    bad, good = stream("bad", started(), TicketEdited("title", "\ud800")), stream("good", started(), CallEnded(1, ""))
    for stamped in (*bad, *good):
        log.append(stamped)
    in_time(log.flush)
    assert log.events("bad") == bad[:1]
    assert log.events("good") == good
    assert [call_id for call_id, _ in failures.told] == ["bad"]
    in_time(log.close)


def test_a_damaged_row_is_refused_in_a_sentence(store: Store) -> None:
    log = CallLog(store, Failures())
    log.append(stream("c", started())[0])
    in_time(log.flush)
    store.write(lambda db: db.execute("UPDATE call_events SET event = '{'"))
    with pytest.raises(AssistantError, match="another version"):
        log.events("c")
    in_time(log.close)
