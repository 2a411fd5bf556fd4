"""Reads all that joins as arrays of numbers, and writes clusters that were worked out at once.

The database packs many rows into one value: so a row costs no Python object, which by
measurement is twice to four times as fast on SQLite.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.linking.bulk import StoredTrees
from tipline.ports.linking.components import Chunk, Numbers
from tipline.stores import queries

_ROWS_AT_ONCE: Final = 1_000_000
_JOINS: Final = "grade >= 4 AND state = 0 AND n > 1"
_SAID: Final = """
    FROM verdict v WHERE v.state IN (1, 2) AND NOT EXISTS (
      SELECT 1 FROM verdict r WHERE r.one = v.one AND r.other = v.other AND r.state = 3)
"""


class _Block(NamedTuple):
    """Identifiers from one number to before another, and how many reports they are in."""

    first: int
    end: int
    rows: int


class Snapshot:
    """What `BulkSnapshot` asks for, read inside one transaction."""

    def __init__(self) -> None:
        self._end = 1 + _largest("identifier", "id")
        self._joins = np.zeros(self._end, dtype=np.bool_)
        self._blocks = list(self._look_through())
        self._apart = _Apart(self._joins)
        self.edges = sum(block.rows for block in self._blocks)
        self.identifiers = self._end + self._apart.parts
        self.stored = int(queries.rows_of("SELECT count(*) FROM report")[0][0])
        self.reports = 1 + max(
            _largest("edge", "report"), _largest("cluster", "report"), _largest("verdict", "other")
        )

    def chunks(self) -> Iterator[Chunk]:
        """Yield (identifiers, reports) that join, in the order of the identifiers."""
        for block in self._blocks:
            span = block.end - block.first
            step = max(1, span * _ROWS_AT_ONCE // max(block.rows, _ROWS_AT_ONCE))
            for first in range(block.first, block.end, step):
                yield self._chunk(first, min(first + step, block.end))

    def pairs(self) -> Iterator[Chunk]:
        """Yield the reports that are joined by word."""
        one, other = _packed(("v.one", "v.other"), _SAID)
        yield one, other

    def trees(self) -> Iterator[StoredTrees]:
        """Yield the clusters that are stored, in pieces."""
        columns = ("report", "coalesce(parent, -1)", "size", "first")
        for first in range(0, 1 + _largest("cluster", "report"), _ROWS_AT_ONCE):
            between = (first, first + _ROWS_AT_ONCE)
            yield StoredTrees(
                *_packed(columns, "FROM cluster WHERE report >= ? AND report < ?", *between)
            )

    def waiting(self) -> int:
        """Return how much waits to be linked anew."""
        return int(queries.rows_of("SELECT count(*) FROM relinking")[0][0])

    def _look_through(self) -> Iterator[_Block]:
        """Note which identifiers join, and yield where they are."""
        for first in range(0, self._end, _ROWS_AT_ONCE):
            end = min(first + _ROWS_AT_ONCE, self._end)
            rest = f"FROM identifier WHERE id >= ? AND id < ? AND {_JOINS}"
            numbers, counts = _packed(("id", "n"), rest, first, end)
            self._joins[numbers] = True
            if len(numbers):
                yield _Block(first, end, int(counts.sum()))

    def _chunk(self, first: int, end: int) -> Chunk:
        # All edges are read, not those of joining identifiers alone: one walk along the table is
        # cheaper than looking for each identifier in it.
        rest = "FROM edge WHERE identifier >= ? AND identifier < ? AND at = 0"
        identifiers, reports = _packed(("identifier", "report"), rest, first, end)
        joins = self._joins[identifiers]
        identifiers, reports = identifiers[joins], reports[joins]
        return self._apart.renumbered(identifiers, reports, first, end, self._end), reports


class _Apart:
    """Reports that an identifier does not join with its others: they get a number of their own.

    So whoever joins by numbers needs to know nothing of what was set apart.
    """

    def __init__(self, joins: NDArray[np.bool_]) -> None:
        rows = queries.rows_of("SELECT identifier, report, part FROM apart WHERE part <> 0")
        table = np.array(rows, dtype=np.int64).reshape(-1, 3)
        table = table[table[:, 0] < len(joins)]
        table = table[joins[table[:, 0]]]
        table = table[np.lexsort((table[:, 1], table[:, 0]))]
        self._identifiers, self._reports = table[:, 0], table[:, 1]
        found, numbers = np.unique(table[:, (0, 2)], axis=0, return_inverse=True)
        self.parts = len(found)
        self._parts = numbers.reshape(-1)

    def renumbered(
        self, identifiers: Numbers, reports: Numbers, first: int, end: int, free: int
    ) -> Numbers:
        """Return the identifiers of a range, with numbers from `free` on for what is apart."""
        low, high = np.searchsorted(self._identifiers, (first, end))
        if low == high:
            return identifiers
        width = 1 + max(int(reports.max(initial=0)), int(self._reports[low:high].max()))
        wanted = self._identifiers[low:high] * width + self._reports[low:high]
        have = identifiers * width + reports
        places = np.minimum(np.searchsorted(wanted, have), len(wanted) - 1)
        return np.where(wanted[places] == have, free + self._parts[low:high][places], identifiers)


class DatabaseBulkStore:
    """Answers from whichever database this process was set up with."""

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Yield everything as it is at one moment."""
        connection = queries.raw_connection()
        connection.execute(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            if _is_postgresql()
            else "BEGIN DEFERRED"
        )
        try:
            yield Snapshot()
        finally:
            connection.execute("ROLLBACK")

    def write_clusters(self, reports: Numbers, firsts: Numbers) -> None:
        """Put each of these reports into the cluster named by its first one."""
        try:
            with transaction.atomic(using=queries.database().alias):
                for start in range(0, len(reports), _ROWS_AT_ONCE):
                    part = reports[start : start + _ROWS_AT_ONCE]
                    queries.run_in("forget_cluster", part.tolist())
                order = np.argsort(firsts, kind="stable")
                _insert(reports[order], firsts[order])
        except queries.driver_errors() as error:
            raise StoreUnavailableError(
                f"The clusters could not be written ({type(error).__name__}); nothing was changed."
            ) from None


def _insert(reports: Numbers, firsts: Numbers) -> None:
    """Write trees in which every report is right under the first one."""
    _, places, counts = np.unique(firsts, return_inverse=True, return_counts=True)
    sizes = counts[places]
    together = sizes > 1
    reports, firsts, sizes = reports[together], firsts[together], sizes[together]
    is_first = reports == firsts
    for start in range(0, len(reports), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        queries.run_many(
            "insert_cluster",
            [
                (report, None if top else first, size if top else 1, first if top else report)
                for report, first, size, top in zip(
                    reports[part].tolist(),
                    firsts[part].tolist(),
                    sizes[part].tolist(),
                    is_first[part].tolist(),
                    strict=True,
                )
            ],
        )


def _is_postgresql() -> bool:
    return queries.database().vendor == "postgresql"


def _largest(table: str, column: str) -> int:
    row = queries.rows_of(f"SELECT max({column}) FROM {table}")[0]  # noqa: S608 - our own names
    return int(row[0] or 0)


def _packed(columns: tuple[str, ...], rest: str, *values: int) -> tuple[Any, ...]:
    """Return whole numbers as arrays, one for each column; the database packs them."""
    if _is_postgresql():
        each = " || ".join(f"int8send({column})" for column in columns)
        question = f"SELECT string_agg({each}, ''::bytea) {rest}"
        ((data,),) = queries.rows_of(question, *values)
        numbers = np.frombuffer(data or b"", dtype=">i8").astype(np.int64)
    else:
        each = " || ' ' || ".join(columns)
        question = f"SELECT group_concat({each}, ' ') {rest}"
        ((text,),) = queries.rows_of(question, *values)
        numbers = np.fromstring(text or "", dtype=np.int64, sep=" ")
    table = numbers.reshape(-1, len(columns))
    return tuple(table.T)
