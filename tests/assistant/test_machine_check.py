"""The machine as a desk finds it: what is said, and what mends it."""

import errno
import os
import socket
import sqlite3
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant import machine_check
from assistant.machine_check import Check, check_machine
from assistant.settings import Settings
from knowledge_base.library import Library
from knowledge_base.store import Store
from retrieval.embedder import HashedEmbedder
from retrieval.search_index import SearchIndex


@pytest.fixture
def free(settings: Settings) -> Settings:
    """Settings with a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return settings.model_copy(update={"port": listening.getsockname()[1], "threads": 1})


@pytest.fixture
def forbidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder whose content may not be looked at, whoever runs the tests."""
    stat, folder = os.stat, tmp_path / "forbidden"
    folder.mkdir()

    def refuse(path: Any, **options: Any) -> os.stat_result:
        if isinstance(path, str | Path) and folder in Path(path).parents:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return stat(path, **options)

    monkeypatch.setattr(os, "stat", refuse)
    return folder


@pytest.fixture
def home(free: Settings) -> Settings:
    """The same with a database."""
    with Store(free.database) as store:
        Library(store, free.home / "originals", SearchIndex(free.home, store, HashedEmbedder()))
    return free


def found(settings: Settings, name: str) -> Check:
    return next(check for check in check_machine(settings) if check.name == name)


def test_a_machine_that_has_everything(home: Settings) -> None:
    states = {check.name: check.state for check in check_machine(home)}

    needed = {"home folder", "processor", "database", "port for the panel", "ports for RTP"}
    assert set(states) == needed | {"disk", "memory"}
    assert {states[name] for name in needed} == {"ok"}
    assert found(home, "database").said.startswith("0 documents, 0 passages")
    assert found(home, "database").said.endswith("whole")


def test_a_new_home_is_no_fault(free: Settings) -> None:
    assert found(free, "home folder").state == "ok"
    assert not free.home.exists()
    assert (found(free, "database").state, found(free, "database").mend[:20]) == ("lacking", "run `calldesk setup`")


def test_a_home_that_is_a_file_cannot_be_written_to(free: Settings) -> None:
    free.home.write_text("x")

    assert (found(free, "home folder").state, found(free, "home folder").mend) == ("bad", "set CALLDESK_HOME")


def test_a_home_below_a_folder_that_may_not_be_looked_at(free: Settings, forbidden: Path) -> None:
    inside = free.model_copy(update={"home": forbidden / "desk" / "home"})
    check = found(inside, "database")
    assert (check.state, check.said) == ("bad", "it cannot be looked at (Permission denied)")


@pytest.mark.parametrize(
    ("content", "state", "mend"),
    [(b"no database at all, but text" * 100, "bad", "restore-backup"), (b"", "lacking", "calldesk setup")],
)
def test_a_database_that_is_none_is_said(home: Settings, content: bytes, state: str, mend: str) -> None:
    for file in home.home.glob("calldesk.db*"):
        file.unlink()
    home.database.write_bytes(content)

    check = found(home, "database")

    assert (check.state, mend in check.mend) == (state, True)


def test_a_database_that_another_program_keeps_to_itself_is_no_fault(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_check, "CHECK_S", 0.01)
    keeper = sqlite3.connect(home.database, isolation_level=None)
    keeper.execute("PRAGMA locking_mode = EXCLUSIVE")
    keeper.execute("BEGIN EXCLUSIVE")
    keeper.execute("CREATE TABLE kept (text TEXT)")

    check = found(home, "database")
    keeper.close()

    assert (check.state, check.mend) == ("lacking", "try again in a while")


def test_a_database_that_cannot_be_opened_is_not_to_be_replaced(home: Settings) -> None:
    for file in home.home.glob("calldesk.db*"):
        file.unlink()
    home.database.mkdir()

    check = found(home, "database")

    assert (check.state, "restore-backup" in check.mend, "CALLDESK_HOME" in check.mend) == ("bad", False, True)


def test_a_damaged_page_is_found(home: Settings) -> None:
    with sqlite3.connect(home.database) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.execute("CREATE TABLE much (text TEXT)")
        database.executemany("INSERT INTO much VALUES (?)", [("x" * 500,)] * 200)
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    content = bytearray(home.database.read_bytes())
    content[-4096 * 3 : -4096 * 2] = b"\xff" * 4096
    home.database.write_bytes(content)

    assert found(home, "database").said == "it is damaged"


def test_a_large_database_is_read_as_far_as_there_is_time(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with sqlite3.connect(home.database) as database:
        database.execute("CREATE TABLE much (text TEXT)")
        database.executemany("INSERT INTO much VALUES (?)", [("x" * 50,)] * 20_000)
    database.close()
    times = iter([0.0, *[99.0] * 10_000])
    monkeypatch.setattr(machine_check.time, "monotonic", lambda: next(times))

    assert found(home, "database").said.endswith("no fault in what could be read in a second")


def test_a_port_in_use_and_an_address_of_another_machine_are_said(free: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        taken = free.model_copy(update={"port": port, "audiosocket_port": port})
        checks = {check.name: check for check in check_machine(taken)}
    for what, setting in (("panel", "CALLDESK_PORT"), ("AudioSocket", "CALLDESK_AUDIOSOCKET_PORT")):
        assert checks[f"port for the {what}"].state == "lacking"
        assert setting in checks[f"port for the {what}"].mend
    assert "in use" in checks["port for the panel"].said
    other = found(free.model_copy(update={"host": "192.0.2.1"}), "port for the panel")
    assert (other.state, "in use" in other.said) == ("lacking", False)


def test_ports_for_rtp_are_tried_at_their_address(free: Settings) -> None:
    check = found(free, "ports for RTP")
    assert (check.state, check.said.startswith("127.0.0.1:2")) == ("ok", True)
    elsewhere = found(free.model_copy(update={"rtp_host": "192.0.2.1"}), "ports for RTP")
    assert (elsewhere.state, "CALLDESK_RTP_HOST" in elsewhere.said) == ("lacking", True)


def test_too_little_of_anything_is_said(free: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_check.shutil, "disk_usage", lambda _path: type("", (), {"free": 10**8}))
    scant = type("", (), {"available": 10**9, "total": 4 * 10**9})
    monkeypatch.setattr(psutil, "virtual_memory", lambda: scant)
    states = {check.name: check.state for check in check_machine(free.model_copy(update={"threads": 64}))}

    assert (states["disk"], states["memory"], states["processor"]) == ("bad", "lacking", "lacking")
    monkeypatch.setattr(machine_check.shutil, "disk_usage", lambda _path: type("", (), {"free": 2 * 10**9}))
    assert found(free, "disk").state == "lacking"


def test_nothing_is_written(home: Settings, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.home.rglob("*.db")}
    check_machine(home)
    assert {path: path.stat().st_mtime_ns for path in home.home.rglob("*.db")} == before
