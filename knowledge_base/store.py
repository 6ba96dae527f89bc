"""The one SQLite file in WAL mode: every write runs in one thread, every reading thread has its connection.

Codes of errors are SQLite's primary result codes (https://www.sqlite.org/rescode.html).
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakSet

from sqlite_utils import Database, Migrations

from knowledge_base.errors import KnowledgeError
from knowledge_base.told import Told

__all__ = ["Database", "Migrations", "Store"]

T = TypeVar("T")

_PATIENCE_S = 30.0
_ADVICE = {
    sqlite3.SQLITE_FULL: Told("has no room left on its disk. Free some space; what was stored before is safe."),
    sqlite3.SQLITE_READONLY: Told("is read-only. Allow writing to it and to its folder."),
    sqlite3.SQLITE_CANTOPEN: Told("cannot be opened. Check that its folder exists and may be written to."),
    sqlite3.SQLITE_PERM: Told("may not be opened. Allow reading and writing it."),
    sqlite3.SQLITE_NOTADB: Told("is not a database. Move that file away, or name another one."),
    sqlite3.SQLITE_CORRUPT: Told("is damaged. Put back a copy of it."),
    sqlite3.SQLITE_BUSY: Told("is held by another program for too long. Close that program and try again."),
    sqlite3.SQLITE_LOCKED: Told("is held by another program for too long. Close that program and try again."),
    sqlite3.SQLITE_IOERR: Told("cannot be read or written. Check the disk."),
}


class Store:
    """Opens or creates the file; raises KnowledgeError where that cannot be. Safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._readers: WeakSet[Database] = WeakSet()
        self._lock = threading.Condition()
        self._closed = False
        self._reads = 0
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="store-writer")
        try:
            self._database = self._writer.submit(self._open_writer).result()
        except BaseException:
            self._writer.shutdown()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, fn: Callable[[Database], T]) -> T:
        """What `fn` returns, run in the writer's thread in one transaction; all of it is undone if it raises.

        A write inside a write belongs to the outer one. Durable on return (synchronous=FULL).
        """
        if threading.get_ident() == self._writer_ident:
            return fn(self._database)
        with self._lock:
            self._check_open()
            future = self._writer.submit(self._transact, fn)
        return future.result()

    def read(self, fn: Callable[[Database], T]) -> T:
        """What `fn` returns, run in this thread on its own connection, errors translated."""
        with self._reading(), self._errors():
            return fn(self.reader())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """What this thread reads inside is all of one moment; a snapshot inside a snapshot belongs to the outer one."""
        with self._reading(), self._errors():
            connection = self.reader().conn
            if connection.in_transaction:
                yield
                return
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.rollback()

    def reader(self) -> Database:
        """This thread's connection for reading; it sees what was committed before each statement."""
        database: Database | None = getattr(self._local, "database", None)
        if database is None or self._closed:
            with self._lock:
                self._check_open()
                database = self._connect(check_same_thread=False)
                database.execute("PRAGMA query_only = on")
                self._readers.add(database)
            self._local.database = database
        return database

    def migrate(self, migrations: Migrations) -> None:
        """Apply what of a numbered set is not applied yet, all of it or nothing."""
        self.write(migrations.apply)

    def close(self) -> None:
        """Wait for running writes and reads, then close every connection; closing twice does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._lock.wait_for(lambda: not self._reads)
            self._writer.submit(self._database.close)
            self._writer.shutdown()
            for database in self._readers:
                database.close()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """While a connection is used it is not closed: SQLite would take the whole process with it."""
        with self._lock:
            self._check_open()
            self._reads += 1
        try:
            yield
        finally:
            with self._lock:
                self._reads -= 1
                self._lock.notify_all()

    def _open_writer(self) -> Database:
        self._writer_ident = threading.get_ident()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise KnowledgeError(
                "The folder {folder} cannot be made. Name another one.", folder=self._path.parent
            ) from exc
        database = self._connect(check_same_thread=True)
        try:
            with self._errors():
                database.enable_wal()
                database.execute("PRAGMA foreign_keys = on")
        except BaseException:
            database.close()
            raise
        return database

    def _connect(self, check_same_thread: bool) -> Database:
        with self._errors():
            return Database(sqlite3.connect(self._path, timeout=_PATIENCE_S, check_same_thread=check_same_thread))

    def _transact(self, fn: Callable[[Database], T]) -> T:
        """BEGIN IMMEDIATE, since a transaction that reads first could not wait for another process."""
        connection = self._database.conn
        with self._errors():
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = fn(self._database)
                connection.execute("COMMIT")
            except BaseException:
                self._database.rollback()
                raise
            return result

    def _check_open(self) -> None:
        if self._closed:
            raise KnowledgeError("The database was closed. Open it again.")

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as exc:
            advice = _ADVICE.get(getattr(exc, "sqlite_errorcode", 0) & 0xFF)
            if advice is None:
                raise
            raise KnowledgeError("The database {path} {problem}", path=self._path, problem=advice) from exc
