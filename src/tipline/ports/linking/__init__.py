"""What it takes to see which reports belong together; numbers only, nothing here opens a fact."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

from tipline.domain.identifiers import IdentifierKind
from tipline.domain.linking.decisions import IdentifierState
from tipline.domain.linking.grades import Grade, Side
from tipline.domain.linking.in_force import LinkingRules
from tipline.domain.sightings import Role


class EdgeRow(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier in a report; times in microseconds since 1970, 0 if there is none.

    `n` is in how many reports it is on this side; `source` and `place` say which sighting shows
    it; `opposite` is the number of the same identifier on the other side.
    """

    identifier: int
    kind: IdentifierKind
    side: Side
    grade: Grade
    state: IdentifierState
    n: int
    report: int
    at: int
    port: bytes
    role: Role
    source: int
    place: int
    opposite: int | None = None


class MetRow(msgspec.Struct, frozen=True, kw_only=True):
    """Another report with an identifier."""

    report: int
    role: Role
    at: int
    port: bytes
    source: int
    place: int


class ApartRow(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier that does not join a report; `by` is None for a merge that waits."""

    identifier: int
    report: int
    part: int
    held: bool
    reason: str
    by: int | None
    at: int


class VerdictRow(msgspec.Struct, frozen=True, kw_only=True):
    """What holds between two reports by word; `state` is a `VerdictState`."""

    one: int
    other: int
    state: int
    reason: str
    by: int | None
    at: int


class ClusterRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster: its first report, by which it is named, and how many reports it has.

    `waits` says that it is being worked out anew, so that some may not belong to it.
    """

    first: int
    size: int
    waits: bool = False


class HeldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A merge that waits for a person: the report and the identifier it would rest on."""

    identifier: int
    report: int
    at: int


class StopRow(msgspec.Struct, frozen=True, kw_only=True):
    """An identifier on the stop list; `key` and `body` are its sealed readable form."""

    identifier: int
    kind: IdentifierKind
    side: Side
    n: int
    reason: str
    by: int | None
    at: int
    key: bytes | None
    body: bytes | None


class ArrivalRow(msgspec.Struct, frozen=True, kw_only=True):
    """When a report came and from which provider."""

    number: int
    opened_at: int
    provider: int | None


class LinkHealth(msgspec.Struct, frozen=True, kw_only=True):
    """How linking is: the largest cluster, the reports at the desk, and what waits."""

    largest: int
    reports: int
    held: int
    waiting: int

    @property
    def share(self) -> float:
        """The largest cluster's share of all reports, 0 to 1."""
        return min(1.0, self.largest / self.reports) if self.reports else 0.0


class LinkReader(Protocol):
    """Looks at links and clusters; sees what is committed, and never more than it is asked for.

    Every question raises StoreUnavailableError while the store cannot be read.
    """

    def edges_of(self, report: int, limit: int) -> list[EdgeRow]:
        """Return the identifiers in a report, supplements included."""
        ...

    def met(self, identifier: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier, newest first."""
        ...

    def met_between(self, identifier: int, first: int, last: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier between two moments, latest first."""
        ...

    def apart(self, identifiers: Sequence[int]) -> list[ApartRow]:
        """Return which reports are kept apart from the others with these identifiers."""
        ...

    def verdicts(self, report: int, limit: int) -> list[VerdictRow]:
        """Return what was said of a report and others."""
        ...

    def clusters_of(self, reports: Sequence[int]) -> dict[int, ClusterRow]:
        """Return the clusters of reports; one that is linked with none has none."""
        ...

    def members(self, report: int, limit: int) -> list[int]:
        """Return reports in the cluster of a report, in no order; itself if it is alone."""
        ...

    def clusters(self, before: tuple[int, int] | None, limit: int) -> list[ClusterRow]:
        """Return clusters, largest first, after one of this size and first report."""
        ...

    def edges_in(self, reports: Sequence[int]) -> list[EdgeRow]:
        """Return the identifiers that can link in some reports."""
        ...

    def edges_up_to(self, reports: Sequence[int], limit: int) -> list[EdgeRow]:
        """Return as many of the identifiers that can link in some reports, in no order."""
        ...

    def arrivals(self, reports: Sequence[int]) -> dict[int, ArrivalRow]:
        """Return when reports came."""
        ...

    def held(self, after: tuple[int, int], limit: int) -> list[HeldRow]:
        """Return merges that wait for a person, oldest first, after a moment and report."""
        ...

    def held_count(self) -> int:
        """Return how many merges wait for a person."""
        ...

    def stops(self, limit: int) -> list[StopRow]:
        """Return the stop list, newest first."""
        ...

    def blinds_of(self, identifier: int) -> tuple[bytes, ...]:
        """Return the blind value of an identifier; empty if there is none."""
        ...

    def rules(self) -> LinkingRules:
        """Return the cuts and limits in force."""
        ...

    def health(self) -> LinkHealth:
        """Return how linking is."""
        ...
