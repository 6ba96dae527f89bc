"""What of this machine a desk needs, each looked at in well under a second: disk, memory, cores, ports, database."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import sqlite3
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import psutil

from assistant.lines.rtp_ports import NoPort, RtpPorts
from assistant.settings import Settings

ROOM_GB, SCANT_GB = 1.0, 5.0
MEMORY_GB = 2.0
"""What the desk, its models and some calls take (the README's figures)."""

CHECK_S = 1.0
"""How long the database is read for faults: a large one takes minutes."""

SETUP = "run `calldesk setup`, or start the panel"
RESTORE = "put back a copy: `calldesk kb restore-backup`"

State = Literal["ok", "lacking", "bad"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `mend` is what to do where it is not "ok".

    "bad" keeps the desk from doing its work, "lacking" makes it do less or worse.
    """

    name: str
    state: State
    said: str
    mend: str = ""


def check_machine(settings: Settings) -> list[Check]:
    """Everything in the order in which it is needed."""
    checks = [_home(settings.home), _disk(settings.home), _memory(), _cores(settings.threads)]
    checks.append(_database(settings.database))
    checks.append(_port(settings.host, settings.port, "panel", "CALLDESK_PORT"))
    checks.append(_rtp(RtpPorts(settings.rtp_host, settings.rtp_ports)))
    if settings.audiosocket_port:
        checks.append(_port(settings.host, settings.audiosocket_port, "AudioSocket", "CALLDESK_AUDIOSOCKET_PORT"))
    return checks


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that is seen to exist; a `Path` raises where it may not look."""
    return next(path for path in (folder.absolute(), *folder.absolute().parents) if os.path.exists(path))  # noqa: PTH110


def _home(home: Path) -> Check:
    try:
        with tempfile.TemporaryFile(dir=_there(home)):
            return Check("home folder", "ok", f"{home} can be written to")
    except OSError as exc:
        return Check("home folder", "bad", f"{home} cannot be written to ({exc.strerror})", "set CALLDESK_HOME")


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(_there(home)).free / 1e9
    state: State = "ok" if free >= SCANT_GB else "lacking" if free >= ROOM_GB else "bad"
    return Check("disk", state, f"{free:.1f} GB free at {home}", "make room there, or name another CALLDESK_HOME")


def _memory() -> Check:
    memory = psutil.virtual_memory()
    said = f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB free"
    return Check("memory", "ok" if memory.available >= MEMORY_GB * 1e9 else "lacking", said, "end other programs")


def _cores(threads: int) -> Check:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    said = f"{cores} cores, {threads} threads for recognition"
    return Check("processor", "ok" if threads <= cores else "lacking", said, f"set CALLDESK_THREADS to {cores}")


def _database(path: Path) -> Check:
    try:
        size = path.stat().st_size
    except (FileNotFoundError, NotADirectoryError):
        return Check("database", "lacking", "there is none yet", SETUP)
    except OSError as exc:
        return Check("database", "bad", f"it cannot be looked at ({exc.strerror})", "set CALLDESK_HOME")
    until = time.monotonic() + CHECK_S
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=CHECK_S)
        try:
            connection.set_progress_handler(lambda: time.monotonic() > until, 10_000)
            documents, passages = (
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("documents", "passages")
            )
            said = f"{documents} documents, {passages} passages, {size / 1e6:.0f} MB"
            found = _quick_check(connection)
        finally:
            connection.close()
    except sqlite3.Error as exc:
        return _unread(exc)
    if found in ("ok", ""):
        return Check("database", "ok", said + (", whole" if found else ", no fault in what could be read in a second"))
    return Check("database", "bad", "it is damaged", RESTORE)


def _unread(error: sqlite3.Error) -> Check:
    """By SQLite's primary result code (https://www.sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Check("database", "lacking", "another program keeps it to itself just now", "try again in a while")
    if "no such table" in str(error):
        return Check("database", "lacking", "there is nothing in it yet", SETUP)
    damaged = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    mend = RESTORE if damaged else "see that it and its folder may be read and written, or set CALLDESK_HOME"
    return Check("database", "bad", f"it cannot be read ({error})", mend)


def _quick_check(connection: sqlite3.Connection) -> str:
    """SQLite's own answer, "" where the time was too short for one (https://www.sqlite.org/pragma.html)."""
    try:
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.OperationalError as exc:
        if exc.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            return ""
        raise


def _port(host: str, port: int, what: str, setting: str) -> Check:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as exc:
        used = exc.errno == errno.EADDRINUSE
        said = f"{host}:{port} is in use, by a running panel perhaps" if used else f"{host}:{port}: {exc.strerror}"
        return Check(f"port for the {what}", "lacking", said, f"end that program, or set {setting}")
    return Check(f"port for the {what}", "ok", f"{host}:{port} is free")


def _rtp(ports: RtpPorts) -> Check:
    """One of the range is opened, and closed again."""
    try:
        lent = ports.lend()
    except NoPort as exc:
        return Check("ports for RTP", "lacking", str(exc))
    said = "{}:{} is free".format(*lent.getsockname()[:2])
    ports.give_back(lent)
    return Check("ports for RTP", "ok", said)
