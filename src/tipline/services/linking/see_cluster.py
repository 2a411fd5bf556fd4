"""Looks at a cluster: its reports, what they share, and what else could belong to it."""

from collections.abc import Sequence
from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, Side
from tipline.ports.linking import ArrivalRow, ClusterRow, EdgeRow, LinkReader

MOST_REPORTS: Final = 200
"""Reports of a cluster that are looked at one by one; larger clusters are summarised."""
MOST_EDGES: Final = 4_000
"""Identifiers in reports that are looked at: some milliseconds. With more, fewer reports are."""
_TOGETHER: Final = 25


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier in the reports of a cluster: in which, and how far it links.

    `n` is in how many reports there are it stands on this side, those outside counted; `reports`
    are those of the cluster, by number.
    """

    identifier: int
    kind: IdentifierKind
    side: Side
    grade: Grade
    state: IdentifierState
    n: int
    edges: tuple[EdgeRow, ...]
    reports: tuple[int, ...]


class SeenCluster(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster, or as much of it as is looked at.

    `reports` are in the order of their arrival; `shared` are the identifiers, those in most
    reports first. `whole` is False if there are more reports than are shown.
    """

    row: ClusterRow
    reports: tuple[ArrivalRow, ...]
    shared: tuple[Shared, ...]
    whole: bool


def see_cluster(report: int, reader: LinkReader) -> SeenCluster | None:
    """Return the cluster of a report; None if it is linked with none.

    Raises:
        StoreUnavailableError: the store cannot be read.
    """
    row = reader.clusters_of([report]).get(report)
    if row is None:
        return None
    members = reader.members(report, MOST_REPORTS + 1)
    return _look(row, sorted(members)[:MOST_REPORTS], reader, whole=len(members) <= MOST_REPORTS)


def see_alone(report: int, reader: LinkReader) -> SeenCluster:
    """Return a report that is linked with none as a cluster of its own; raises as above."""
    return _look(ClusterRow(first=report, size=1), [report], reader, whole=True)


def _look(
    row: ClusterRow, shown: Sequence[int], reader: LinkReader, *, whole: bool
) -> SeenCluster:
    edges, looked = _edges(shown, reader)
    arrivals = reader.arrivals(looked)
    by_identifier: dict[int, list[EdgeRow]] = {}
    for edge in edges:
        by_identifier.setdefault(edge.identifier, []).append(edge)
    shared = sorted(map(_shared, by_identifier.values()), key=_prominence)
    return SeenCluster(
        row=row,
        reports=tuple(sorted(arrivals.values(), key=lambda one: (one.opened_at, one.number))),
        shared=tuple(shared),
        whole=whole and len(looked) == len(shown),
    )


def _edges(reports: Sequence[int], reader: LinkReader) -> tuple[list[EdgeRow], Sequence[int]]:
    """Return what is in the first of these reports, and which they are: one at least."""
    found: list[EdgeRow] = []
    for start in range(0, len(reports), _TOGETHER):
        left = MOST_EDGES - len(found)
        more = reader.edges_up_to(reports[start : start + _TOGETHER], left + 1)
        if len(more) > left:
            return _fitting(found, more, reports, start)
        found += more
    return found, reports


def _fitting(
    found: list[EdgeRow], more: Sequence[EdgeRow], reports: Sequence[int], start: int
) -> tuple[list[EdgeRow], Sequence[int]]:
    """Leave out what there is no room for; if nothing would be left, keep what was looked at."""
    if start:
        return found, reports[:start]
    met = {edge.report for edge in more}
    return list(more), [report for report in reports if report in met]


def _shared(edges: list[EdgeRow]) -> Shared:
    one = edges[0]
    return Shared(
        identifier=one.identifier,
        kind=one.kind,
        side=one.side,
        grade=one.grade,
        state=one.state,
        n=one.n,
        edges=tuple(edges),
        reports=tuple(sorted({edge.report for edge in edges})),
    )


def _prominence(shared: Shared) -> tuple[int, int, int]:
    return -len(shared.reports), -shared.grade, shared.identifier
