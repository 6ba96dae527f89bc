"""One writer, many readers, errors in sentences."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from knowledge_base.errors import KnowledgeError
from knowledge_base.store import Database, Migrations, Store


def notes(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT words FROM notes ORDER BY rowid")]


@pytest.fixture
def noted(store: Store) -> Store:
    store.write(lambda db: db.execute("CREATE TABLE notes (words TEXT)").close())
    return store


def note(words: str) -> Callable[[Database], int | None]:
    return lambda db: db.execute("INSERT INTO notes VALUES (?)", [words]).lastrowid


def test_wal_and_the_value_of_a_write(noted: Store) -> None:
    assert noted.write(note("甲")) == 1
    assert noted.read(notes) == ["甲"]
    assert noted.reader().execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_write_that_raises_is_undone_as_a_whole(noted: Store) -> None:
    def half(db: Database) -> None:
        db["notes"].insert({"words": "甲"})
        db.execute("CREATE TABLE more (x)")
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        noted.write(half)
    assert noted.read(notes) == []
    assert noted.reader().table_names() == ["notes"]
    noted.write(lambda db: db["notes"].insert({"words": "乙"}))
    assert noted.read(notes) == ["乙"]


def test_a_write_inside_a_write_belongs_to_the_outer_one(noted: Store) -> None:
    def outer(_: Database) -> None:
        noted.write(lambda inner: inner["notes"].insert({"words": "甲"}))
        raise RuntimeError

    with pytest.raises(RuntimeError):
        noted.write(outer)
    assert noted.read(notes) == []


def test_writes_of_many_threads_all_arrive_in_one_thread(noted: Store) -> None:
    idents = set()

    def write(number: int) -> None:
        def run(db: Database) -> None:
            idents.add(threading.get_ident())
            db.execute("INSERT INTO notes VALUES (?)", [str(number)])

        noted.write(run)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(100)))
    assert sorted(map(int, noted.read(notes))) == list(range(100))
    assert len(idents) == 1
    assert threading.get_ident() not in idents


def test_readers_see_only_what_is_committed_and_do_not_wait(noted: Store) -> None:
    inside, seen = threading.Event(), threading.Event()

    def slow(db: Database) -> None:
        db["notes"].insert({"words": "甲"})
        inside.set()
        assert seen.wait(10)

    writer = threading.Thread(target=noted.write, args=(slow,))
    writer.start()
    assert inside.wait(10)
    assert noted.read(notes) == []
    seen.set()
    writer.join()
    assert noted.read(notes) == ["甲"]


def test_readers_cannot_write(noted: Store) -> None:
    with pytest.raises(KnowledgeError, match="read-only"):
        noted.read(lambda db: db.execute("DELETE FROM notes"))


def test_each_thread_has_its_own_reader(store: Store) -> None:
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(store.reader).result() is not store.reader()
    assert store.reader() is store.reader()


def test_a_full_disk_is_told_and_what_was_stored_stays(noted: Store) -> None:
    noted.write(note("甲"))
    noted.write(lambda db: db.execute("PRAGMA max_page_count = 1").fetchone())
    with pytest.raises(KnowledgeError, match="no room left"):
        noted.write(note("乙" * 100_000))
    assert noted.read(notes) == ["甲"]


def test_what_is_no_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "base.db"
    path.write_bytes(b"not a database, but long enough to be read as one" * 100)
    with pytest.raises(KnowledgeError, match="is not a database"):
        Store(path)
    assert path.read_bytes().startswith(b"not a database")


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="cannot be opened"):
        Store(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(KnowledgeError, match="cannot be made"):
        Store(tmp_path / "file" / "base.db")


def test_mistakes_of_the_program_are_not_dressed_up(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store.write(lambda db: db.execute("DELETE FROM nowhere"))


def test_migrations_run_once_and_failed_ones_leave_nothing(store: Store) -> None:
    migrations = Migrations("test")

    @migrations()
    def m001_first(db: Database) -> None:
        db.execute("CREATE TABLE first (x)")

    store.migrate(migrations)
    store.migrate(migrations)

    @migrations()
    def m002_broken(db: Database) -> None:
        db.execute("CREATE TABLE second (x)")
        db.execute("CREATE TABLE first (x)")

    with pytest.raises(sqlite3.OperationalError):
        store.migrate(migrations)
    assert {"first"} == {name for name in store.reader().table_names() if not name.startswith("_")}


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    with Store(tmp_path / "deep" / "base.db") as store:
        store.reader()
    store.close()
    for use in (lambda: store.write(notes), lambda: store.read(notes)):
        with pytest.raises(KnowledgeError, match="closed"):
            use()


def test_two_stores_on_one_file_take_turns(tmp_path: Path) -> None:
    with Store(tmp_path / "base.db") as one, Store(tmp_path / "base.db") as two:
        one.write(lambda db: db.execute("CREATE TABLE notes (words TEXT)").close())

        def count_up(store: Store) -> None:
            for _ in range(50):
                store.write(lambda db: db["notes"].insert({"words": str(len(notes(db)))}))

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(count_up, (one, two)))
        assert one.read(notes) == [str(n) for n in range(100)]


def test_a_snapshot_is_of_one_moment_and_ends_with_its_block(noted: Store) -> None:
    noted.write(note("甲"))
    with noted.snapshot():
        assert noted.read(notes) == ["甲"]
        noted.write(note("乙"))
        with noted.snapshot():
            assert noted.read(notes) == ["甲"]
        assert noted.read(notes) == ["甲"]
    assert noted.read(notes) == ["甲", "乙"]
    with pytest.raises(RuntimeError, match="inside"), noted.snapshot():
        noted.read(notes)
        raise RuntimeError("inside")
    noted.write(note("丙"))
    assert noted.read(notes) == ["甲", "乙", "丙"]


def test_closing_waits_for_a_read_in_another_thread(tmp_path: Path) -> None:
    store, begun, go_on, read = Store(tmp_path / "a.db"), threading.Event(), threading.Event(), list[int]()

    def slowly(db: Database) -> int:
        begun.set()
        assert go_on.wait(5)
        return int(next(db.query("SELECT 7 AS seven"))["seven"])

    reading = threading.Thread(target=lambda: read.append(store.read(slowly)), daemon=True)
    reading.start()
    assert begun.wait(5)
    closing = threading.Thread(target=store.close, daemon=True)
    closing.start()
    closing.join(0.05)
    assert closing.is_alive()
    go_on.set()
    closing.join(5)
    reading.join(5)
    assert read == [7]
    with pytest.raises(KnowledgeError):
        store.read(slowly)
