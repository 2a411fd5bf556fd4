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
from tipline.ports.operations import StoredKey, StoredReport
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
    waiting, seen = iter(reports), Seen()
    while batch := list(islice(waiting, size)):
        rows, head = _rows(batch, head, seen)
        yield rows


class Seen:
    """Numbers of the identifiers that were written, and in how many reports each is."""

    def __init__(self) -> None:
        self._known: dict[tuple[bytes, int], list[int]] = {}

    def rows(self, batch: list[StoredReport]) -> Rows:
        """Return the rows of a batch's identifiers and edges; joining them is not raw."""
        new: dict[tuple[bytes, int], tuple[StoredKey, int]] = {}
        edges: dict[tuple[int, int, int, bytes], tuple[Any, ...]] = {}
        changed: set[tuple[bytes, int]] = set()
        grades: dict[tuple[bytes, int], int] = {}
        for report in batch:
            for key in report.keys:
                named = (key.blind, key.side)
                grades[named] = key.grade
                if named not in self._known:
                    self._known[named] = [len(self._known) + 1, 0]
                    new[named] = (key, report.number)
                known = self._known[named]
                known[1] += 1
                changed.add(named)
                place = (known[0], key.at, report.number, key.port)
                edges.setdefault(place, (*place, key.role, report.number, key.place))
        return {
            "insert_identifier": [
                (
                    self._known[named][0],
                    *named,
                    key.kind,
                    key.grade,
                    self._known[named][1],
                    0,
                    one,
                    0,
                )
                for named, (key, one) in new.items()
            ],
            "save_identifier": [
                (self._known[named][1], 0, None, grades[named], self._known[named][0])
                for named in changed - set(new)
            ],
            "insert_edge": list(edges.values()),
        }


def _rows(batch: list[StoredReport], head: Frontier, seen: Seen) -> tuple[Rows, Frontier]:
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
        **seen.rows(batch),
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
        *(int(report.state), report.urgent, report.facts, report.marks, at, at),
        *(report.digest, report.sealed_key, report.sealed_body),
    )


def _sightings(report: StoredReport) -> Iterator[tuple[Any, ...]]:
    for place, s in enumerate(report.sightings):
        yield (report.number, place, s.kind, s.role, s.at, s.display)
