"""The SQLite file of an outbox: opened durably, one transaction at a time, safe after a fork."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache, partial
from importlib import resources
from pathlib import Path
from typing import Any, Final
from weakref import WeakSet

from tipline.filing.errors import OutboxUnavailableError, OutboxUnusableError

NAME: Final = "outbox.sqlite3"
VERSION: Final = 1

_PATIENCE_SECONDS: Final = 30.0
_SHORT_SECONDS: Final = 0.5
_PRAGMAS: Final = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
)

Row = tuple[Any, ...]


class Database:
    """One connection for all threads of a process; what is committed is on disk.

    Errors of SQLite come out as OutboxUnavailableError: nothing was changed then.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        with _told(), closing(self._open()) as connection:
            for statement in schema().split(";\n"):
                connection.execute(statement)
        _OPENED.add(self)

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction: on disk when the block has ended, undone if it raised."""
        with self._lock, _told():
            connection = self._mine()
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return what a question finds."""
        with self._lock, _told():
            return self._mine().execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> Row | None:
        """Return the first row that a question finds."""
        with self._lock, _told():
            found: Row | None = self._mine().execute(statement, values).fetchone()
            return found

    def each(self, statement: str, *values: object) -> Iterator[Row]:
        """Yield rows as they are read, on a connection of their own: for long listings."""
        with _told(), closing(self._open()) as connection:
            yield from connection.execute(statement, values)

    def tidy(self) -> bool:
        """Take what is deleted out of the write-ahead log too; False if somebody reads it."""
        with _told(), closing(self._open(patience=_SHORT_SECONDS)) as connection:
            ((busy, *_),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return not busy

    def close(self) -> None:
        """Close the connection; it is opened again when it is needed."""
        with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None:
                connection.close()

    def before_fork(self) -> None:
        """Let no connection cross a fork, and no other thread be in the middle of a change.

        A child that has an open connection behind it does not take the file's locks, so others may
        take the write-ahead log away under it: what it stores then is lost.
        """
        self._lock.acquire()
        self.close()

    def after_fork(self, *, child: bool) -> None:
        """Go on, in the parent or the child."""
        if child:  # a lock knows its owner by thread, and a child's threads have other names
            self._lock = threading.RLock()
        else:
            self._lock.release()

    def _mine(self) -> sqlite3.Connection:
        """Return the connection of this process."""
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _open(self, patience: float = _PATIENCE_SECONDS) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=patience, isolation_level=None, check_same_thread=False
        )
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


_OPENED: Final[WeakSet[Database]] = WeakSet()
_FORK_LOCK: Final = threading.Lock()
_FORKING: Final[list[Database]] = []
"""Those that wait for a fork to be over; only the thread that forks is here."""


def _before_fork() -> None:
    _FORK_LOCK.acquire()
    _FORKING.extend(_OPENED)
    for database in _FORKING:
        database.before_fork()


def _after_fork(*, child: bool) -> None:
    while _FORKING:
        _FORKING.pop().after_fork(child=child)
    _FORK_LOCK.release()


os.register_at_fork(
    before=_before_fork,
    after_in_parent=partial(_after_fork, child=False),
    after_in_child=partial(_after_fork, child=True),
)


@cache
def schema() -> str:
    """Return the tables of an outbox."""
    return resources.files(__package__).joinpath("outbox.sql").read_text("utf-8")


@contextmanager
def _told() -> Iterator[None]:
    """Let no error of SQLite out: its words may name a path or quote a value."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OutboxUnavailableError(_REASONS.get(error.sqlite_errorname or "", "")) from None
    except sqlite3.DatabaseError:
        raise OutboxUnusableError("The file of the outbox is damaged.") from None


_REASONS: Final = {
    "SQLITE_FULL": "The disk is full: nothing was stored. Make room, then try again.",
    "SQLITE_BUSY": "Another process keeps the outbox busy: nothing was stored. Try again.",
    "SQLITE_READONLY": "The outbox cannot be written to: nothing was stored.",
    "SQLITE_CANTOPEN": "The outbox cannot be opened: look at the rights of its folder.",
}
