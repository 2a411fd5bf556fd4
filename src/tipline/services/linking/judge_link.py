"""What somebody at the desk decides about links: joins, refusals, what is kept apart, and undo.

Each decision is one change with its audit entry; what it does to clusters is the store's.
"""

from collections.abc import Sequence

import msgspec

from tipline.domain.linking.decisions import ApartReason, JoinReason
from tipline.domain.linking.grades import joins
from tipline.ports.desk import UserRow
from tipline.ports.linking import ApartRow, LinkReader
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    JoinReports,
    Refused,
    RefuseLink,
    Request,
    SetApart,
    UndoApart,
    UndoVerdict,
)
from tipline.ports.stores import Writer
from tipline.services.linking.find_links import MOST_EDGES, find_links


class Bench(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to decide about links."""

    reader: LinkReader
    writer: Writer


def join_reports(
    one: int, other: int, reason: JoinReason, user: UserRow, bench: Bench
) -> AnyResult:
    """Confirm a link, or add one; `Unknown` if there are no two such reports that can be linked.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed, here and below.
    """
    return _do(JoinReports(one=one, other=other, reason=reason, user=user.id), user, bench)


def refuse_link(
    one: int, other: int, reason: ApartReason, user: UserRow, bench: Bench
) -> AnyResult:
    """Say that two reports do not belong together.

    What joins them is set apart: this report (`one`) from all that have it. If nothing does, the
    suggestion is refused.
    """
    by = joined_by(one, other, bench.reader)
    if by:
        return _set_apart(one, by, reason, user, bench)
    return _do(RefuseLink(one=one, other=other, reason=reason, user=user.id), user, bench)


def undo_word(one: int, other: int, user: UserRow, bench: Bench) -> AnyResult:
    """Take back what a person said of two reports; `Unknown` if nobody said anything."""
    return _do(UndoVerdict(one=one, other=other, user=user.id), user, bench)


def keep_apart(
    report: int, identifier: int, reason: ApartReason, user: UserRow, bench: Bench
) -> AnyResult:
    """Keep a report apart from all others with an identifier; a merge that waits is refused so.

    `Unknown` if the report does not have it, or it joins nothing.
    """
    return _set_apart(report, (identifier,), reason, user, bench)


def undo_apart(report: int, part: int, user: UserRow, bench: Bench) -> AnyResult:
    """Take back one decision to keep reports apart, for all reports and identifiers it was about.

    `part` is what the decision is known by. `Unknown` if it was taken back already.
    """
    first = _decided(_joining([report], bench.reader), part, bench.reader)
    together = sorted({row.report for row in first})
    rows = _decided(_joining(together, bench.reader), part, bench.reader)
    operation = UndoApart(
        reports=tuple(sorted({row.report for row in rows})),
        identifiers=tuple(sorted({row.identifier for row in rows})),
        user=user.id,
    )
    return _do(operation, user, bench)


def approve_merge(report: int, identifier: int, user: UserRow, bench: Bench) -> AnyResult:
    """Let a merge happen that waits; `Refused` if it does not wait any more."""
    if not is_held(report, identifier, bench.reader):
        return Refused()
    operation = UndoApart(reports=(report,), identifiers=(identifier,), user=user.id)
    return _do(operation, user, bench)


def refuse_merge(
    report: int, identifier: int, reason: ApartReason, user: UserRow, bench: Bench
) -> AnyResult:
    """Keep a report apart whose merge waits; `Refused` if it does not wait any more."""
    if not is_held(report, identifier, bench.reader):
        return Refused()
    return _set_apart(report, (identifier,), reason, user, bench)


def joined_by(one: int, other: int, reader: LinkReader) -> tuple[int, ...]:
    """Return the identifiers that put two reports in one cluster, by number."""
    links = find_links(one, reader).links
    return tuple(
        sorted(
            link.shared
            for link in links
            if link.report == other and link.joins and link.shared is not None
        )
    )


def is_held(report: int, identifier: int, reader: LinkReader) -> bool:
    """Tell whether a merge waits for a person."""
    return any(row.held and row.report == report for row in reader.apart([identifier]))


def _set_apart(
    report: int, identifiers: Sequence[int], reason: ApartReason, user: UserRow, bench: Bench
) -> AnyResult:
    operation = SetApart(
        reports=(report,), identifiers=tuple(identifiers), reason=reason, user=user.id
    )
    return _do(operation, user, bench)


def _joining(reports: Sequence[int], reader: LinkReader) -> list[int]:
    """Return the identifiers of reports that can join."""
    if len(reports) == 1:
        edges = reader.edges_of(reports[0], MOST_EDGES)
    else:
        edges = reader.edges_in(reports)
    return sorted({edge.identifier for edge in edges if joins(edge.grade)})


def _decided(identifiers: Sequence[int], part: int, reader: LinkReader) -> list[ApartRow]:
    return [row for row in reader.apart(identifiers) if row.part == part and not row.held]


def _do(operation: AnyOperation, user: UserRow, bench: Bench) -> AnyResult:
    return bench.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
