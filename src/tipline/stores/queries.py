"""Loads the named statements and runs them on whichever database is open."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import resources
from typing import Any, Final

import structlog
from django.db import (
    DataError,
    Error,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    connections,
)
from django.db.backends.base.base import BaseDatabaseWrapper

from tipline.domain.errors import StoreUnavailableError

_NAMED: Final = re.compile(r"-- name: (\w+)\n(.*?);\n", re.DOTALL)
_DATABASE: Final = ContextVar("database", default="default")
_PLAIN_INSERT: Final = re.compile(
    r"INSERT INTO (\w+\s+\([^()]*\))\s+VALUES \(%s(?:, %s)*\)", re.DOTALL
)
_FEWEST_COPIED: Final = 4
"""Rows from which it saves PostgreSQL work to copy them."""

_MOST_ASKED: Final = 512
"""Values that one question asks for."""

Row = tuple[Any, ...]

_log: Final = structlog.get_logger(__name__)


@contextmanager
def on_database(alias: str) -> Iterator[None]:
    """Use another of the configured databases meanwhile; tests run one suite on several."""
    token = _DATABASE.set(alias)
    try:
        yield
    finally:
        _DATABASE.reset(token)


def database() -> BaseDatabaseWrapper:
    """Return Django's connection to the database in use."""
    return connections[_DATABASE.get()]


@cache
def statement(name: str, vendor: str) -> str:
    """Return a statement in the dialect of a database: its place marks, and its locks."""
    return _in_dialect(_statements()[name], vendor)


def _in_dialect(text: str, vendor: str) -> str:
    if vendor == "postgresql":
        return text.replace("?", "%s")
    # SQLite locks the whole file when the transaction begins.
    return text.replace(" FOR UPDATE", "")


@cache
def _statements() -> dict[str, str]:
    folder = resources.files("tipline.stores")
    files = (
        "queries.sql",
        "linking/linking.sql",
        "cases/cases.sql",
        "referrals/referrals.sql",
    )
    return {
        name: text
        for file in files
        for name, text in _NAMED.findall(folder.joinpath(file).read_text("utf-8"))
    }


def driver_errors() -> tuple[type[Exception], ...]:
    """Return what the database in use raises: its driver's own errors, and Django's."""
    driver: Any = database()
    return (Error, driver.Database.Error)


def _faults() -> tuple[type[Exception], ...]:
    """Return the errors that are a fault of ours: waiting would not help."""
    driver: Any = database()
    its = driver.Database
    return (
        *(DataError, IntegrityError, NotSupportedError, ProgrammingError),
        *(its.DataError, its.IntegrityError, its.NotSupportedError, its.ProgrammingError),
    )


def raw_connection() -> Any:  # noqa: ANN401 - sqlite3's or psycopg's connection
    """Return the driver's connection under Django's, opened if need be."""
    wrapper = database()
    wrapper.ensure_connection()
    return wrapper.connection


def run(name: str, *values: object) -> int:
    """Run a statement that changes rows and return how many."""
    cursor = raw_connection().execute(statement(name, database().vendor), values)
    return int(cursor.rowcount)


def run_many(name: str, rows: Iterable[Sequence[object]]) -> None:
    """Run a statement once for each row."""
    values = list(rows)
    if not values:
        return
    text, cursor = statement(name, database().vendor), raw_connection().cursor()
    copying = _copying(text) if len(values) >= _FEWEST_COPIED else None
    if copying is None:
        cursor.executemany(text, values)
        return
    with cursor.copy(copying) as copy:
        for row in values:
            copy.write_row(row)


@cache
def _copying(text: str) -> str | None:
    """Return how PostgreSQL takes the rows of a plain insert in one go; None for all else."""
    plain = _PLAIN_INSERT.fullmatch(text)
    return None if plain is None else f"COPY {plain[1]} FROM STDIN"


def one(name: str, *values: object) -> Row | None:
    """Return the first row of a question, if there is one.

    Raises:
        StoreUnavailableError: the database cannot be read now; not inside a transaction, where
            the driver's own error is for whoever began it.
    """
    with _reading():
        row = raw_connection().execute(statement(name, database().vendor), values).fetchone()
    return None if row is None else tuple(row)


def rows(name: str, *values: object) -> list[Row]:
    """Return all rows of a question; raises as `one` does."""
    return _all_rows(statement(name, database().vendor), values)


def rows_in(name: str, values: Sequence[object], *more: object) -> list[Row]:
    """Return all rows of a question that asks for many values at once, where it says `IN (*)`.

    Asked in parts if there are very many; raises as `one` does.
    """
    found: list[Row] = []
    for start in range(0, len(values), _MOST_ASKED):
        part = values[start : start + _MOST_ASKED]
        # Few lengths, so that few statements are prepared: the last value stands more than once.
        length = 1 << (len(part) - 1).bit_length()
        text = _asking_for(name, database().vendor, length)
        found.extend(_all_rows(text, [*part, *[part[-1]] * (length - len(part)), *more]))
    return found


def run_in(name: str, values: Sequence[object]) -> None:
    """Run a statement that changes the rows of many values, where it says `IN (*)`."""
    for start in range(0, len(values), _MOST_ASKED):
        part = values[start : start + _MOST_ASKED]
        raw_connection().execute(_asking_for(name, database().vendor, len(part)), part)


@cache
def _asking_for(name: str, vendor: str, length: int) -> str:
    marks = ", ".join("?" * length)
    return _in_dialect(_statements()[name].replace("IN (*)", f"IN ({marks})"), vendor)


def rows_of(text: str, *values: object) -> list[Row]:
    """Return all rows of a question put together from our own pieces; raises as `one` does."""
    return _all_rows(_in_dialect(text, database().vendor), values)


def _all_rows(text: str, values: Sequence[object]) -> list[Row]:
    with _reading():
        found = raw_connection().execute(text, values).fetchall()
    return [tuple(row) for row in found]


@contextmanager
def _reading() -> Iterator[None]:
    """Tell a database that cannot be read, which may pass, from a fault of ours, which will not.

    After any failure outside a transaction a new connection is opened: this one may be dead.
    """
    try:
        yield
    except driver_errors() as error:
        if database().in_atomic_block:
            raise
        database().close()
        if isinstance(error, _faults()):
            raise
        _log.warning("store_not_readable", error=type(error).__name__)
        raise StoreUnavailableError(
            f"The database cannot be read now ({type(error).__name__}). See that it runs, then"
            " try again."
        ) from None
