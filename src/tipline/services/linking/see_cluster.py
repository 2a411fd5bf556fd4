"""Looks at a cluster: its reports, what they share, and what else could belong to it."""

from typing import Final

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, Side
from tipline.ports.linking import ArrivalRow, ClusterRow, EdgeRow, LinkReader

MOST_REPORTS: Final = 200
"""Reports of a cluster that are looked at one by one; larger clusters are summarised."""


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier in the reports of a cluster: in which, and how far it links.

    `n` is in how many reports there are it stands on this side, those outside counted.
    """

    identifier: int
    kind: IdentifierKind
    side: Side
    grade: Grade
    state: IdentifierState
    n: int
    edges: tuple[EdgeRow, ...]

    @property
    def reports(self) -> tuple[int, ...]:
        """The reports of the cluster that have it, by number."""
        return tuple(sorted({edge.report for edge in self.edges}))


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
    shown = sorted(members)[:MOST_REPORTS]
    arrivals = reader.arrivals(shown)
    by_identifier: dict[int, list[EdgeRow]] = {}
    for edge in reader.edges_in(shown):
        by_identifier.setdefault(edge.identifier, []).append(edge)
    shared = sorted(map(_shared, by_identifier.values()), key=_prominence)
    return SeenCluster(
        row=row,
        reports=tuple(sorted(arrivals.values(), key=lambda one: (one.opened_at, one.number))),
        shared=tuple(shared),
        whole=len(members) <= MOST_REPORTS,
    )


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
    )


def _prominence(shared: Shared) -> tuple[int, int, int]:
    return -len(shared.reports), -shared.grade, shared.identifier
