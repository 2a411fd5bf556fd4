"""What somebody at the desk does with a report: take it on, give it back, close it, reopen it."""

from tipline.domain.desk import RIGHTS, CloseReason, Right
from tipline.ports.desk import UserRow
from tipline.ports.operations import (
    AnyOperation,
    AnyResult,
    ClaimReport,
    CloseReport,
    ReleaseReport,
    ReopenReport,
    Request,
)
from tipline.ports.stores import Writer


def claim_report(number: int, user: UserRow, writer: Writer) -> AnyResult:
    """Take a report on for the length of a lease; `Held` says who else has it."""
    return _do(ClaimReport(number=number, user=user.id), user, writer)


def release_report(number: int, user: UserRow, writer: Writer) -> AnyResult:
    """Give a report back; whoever may release others' takes it from them."""
    anyones = Right.RELEASE_OTHERS in RIGHTS[user.role]
    return _do(ReleaseReport(number=number, user=user.id, anyones=anyones), user, writer)


def close_report(number: int, reason: CloseReason, user: UserRow, writer: Writer) -> AnyResult:
    """Do nothing more with a report, for a reason; `Held` says who else has it."""
    return _do(CloseReport(number=number, user=user.id, reason=reason), user, writer)


def reopen_report(number: int, user: UserRow, writer: Writer) -> AnyResult:
    """Undo a closing."""
    return _do(ReopenReport(number=number, user=user.id), user, writer)


def _do(operation: AnyOperation, user: UserRow, writer: Writer) -> AnyResult:
    return writer.write(Request(operation=operation, actor=f"user:{user.id}"))
