"""Looks at links in memory: what reports share, and which name each other.

A sandbox has no desk, so nothing is decided there: no clusters, nothing held, stopped or apart.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from tipline.domain.linking.decisions import VerdictState
from tipline.domain.linking.grades import KIND_CODES, ROLE_CODES, Side
from tipline.domain.linking.in_force import BUILT_IN, LinkingRules
from tipline.ports.linking import (
    ApartRow,
    ArrivalRow,
    ClusterRow,
    EdgeRow,
    HeldRow,
    LinkHealth,
    MetRow,
    StopRow,
    VerdictRow,
)
from tipline.stores.memory.edges import Identifier, Seen
from tipline.stores.memory.store import MemoryStore

_KINDS: Final = {code: kind for kind, code in KIND_CODES.items()}
_ROLES: Final = {code: role for role, code in ROLE_CODES.items()}


class MemoryLinkReader:
    """Answers from what is kept in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def edges_of(self, report: int, limit: int) -> list[EdgeRow]:
        """Return the identifiers in a report, supplements included."""
        with self._store.lock:
            rows = [
                self._edge(self._store.edges.identifiers[number], seen)
                for number in self._store.edges.in_report.get(report, ())
                for seen in self._store.edges.identifiers[number].seen[report]
            ]
        return sorted(rows, key=lambda row: (row.identifier, row.at))[:limit]

    def met(self, identifier: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier, newest first."""
        with self._store.lock:
            seen = [*self._seen(identifier)]
        return [_met(one) for one in sorted(seen, key=_latest)[:limit]]

    def met_between(self, identifier: int, first: int, last: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier between two moments, latest first."""
        with self._store.lock:
            seen = [one for one in self._seen(identifier) if first <= one.at <= last]
        return [_met(one) for one in sorted(seen, key=_latest)[:limit]]

    def apart(self, identifiers: Sequence[int]) -> list[ApartRow]:  # noqa: ARG002 - none ever is
        """Return nothing: nobody keeps reports apart here."""
        return []

    def verdicts(self, report: int, limit: int) -> list[VerdictRow]:
        """Return which reports this one names, and which name it."""
        with self._store.lock:
            others = sorted(self._store.edges.named.get(report, ()))
        return [
            VerdictRow(
                one=min(report, other),
                other=max(report, other),
                state=int(VerdictState.NAMED),
                reason="",
                by=None,
                at=0,
            )
            for other in others[:limit]
        ]

    def clusters_of(self, reports: Sequence[int]) -> dict[int, ClusterRow]:  # noqa: ARG002 - none
        """Return nothing: there are no clusters here."""
        return {}

    def members(self, report: int, limit: int) -> list[int]:  # noqa: ARG002 - always one
        """Return the report alone."""
        return [report]

    def clusters(self, before: tuple[int, int] | None, limit: int) -> list[ClusterRow]:  # noqa: ARG002
        """Return nothing: there are no clusters here."""
        return []

    def edges_in(self, reports: Sequence[int]) -> list[EdgeRow]:
        """Return the identifiers in some reports."""
        return [row for report in reports for row in self.edges_of(report, _NO_LIMIT)]

    def edges_up_to(self, reports: Sequence[int], limit: int) -> list[EdgeRow]:
        """Return as many of the identifiers in some reports."""
        return self.edges_in(reports)[:limit]

    def arrivals(self, reports: Sequence[int]) -> dict[int, ArrivalRow]:
        """Return when reports came."""
        with self._store.lock:
            kept = {number: self._store.reports.get(number) for number in reports}
        return {
            number: ArrivalRow(
                number=number, opened_at=one.opened_at, provider=one.report.provider
            )
            for number, one in kept.items()
            if one is not None
        }

    def held(self, after: tuple[int, int], limit: int) -> list[HeldRow]:  # noqa: ARG002 - none ever is
        """Return nothing: no merge waits here."""
        return []

    def held_count(self) -> int:
        """Return 0: no merge waits here."""
        return 0

    def stops(self, limit: int) -> list[StopRow]:  # noqa: ARG002 - nobody stops anything
        """Return nothing: there is no stop list here."""
        return []

    def blinds_of(self, identifier: int) -> tuple[bytes, ...]:
        """Return the blind value of an identifier; empty if there is none."""
        with self._store.lock:
            one = self._store.edges.identifiers.get(identifier)
            return () if one is None else (one.blind,)

    def rules(self) -> LinkingRules:
        """Return the built-in cuts and limits."""
        return BUILT_IN

    def health(self) -> LinkHealth:
        """Return how many reports there are; nothing is joined here."""
        return LinkHealth(largest=1, reports=len(self._store.reports), held=0, waiting=0)

    def _seen(self, identifier: int) -> Iterator[Seen]:
        one = self._store.edges.identifiers.get(identifier)
        for rows in () if one is None else one.seen.values():
            yield from rows

    def _edge(self, one: Identifier, seen: Seen) -> EdgeRow:
        other_side = self._store.edges.of(one.blind, 1 - one.side)
        return EdgeRow(
            identifier=one.id,
            kind=_KINDS[one.kind],
            side=Side(one.side),
            grade=one.grade,
            state=one.state,
            n=len(one.seen),
            report=seen.report,
            at=seen.at,
            port=seen.port,
            role=_ROLES[seen.role],
            source=seen.source,
            place=seen.place,
            opposite=None if other_side is None or other_side.state else other_side.id,
        )


_NO_LIMIT: Final = 1 << 62


def _latest(seen: Seen) -> tuple[int, int]:
    return -seen.at, -seen.report


def _met(seen: Seen) -> MetRow:
    return MetRow(
        report=seen.report,
        role=_ROLES[seen.role],
        at=seen.at,
        port=seen.port,
        source=seen.source,
        place=seen.place,
    )
