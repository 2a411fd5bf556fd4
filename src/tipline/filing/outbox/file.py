"""The SQLite file of an outbox: opened durably, one transaction at a time, safe after a fork."""

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

from tipline.filing.errors import OutboxUnavailableError, OutboxUnusableError

NAME: Final = "outbox.sqlite3"
VERSION: Final = 1

_PATIENCE_SECONDS: Final = 30.0
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
        self._left: list[sqlite3.Connection] = []
        self._process = os.getpid()
        with _told():
            self._connection = self._open()
            for statement in schema().split(";\n"):
                self._connection.execute(statement)

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
        with _told():
            connection = self._open()
            try:
                yield from connection.execute(statement, values)
            finally:
                connection.close()

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()

    def _mine(self) -> sqlite3.Connection:
        """Return this process's connection: one from before a fork is never touched again."""
        if os.getpid() != self._process:
            self._left.append(self._connection)
            self._process, self._connection = os.getpid(), self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=_PATIENCE_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        return connection


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
