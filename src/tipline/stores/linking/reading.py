"""Looks at links and clusters; each question is one or two bounded statements."""

from collections.abc import Sequence
from typing import Final

from tipline.domain.linking.decisions import ApartState, IdentifierState
from tipline.domain.linking.grades import KIND_CODES, ROLE_CODES, Grade, Side
from tipline.domain.linking.in_force import LinkingRules
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
from tipline.ports.rotation import RotationRow
from tipline.stores import queries
from tipline.stores.linking.forest import Forest
from tipline.stores.linking.identifiers import rules_in_force
from tipline.stores.linking.keyed import epoch_of, keying

_KINDS: Final = {code: kind for kind, code in KIND_CODES.items()}
_ROLES: Final = {code: role for role, code in ROLE_CODES.items()}
# Looked up, because asking the enumerations takes half the time of a large cluster.
_SIDES: Final = {side.value: side for side in Side}
_GRADES: Final = {grade.value: grade for grade in Grade}
_STATES: Final = {state.value: state for state in IdentifierState}
_ABOVE_ALL: Final = (1 << 62, 0)


class DatabaseLinkReader:
    """Answers from whichever database this process was set up with."""

    def edges_of(self, report: int, limit: int) -> list[EdgeRow]:
        """Return the identifiers in a report, supplements included."""
        rows = queries.rows("edges_of", report, limit)
        return sorted(map(_edge, rows), key=lambda edge: (edge.identifier, edge.at))

    def met(self, identifier: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier, newest first."""
        return [_met(row) for row in queries.rows("met", identifier, limit)]

    def met_between(self, identifier: int, first: int, last: int, limit: int) -> list[MetRow]:
        """Return reports with an identifier between two moments, latest first."""
        rows = queries.rows("met_between", identifier, first, last, limit)
        return [_met(row) for row in rows]

    def apart(self, identifiers: Sequence[int]) -> list[ApartRow]:
        """Return which reports are kept apart from the others with these identifiers."""
        return [
            ApartRow(
                identifier=identifier,
                report=report,
                part=part,
                held=state == ApartState.HELD,
                reason=reason,
                by=by,
                at=at,
            )
            for identifier, report, part, state, reason, by, at in queries.rows_in(
                "apart_in", identifiers
            )
        ]

    def verdicts(self, report: int, limit: int) -> list[VerdictRow]:
        """Return what was said of a report and others."""
        rows = queries.rows("verdicts_of", report, report, limit)
        return [
            VerdictRow(one=one, other=other, state=state, reason=reason, by=by, at=at)
            for one, other, _said, state, reason, by, at in rows
        ]

    def clusters_of(self, reports: Sequence[int]) -> dict[int, ClusterRow]:
        """Return the clusters of reports; one that is linked with none has none."""
        forest = Forest()
        forest.load(reports)
        found: dict[int, ClusterRow] = {}
        for report in reports:
            root = forest.root(report)
            if forest.size(root) > 1:
                found[report] = ClusterRow(
                    first=forest.first(root), size=forest.size(root), waits=forest.waits(root)
                )
        return found

    def members(self, report: int, limit: int) -> list[int]:
        """Return reports in the cluster of a report, in no order; itself if it is alone."""
        forest = Forest()
        forest.load([report])
        rows = queries.rows("members", forest.root(report), limit)
        return [int(member) for (member,) in rows] or [report]

    def clusters(self, before: tuple[int, int] | None, limit: int) -> list[ClusterRow]:
        """Return clusters, largest first, after one of this size and first report."""
        size, first = before or _ABOVE_ALL
        rows = queries.rows("clusters_by_size", size, size, first, limit)
        roots = [root for root, _, _ in rows]
        waiting = {int(number) for (number,) in queries.rows_in("waiting_among", roots)}
        return [
            ClusterRow(first=least, size=size, waits=root in waiting) for root, size, least in rows
        ]

    def edges_in(self, reports: Sequence[int]) -> list[EdgeRow]:
        """Return the identifiers that can link in some reports."""
        return [_edge(row) for row in queries.rows_in("shared_in", reports)]

    def edges_up_to(self, reports: Sequence[int], limit: int) -> list[EdgeRow]:
        """Return as many of the identifiers that can link in some reports."""
        return [_edge(row) for row in queries.rows_in("shared_up_to", reports, limit)]

    def arrivals(self, reports: Sequence[int]) -> dict[int, ArrivalRow]:
        """Return when reports came."""
        return {
            number: ArrivalRow(number=number, opened_at=opened_at, provider=provider)
            for number, opened_at, provider, _ in queries.rows_in("arrivals_of", reports)
        }

    def held(self, after: tuple[int, int], limit: int) -> list[HeldRow]:
        """Return merges that wait for a person, oldest first, after a moment and report."""
        return [
            HeldRow(identifier=identifier, report=report, at=at)
            for identifier, report, at in queries.rows("held_merges", *after, limit)
        ]

    def stops(self, limit: int) -> list[StopRow]:
        """Return the stop list, newest first."""
        return [_stop(row) for row in queries.rows("stops", limit)]

    def blinds_of(self, identifier: int) -> tuple[bytes, ...]:
        """Return the blind value of an identifier; empty if there is none."""
        rows = queries.rows_in("identifiers_by_number", [identifier])
        return tuple(bytes(row[1]) for row in rows)

    def rules(self) -> LinkingRules:
        """Return the cuts and limits in force."""
        return rules_in_force()

    def held_count(self) -> int:
        """Return how many merges wait for a person."""
        return _number("count_held")

    def health(self) -> LinkHealth:
        """Return how linking is."""
        return LinkHealth(
            largest=_number("largest_cluster") or 1,
            reports=_number("count_at_desk"),
            held=self.held_count(),
            waiting=_number("count_waiting"),
        )


class DatabaseRotationReader:
    """Answers from whichever database this process was set up with."""

    def rotation(self) -> RotationRow | None:
        """Return how the last rotation stands; None before the first."""
        kept = keying()
        if kept is None:
            return None
        return RotationRow(
            present=kept.present, coming=kept.coming, began_at=kept.began_at, done=kept.done
        )

    def last_report(self) -> int:
        """Return the highest number of a report, 0 if there is none."""
        return _number("last_report")

    def count_reports(self, after: int, last: int) -> int:
        """Return how many reports that can be linked are after one number, up to another."""
        return _number("count_to_index", after, last)

    def reports_between(self, after: int, last: int, limit: int) -> list[int]:
        """Return the first reports that can be linked after one number, up to another."""
        return [int(n) for (n,) in queries.rows("reports_to_index", after, last, limit)]

    def not_indexed(self, limit: int) -> list[int]:
        """Return reports that were stored without anything to link by."""
        return [int(n) for (n,) in queries.rows("not_indexed", limit)]

    def under_former(self, after: int, limit: int) -> list[tuple[int, bytes]]:
        """Return identifiers under the former key, after a number, with their blind values."""
        rows = queries.rows("under_former", after, epoch_of(keying()), limit)
        return [(int(number), bytes(blind)) for number, blind in rows]

    def last_identifier(self) -> int:
        """Return the highest number of an identifier, 0 if there is none."""
        return _number("last_identifier")


def _number(name: str, *values: int) -> int:
    row = queries.one(name, *values)
    return int(row[0] or 0) if row else 0


def _edge(row: queries.Row) -> EdgeRow:
    identifier, kind, side, grade, state, n, report, at, port, role, source, place, opposite = row
    return EdgeRow(
        identifier=identifier,
        kind=_KINDS[kind],
        side=_SIDES[side],
        grade=_GRADES[grade],
        state=_STATES[state],
        n=n,
        report=report,
        at=at,
        port=bytes(port),
        role=_ROLES[role],
        source=source,
        place=place,
        opposite=opposite,
    )


def _met(row: queries.Row) -> MetRow:
    report, role, at, port, source, place = row
    return MetRow(
        report=report, role=_ROLES[role], at=at, port=bytes(port), source=source, place=place
    )


def _stop(row: queries.Row) -> StopRow:
    identifier, kind, side, n, reason, by, at, key, body = row
    return StopRow(
        identifier=identifier,
        kind=_KINDS[kind],
        side=Side(side),
        n=n,
        reason=reason,
        by=by,
        at=at,
        key=None if key is None else bytes(key),
        body=None if body is None else bytes(body),
    )
