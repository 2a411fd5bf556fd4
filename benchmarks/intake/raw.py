"""The yardstick *raw*: how fast the store takes rows, if rows are all there is to do.

One process, no HTTP, no parsing, no check, no Python per report but the driver's: every row is
made beforehand, audit lines and tree heads included. Same schema, PRAGMAs and indexes, and a
durable commit for every 64 reports.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Final

from tipline.domain.audit.entry import Entry, entry_leaf, entry_line
from tipline.domain.audit.tree import Frontier
from tipline.domain.desk import NOT_URGENT, Shelf
from tipline.domain.moments import to_microseconds
from tipline.ports.operations import StoredReport
from tipline.stores.queries import raw_connection, statement

_NOW: Final = datetime(2026, 11, 22, 12, tzinfo=UTC)

BATCH: Final = 64
"""Reports in one commit."""

Rows = dict[str, list[tuple[Any, ...]]]
"""What one commit writes: the rows of each named statement."""


@dataclass(frozen=True)
class Raw:
    """How many reports were written, and in how many seconds."""

    reports: int
    seconds: float

    @property
    def rate(self) -> float:
        """Reports in a second."""
        return self.reports / self.seconds


def write(batches: Iterable[Rows], vendor: str = "sqlite") -> Raw:
    """Write batches that were made beforehand, one durable commit each."""
    connection = raw_connection()
    reports = 0
    began = time.perf_counter()
    for batch in batches:
        connection.execute("BEGIN IMMEDIATE")
        for name, rows in batch.items():
            connection.executemany(statement(name, vendor), rows)
        connection.execute("COMMIT")
        reports += len(batch["insert_report"])
    return Raw(reports, time.perf_counter() - began)


def batches(reports: Iterable[StoredReport], head: Frontier, size: int = BATCH) -> Iterator[Rows]:
    """Yield what `write` takes, for reports that were made ready beforehand."""
    waiting = iter(reports)
    while batch := list(islice(waiting, size)):
        rows, head = _rows(batch, head)
        yield rows


def _rows(batch: list[StoredReport], head: Frontier) -> tuple[Rows, Frontier]:
    now = _NOW
    at, shelf = to_microseconds(now), int(Shelf.UNREAD)
    lines = [
        entry_line(
            Entry(
                number=head.size + place,
                at=now,
                actor=f"provider:{report.provider}",
                action="report.submitted",
                subject=f"report:{report.number}",
                digest=report.digest.hex(),
            )
        )
        for place, report in enumerate(batch)
    ]
    after = head.appended(map(entry_leaf, lines))
    rows: Rows = {
        "insert_report": [_report(report, at) for report in batch],
        "insert_sighting": [row for report in batch for row in _sightings(report)],
        "insert_item": [(report.number, shelf, NOT_URGENT, at, at, "") for report in batch],
        "count_item": [(shelf, NOT_URGENT, len(batch))],
        "insert_entry": [
            (head.size + place, f"report:{report.number}", line)
            for place, (report, line) in enumerate(zip(batch, lines, strict=True))
        ],
        "save_head": [(after.size, b"".join(after.roots))],
    }
    return rows, after


def _report(report: StoredReport, at: int) -> tuple[Any, ...]:
    return (
        *(report.number, None, report.door, report.provider, report.is_test),
        *(int(report.state), report.urgent, report.facts, at, at),
        *(report.digest, report.sealed_key, report.sealed_body),
    )


def _sightings(report: StoredReport) -> Iterator[tuple[Any, ...]]:
    for place, s in enumerate(report.sightings):
        yield (report.number, place, s.kind, s.role, s.blind, s.port, s.at, s.display)
