"""Finds the reports that one is linked with: by what, how strongly, and what is too common.

Looks at a bounded number of rows, whatever is stored; if that was not enough, it says so.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState, VerdictState
from tipline.domain.linking.grades import KIND_CODES, Grade, joins
from tipline.domain.linking.keys import TIMED
from tipline.domain.linking.links import (
    PORT_WINDOW,
    WINDOW,
    Link,
    Meeting,
    Reason,
    in_order,
    judge,
    said,
)
from tipline.ports.linking import ApartRow, ClusterRow, EdgeRow, LinkReader, MetRow, VerdictRow
from tipline.ports.sealing import PORT_BYTES

MOST_EDGES: Final = 300
"""Identifiers of the report that are looked at."""
MOST_MEETINGS: Final = 4_000
"""Sightings in other reports that are looked at: some tens of milliseconds."""
_MOST_OPPOSITE: Final = 50
_MOST_SAID: Final = 1_000


class Common(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier of the report that links nothing now: in too many reports, or stopped."""

    identifier: int
    kind: IdentifierKind
    n: int
    stopped: bool


class Links(msgspec.Struct, frozen=True, kw_only=True):
    """What one report is linked with.

    `edges` are its own identifiers; `apart` is what a person or a held merge keeps apart;
    `verdicts` is what was said. `cut` says that there is more than was looked at.
    """

    report: int
    links: tuple[Link, ...]
    common: tuple[Common, ...]
    edges: tuple[EdgeRow, ...]
    apart: tuple[ApartRow, ...]
    verdicts: tuple[VerdictRow, ...]
    cluster: ClusterRow | None
    cut: bool

    @property
    def reports(self) -> tuple[int, ...]:
        """The linked reports, in the order of their strongest links."""
        return tuple(dict.fromkeys(link.report for link in self.links))


def find_links(report: int, reader: LinkReader, *, most: int | None = MOST_MEETINGS) -> Links:
    """Return what a report is linked with, after at most so many looks at other reports.

    Without `most` everything below the cuts is looked at: for commands, which nobody waits for.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    edges = reader.edges_of(report, MOST_EDGES + 1)
    looked = [edge for edge in edges[:MOST_EDGES] if edge.grade is not Grade.NONE]
    apart = reader.apart([edge.identifier for edge in looked if joins(edge.grade)])
    finder = _Finder(report, reader, apart, most)
    # What says most comes first, so that it is not what is left out if there is too much.
    for edge in sorted(looked, key=_says_most):
        finder.look_at(edge)
    verdicts = reader.verdicts(report, _MOST_SAID + 1)
    links = in_order(_with_words(judge(finder.meetings), verdicts, report))
    return Links(
        report=report,
        links=links,
        common=tuple(finder.common.values()),
        edges=tuple(edges[:MOST_EDGES]),
        apart=tuple(row for row in apart if row.report == report),
        verdicts=tuple(verdicts[:_MOST_SAID]),
        cluster=reader.clusters_of([report]).get(report),
        cut=finder.cut or len(edges) > MOST_EDGES or len(verdicts) > _MOST_SAID,
    )


class _Finder:
    """Collects the meetings of one report, identifier by identifier."""

    def __init__(
        self, report: int, reader: LinkReader, apart: Sequence[ApartRow], most: int | None
    ) -> None:
        self.meetings: list[Meeting] = []
        self.common: dict[int, Common] = {}
        self.cut = False
        self._most = most
        self._report = report
        self._reader = reader
        self._rules = reader.rules()
        self._parts = {(row.identifier, row.report): row.part for row in apart}

    def look_at(self, edge: EdgeRow) -> None:
        """Collect the other reports with an identifier."""
        if self._most is not None and len(self.meetings) >= self._most:
            self.cut = True
            return
        if edge.state is not IdentifierState.LINKS:
            self.common[edge.identifier] = Common(
                identifier=edge.identifier,
                kind=edge.kind,
                n=edge.n,
                stopped=edge.state is IdentifierState.STOPPED,
            )
        for row in self._rows(edge):
            if row.report == self._report:
                continue
            if self._most is not None and len(self.meetings) >= self._most:
                self.cut = True
                return
            self.meetings.append(self._meeting(edge, row))

    def _rows(self, edge: EdgeRow) -> Iterator[MetRow]:
        limit = self._rules.cut_of(KIND_CODES[edge.kind], edge.grade) + 1
        if edge.kind in TIMED:
            yield from self._at_the_time(edge, limit)
        elif edge.state is IdentifierState.LINKS:
            yield from self._bounded(edge.identifier, limit)
        stopped = edge.state is IdentifierState.STOPPED
        if edge.opposite is not None and joins(edge.grade) and not stopped:
            yield from self._bounded(edge.opposite, _MOST_OPPOSITE)

    def _bounded(self, identifier: int, limit: int) -> list[MetRow]:
        rows = self._reader.met(identifier, limit)
        self.cut |= len(rows) >= limit
        return rows

    def _at_the_time(self, edge: EdgeRow, limit: int) -> Iterator[MetRow]:
        """Yield sightings of an address around the same time; of a busy one the same port only."""
        if not edge.at or edge.state is IdentifierState.STOPPED:
            return
        busy = edge.state is IdentifierState.COMMON
        if busy and edge.kind is not IdentifierKind.IP:
            return
        window = PORT_WINDOW if busy else WINDOW
        rows = self._reader.met_between(edge.identifier, edge.at - window, edge.at + window, limit)
        self.cut |= len(rows) >= limit
        for row in rows:
            if not busy or _same_port(edge.port, row.port):
                yield row

    def _meeting(self, edge: EdgeRow, row: MetRow) -> Meeting:
        here = self._parts.get((edge.identifier, edge.report), 0)
        there = self._parts.get((edge.identifier, row.report), 0)
        return Meeting(
            report=row.report,
            identifier=edge.identifier,
            kind=edge.kind,
            grade=edge.grade,
            here=edge.role,
            there=row.role,
            here_at=edge.at or None,
            there_at=row.at or None,
            same_port=_same_port(edge.port, row.port) if edge.port and row.port else None,
            here_seen=(edge.source, edge.place),
            there_seen=(row.source, row.place),
            apart=here != there,
        )


def _says_most(edge: EdgeRow) -> tuple[int, int, int]:
    return -edge.grade, edge.identifier, edge.at


def _same_port(one: bytes, other: bytes) -> bool:
    """Tell whether two blind ports are the same under any key that both are blind under."""
    keys = range(0, len(one), PORT_BYTES)
    return any(one[at : at + PORT_BYTES] in _under_each(other) for at in keys)


def _under_each(port: bytes) -> tuple[bytes, ...]:
    return tuple(port[at : at + PORT_BYTES] for at in range(0, len(port), PORT_BYTES))


def _with_words(
    links: Sequence[Link], verdicts: Sequence[VerdictRow], report: int
) -> Iterator[Link]:
    """Yield the links with what was said: joined ones added, refused suggestions left out."""
    met = {link.report for link in links}
    states: dict[int, set[int]] = {}
    for verdict in verdicts:
        other = verdict.other if verdict.one == report else verdict.one
        states.setdefault(other, set()).add(verdict.state)
    refused = {other for other, said_ in states.items() if VerdictState.REFUSED in said_}
    for link in links:
        if link.joins or link.report not in refused:
            yield link
    for other, said_ in states.items():
        if VerdictState.JOINED in said_:
            yield said(other, Reason.CONFIRMED if other in met else Reason.ADDED)
        elif VerdictState.NAMED in said_ and other not in refused:
            yield said(other, Reason.NAMES)
