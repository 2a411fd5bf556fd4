"""What somebody at the desk does with a case; each is one change with its audit entries."""

from collections.abc import Iterable

import msgspec

from tipline.domain.cases import MOST_IN_CASE, CaseCloseReason
from tipline.ports.desk import CaseReader, DeskReader, UserRow
from tipline.ports.linking import LinkReader
from tipline.ports.operations import (
    AddToCase,
    AnyOperation,
    AnyResult,
    CloseCase,
    GiveCase,
    OpenCase,
    Refused,
    RemoveFromCase,
    ReopenCase,
    Request,
)
from tipline.ports.stores import Writer


class Cabinet(msgspec.Struct, frozen=True, kw_only=True):
    """The ports it takes to work with cases."""

    cases: CaseReader
    desk: DeskReader
    links: LinkReader
    writer: Writer


def open_case(reports: Iterable[int], user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Open a case with reports; `Done` has its number, `Unknown` says none is at the desk.

    Raises:
        StoreUnavailableError: nobody knows whether anything was changed, here and below.
    """
    return _do(OpenCase(reports=tuple(sorted(set(reports))), user=user.id), user, cabinet)


def open_case_of_cluster(report: int, user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Open a case with the whole cluster of a report; `Refused` if a case cannot hold it."""
    members = cabinet.links.members(report, MOST_IN_CASE + 1)
    if len(members) > MOST_IN_CASE:
        return Refused()
    return open_case(members, user, cabinet)


def add_to_case(case: int, reports: Iterable[int], user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Put reports into a case; `Refused` if it is closed, full, or of tests or real ones only."""
    operation = AddToCase(case=case, reports=tuple(sorted(set(reports))), user=user.id)
    return _do(operation, user, cabinet)


def remove_from_case(
    case: int, reports: Iterable[int], user: UserRow, cabinet: Cabinet
) -> AnyResult:
    """Take reports out of a case; adding them again undoes it."""
    operation = RemoveFromCase(case=case, reports=tuple(sorted(set(reports))), user=user.id)
    return _do(operation, user, cabinet)


def give_case(case: int, owner: int | None, user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Make somebody the owner of a case, or nobody."""
    return _do(GiveCase(case=case, owner=owner, user=user.id), user, cabinet)


def close_case(case: int, reason: CaseCloseReason, user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Do nothing more in a case, for a reason."""
    return _do(CloseCase(case=case, reason=reason, user=user.id), user, cabinet)


def reopen_case(case: int, user: UserRow, cabinet: Cabinet) -> AnyResult:
    """Undo a closing."""
    return _do(ReopenCase(case=case, user=user.id), user, cabinet)


def _do(operation: AnyOperation, user: UserRow, cabinet: Cabinet) -> AnyResult:
    return cabinet.writer.write(Request(operation=operation, actor=f"user:{user.id}"))
