import threading

from assistant.events import CallEnded, CallFault, Stamped, TicketEdited
from assistant.publisher import Publisher, Watcher


def test_many_threads_make_one_gapless_stream_in_the_order_of_the_log() -> None:
    logged: list[Stamped] = []
    publisher = Publisher("c", logged.append)

    def edits(name: str) -> None:
        for number in range(50):
            publisher.publish(TicketEdited("title", f"{name}{number}"))

    threads = [threading.Thread(target=edits, args=(name,), daemon=True) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    events = publisher.events
    assert [stamped.seq for stamped in events] == list(range(200))
    assert [stamped.at_ms for stamped in events] == sorted(stamped.at_ms for stamped in events)
    assert {stamped.call_id for stamped in events} == {"c"}
    assert logged == events


def test_nothing_follows_the_end() -> None:
    logged: list[Stamped] = []
    publisher = Publisher("c", logged.append)
    assert not publisher.ended
    assert publisher.publish(CallEnded(0, ""))
    assert publisher.ended
    assert not publisher.publish(CallEnded(0, ""))
    assert not publisher.publish(CallFault("llm", "LlmUnavailable"))
    assert len(logged) == len(publisher.events) == 1


def test_an_event_that_no_longer_holds_is_neither_kept_nor_logged() -> None:
    logged: list[Stamped] = []
    publisher = Publisher("c", logged.append)
    assert not publisher.publish(TicketEdited("title", "old"), lambda: False)
    assert publisher.publish(TicketEdited("title", "new"), lambda: True)
    assert [(stamped.seq, stamped.event) for stamped in logged] == [(0, TicketEdited("title", "new"))]


def test_a_late_watcher_gets_the_past_first_and_the_end_closes_it() -> None:
    publisher = Publisher("c", lambda _stamped: None)
    publisher.publish(TicketEdited("title", "a"))
    publisher.publish(CallEnded(5, ""))
    watcher = Watcher(publisher)
    seen = [watcher.next(1), watcher.next(1)]
    assert seen == publisher.events
    assert watcher.closed
    assert watcher.next(0) is None


def test_nothing_new_within_the_time_is_none_and_the_watcher_stays_open() -> None:
    publisher = Publisher("c", lambda _stamped: None)
    watcher = Watcher(publisher)
    assert watcher.next(0) is None
    assert watcher.next(0.01) is None
    publisher.publish(TicketEdited("title", "a"))
    assert watcher.next(0) == publisher.events[0]
    assert not watcher.closed


def test_a_watcher_that_is_finished_gives_what_was_published_and_waits_no_longer() -> None:
    publisher = Publisher("c", lambda _: None)
    watcher = Watcher(publisher)
    got: list[Stamped | None] = []
    waiting = threading.Thread(target=lambda: got.append(watcher.next(60)), daemon=True)
    waiting.start()
    watcher.finish()
    waiting.join(5)
    assert got == [None]
    publisher.publish(CallFault("log", "X"))
    assert [stamped.seq if (stamped := watcher.next(60)) else None for _ in range(2)] == [0, None]
    assert watcher.closed


def test_an_event_wakes_every_watcher_that_waits() -> None:
    publisher = Publisher("c", lambda _stamped: None)
    found: dict[str, list[Stamped | None]] = {"a": [], "b": []}
    threads = [
        threading.Thread(target=lambda name=name: found[name].append(Watcher(publisher).next(30)), daemon=True)
        for name in found
    ]
    for thread in threads:
        thread.start()
    publisher.publish(TicketEdited("title", "x"))
    for thread in threads:
        thread.join(5)
    assert found == {"a": publisher.events, "b": publisher.events}
