"""Splits a cluster: some of its reports are kept apart from the rest, and together themselves."""

from collections.abc import Iterable, Sequence
from typing import Final

from tipline.domain.linking.decisions import ApartReason, IdentifierState, VerdictState
from tipline.domain.linking.grades import joins
from tipline.ports.desk import UserRow
from tipline.ports.linking import ApartRow, LinkReader
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    Done,
    Refused,
    RefuseLink,
    Request,
    SetApart,
    Unknown,
)
from tipline.services.linking.judge_link import Bench
from tipline.services.linking.see_cluster import SeenCluster, see_cluster

MOST_DECIDED: Final = 500
"""Identifiers of a cluster, the most shared ones, of which is looked up what is kept apart."""
_BY_WORD: Final = frozenset({VerdictState.JOINED, VerdictState.NAMED})

Pair = tuple[int, int]


def split_cluster(
    number: int, chosen: Iterable[int], reason: ApartReason, user: UserRow, bench: Bench
) -> AnyResult:
    """Keep the chosen reports of a cluster apart from the rest; `Done` says how many were chosen.

    What they share with the rest no longer joins them to it, and what somebody said of one of
    them and one of the rest is refused. `Refused` if nothing, or everything, was chosen.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed.
    """
    seen = see_cluster(number, bench.reader)
    if seen is None:
        return Unknown()
    shown = {one.number for one in seen.reports}
    part = sorted(shown.intersection(chosen))
    if not part or (seen.whole and len(part) == len(shown)):
        return Refused()
    identifiers = shared_with_rest(seen, part, apart_in(seen, bench.reader))
    operations: list[AnyOperation] = []
    if identifiers:
        operations.append(
            SetApart(reports=tuple(part), identifiers=identifiers, reason=reason, user=user.id)
        )
    operations += [
        RefuseLink(one=one, other=other, reason=reason, user=user.id)
        for one, other in words_of(part, bench.reader)
        if (one in part) != (other in part)
    ]
    if not operations:
        return Refused()
    for operation in operations:
        result = bench.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
        if not isinstance(result, Done):
            return result
    return Done(number=len(part))


def shared_with_rest(
    seen: SeenCluster, part: Sequence[int], apart: Iterable[ApartRow]
) -> tuple[int, ...]:
    """Return the identifiers that join some reports of a cluster with its other reports."""
    parts = {(row.identifier, row.report): row.part for row in apart}
    found = []
    for shared in seen.shared:
        if not joins(shared.grade) or shared.state is not IdentifierState.LINKS:
            continue
        own = {parts.get((shared.identifier, one), 0) for one in shared.reports if one in part}
        rest = {
            parts.get((shared.identifier, one), 0) for one in shared.reports if one not in part
        }
        unseen = not seen.whole and shared.n > len(shared.reports)
        if own & rest or (own and unseen):
            found.append(shared.identifier)
    return tuple(found)


def apart_in(seen: SeenCluster, reader: LinkReader) -> list[ApartRow]:
    """Return what is kept apart, or waits for a person, by the identifiers of a cluster."""
    joining = [shared.identifier for shared in seen.shared if joins(shared.grade)]
    return reader.apart(joining[:MOST_DECIDED]) if joining else []


def words_of(reports: Iterable[int], reader: LinkReader) -> list[Pair]:
    """Return the pairs that are joined by word: of a person, or of one report of the other."""
    said: dict[Pair, set[int]] = {}
    for report in reports:
        for row in reader.verdicts(report, MOST_DECIDED):
            said.setdefault((row.one, row.other), set()).add(row.state)
    return sorted(
        pair
        for pair, states in said.items()
        if states & _BY_WORD and VerdictState.REFUSED not in states
    )
