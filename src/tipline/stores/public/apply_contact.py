"""Applies the custodian rule: who may see how a reporter can be reached, and who decided it."""

from typing import Final

from tipline.domain.desk import CONTACT_SHOWN_FOR
from tipline.domain.moments import in_microseconds
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change

_DISABLED_AT: Final = 7
"""Where the row of a user says since when they are let in no more."""


def _request_contact(operation: ops.RequestContact, change: Change) -> ops.AnyResult:
    whose = (operation.report, operation.user)
    contact = queries.one("contact_of", operation.report)
    if contact is None:
        return ops.Unknown()
    is_asked = queries.one("contact_request_by", *whose) is not None
    if (
        _is_stopped(operation.report)
        or is_asked
        or _holds(*whose, change.now)
        or not _may(operation.user)
    ):
        return ops.Refused()
    queries.run("insert_contact_request", *whose, operation.reason.value, change.now)
    row = queries.one("contact_request_by", *whose)
    change.record("contact.requested", f"report:{operation.report}", detail=operation.reason.value)
    return ops.Done(number=int(row[0]) if row else 0)


def _decide_contact(operation: ops.DecideContact, change: Change) -> ops.AnyResult:
    found = queries.one("contact_request_to_decide", operation.request)
    if found is None:
        return ops.Unknown()
    report, asked_by, decided_at = found
    if decided_at is not None or asked_by == operation.user or not _may(operation.user):
        return ops.Refused()
    if operation.approve and _is_stopped(report):
        return ops.Refused()
    queries.run("decide_contact", operation.user, change.now, operation.approve, operation.request)
    action = "contact.approved" if operation.approve else "contact.refused"
    change.record(action, f"report:{report}", detail=f"user:{asked_by}")
    return ops.Done(number=operation.request)


def _read_contact(operation: ops.ReadContact, change: Change) -> ops.AnyResult:
    holds = _holds(operation.report, operation.user, change.now)
    if not holds or _is_stopped(operation.report) or not _may(operation.user):
        return ops.Refused()
    change.record("contact.read", f"report:{operation.report}")
    return ops.Done(number=operation.report)


def _is_stopped(report: int) -> bool:
    """Tell whether the reporter asked not to be contacted: that ends every approval."""
    contact = queries.one("contact_of", report)
    return contact is not None and contact[2] is not None


def _holds(report: int, user: int, now: int) -> bool:
    """Tell whether somebody has an approval that still holds."""
    since = now - in_microseconds(CONTACT_SHOWN_FOR)
    return queries.one("contact_approval", report, user, since) is not None


def _may(user: int) -> bool:
    """Tell whether there is such a user, and nobody has disabled them."""
    row = queries.one("user_by_id", user)
    return row is not None and row[_DISABLED_AT] is None


CONTACT_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.RequestContact: _request_contact,
    ops.DecideContact: _decide_contact,
    ops.ReadContact: _read_contact,
}
"""How each operation on contact that was left is applied."""
