"""The whole store as a stream of rows, the same for every database, and back again.

Read in one snapshot while others write; the audit log's root, at the head of the stream, tells at
the other end whether everything arrived.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

import msgspec
from django.apps import apps
from django.core.management.color import no_style
from django.db import transaction

from tipline.domain.audit.entry import entry_leaf
from tipline.domain.audit.tree import Frontier
from tipline.domain.errors import TiplineError
from tipline.stores import queries
from tipline.stores.audit_log import DatabaseTrail, read_head

_FORMAT: Final = "tipline-store-1"
_ROWS_AT_ONCE: Final = 500
_AT_ONCE_OF: Final = {"referral_piece": 8}
"""Tables with long rows: a block of the stream stays at some megabytes."""


class StoreNotEmptyError(TiplineError):
    """There is something in this store already; restore into an empty folder."""

    code = "store_not_empty"


class StreamBrokenError(TiplineError):
    """What was read is not a whole copy of a store; nothing was kept of it."""

    code = "stream_broken"


class _Head(msgspec.Struct, frozen=True):
    """What stands first: the audit log as it was, and how many rows to expect."""

    format: str
    size: int
    root: bytes
    rows: int


class _Rows(msgspec.Struct, frozen=True):
    """Some rows of one table."""

    table: str
    columns: list[str]
    rows: list[list[Any]]


def dump_store(write: Callable[[bytes], None], passed: Callable[[int, int], None]) -> None:
    """Write every row of the store as it is at one moment; `passed` hears done and all rows."""
    connection = queries.raw_connection()
    snapshot = (
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
        if queries.database().vendor == "postgresql"
        else "BEGIN DEFERRED"
    )
    connection.execute(snapshot)
    try:
        tables = _tables()
        total = sum(_count(table) for table, _ in tables)
        head = read_head()
        _send(write, _Head(_FORMAT, head.size, head.root(), total))
        done = 0
        for table, columns in tables:
            for rows in _pages(table, columns):
                _send(write, _Rows(table, columns, rows))
                done += len(rows)
                passed(done, total)
    finally:
        connection.execute("ROLLBACK")


def load_store(pieces: Iterable[bytes], passed: Callable[[int, int], None]) -> int:
    """Fill an empty store from a stream and return how many audit entries it has.

    Raises:
        StoreNotEmptyError: something is in the store already.
        StreamBrokenError: rows are missing, or the audit log is not whole; nothing was kept.
    """
    if read_head().size:
        raise StoreNotEmptyError
    with transaction.atomic(using=queries.database().alias):
        for table, _ in reversed(_tables()):
            queries.raw_connection().execute(f"DELETE FROM {table}")  # noqa: S608 - our tables
        blocks = _blocks(pieces)
        head = _decoded(next(blocks, b""), _Head)
        if head.format != _FORMAT:
            raise StreamBrokenError
        done = 0
        for block in blocks:
            done += _insert(_decoded(block, _Rows))
            passed(done, head.rows)
        _set_sequences()
        lines = DatabaseTrail().lines()
        found = Frontier().appended(entry_leaf(line) for line in lines)
        if done != head.rows or found.root() != head.root or found != read_head():
            raise StreamBrokenError
    return int(head.size)


def _tables() -> list[tuple[str, list[str]]]:
    """Return our tables with their columns, those that others refer to first."""
    described = [model._meta for model in apps.get_app_config("stores").get_models()]  # noqa: SLF001
    described.sort(key=lambda meta: sum(1 for field in meta.fields if field.is_relation))
    return [
        (meta.db_table, [field.column for field in meta.concrete_fields if field.column])
        for meta in described
    ]


def _count(table: str) -> int:
    row = queries.raw_connection().execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    return int(row[0])


def _pages(table: str, columns: list[str]) -> Iterator[list[list[Any]]]:
    """Yield a table's rows in pages; memory does not grow with the table."""
    names = ", ".join(f'"{column}"' for column in columns)
    question = f"SELECT {names} FROM {table}"  # noqa: S608 - names from our own models
    connection = queries.raw_connection()
    if queries.database().vendor == "postgresql":
        cursor = connection.cursor(name="dump")
        cursor.execute(question)
    else:
        cursor = connection.execute(question)
    while rows := cursor.fetchmany(_AT_ONCE_OF.get(table, _ROWS_AT_ONCE)):
        yield [list(row) for row in rows]
    cursor.close()


def _later_columns() -> set[tuple[str, str]]:
    """Return the columns, with their tables, that the database fills in for older copies."""
    described = [model._meta for model in apps.get_app_config("stores").get_models()]  # noqa: SLF001
    return {
        (meta.db_table, field.column)
        for meta in described
        for field in meta.concrete_fields
        if field.column and field.has_db_default()
    }


def _insert(part: _Rows) -> int:
    later = _later_columns()
    wanted = [
        column
        for column in dict(_tables()).get(part.table, [])
        if column in part.columns or (part.table, column) not in later
    ]
    if not wanted or part.columns != wanted:
        raise StreamBrokenError("This copy was made by another version.")
    names = ", ".join(f'"{column}"' for column in part.columns)
    mark = "%s" if queries.database().vendor == "postgresql" else "?"
    marks = ", ".join([mark] * len(part.columns))
    cursor = queries.raw_connection().cursor()
    statement = f"INSERT INTO {part.table} ({names}) VALUES ({marks})"  # noqa: S608 - checked above
    cursor.executemany(statement, part.rows)
    return len(part.rows)


def _set_sequences() -> None:
    """Let the database go on counting after the highest number that was loaded."""
    database = queries.database()
    models = list(apps.get_app_config("stores").get_models())
    for statement in database.ops.sequence_reset_sql(no_style(), models):
        queries.raw_connection().execute(statement)


def _send(write: Callable[[bytes], None], block: _Head | _Rows) -> None:
    data = msgspec.msgpack.encode(block)
    write(len(data).to_bytes(8, "big") + data)


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the blocks of a stream, however it was cut."""
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) >= 8:  # noqa: PLR2004 - the length in front
            end = 8 + int.from_bytes(buffer[:8], "big")
            if len(buffer) < end:
                break
            yield bytes(buffer[8:end])
            del buffer[:end]
    if buffer:
        raise StreamBrokenError


def _decoded(block: bytes, kind: Any) -> Any:  # noqa: ANN401 - one of the two
    try:
        return msgspec.msgpack.decode(block, type=kind)
    except msgspec.MsgspecError:
        raise StreamBrokenError from None
