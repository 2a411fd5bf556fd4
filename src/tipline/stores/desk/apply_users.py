"""Applies what changes about the people at the desk and their sessions."""

from typing import Final

from tipline.domain.desk import IDLE, LONGEST_SESSION, REFUSALS_COUNTED_FOR
from tipline.domain.moments import in_microseconds
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change

_NO_SESSION: Final = b""
_NOBODY: Final = 0
_DISABLED_AT: Final = 7
"""Where the row of a user says since when they are let in no more."""


def _add_user(operation: ops.AddUser, change: Change) -> ops.AnyResult:
    if queries.one("user_by_name", operation.name) is not None:
        return ops.Taken()
    queries.run(
        "insert_user",
        operation.name,
        operation.role.value,
        operation.password,
        True,  # noqa: FBT003 - a column's value
        operation.factor,
        change.now,
    )
    row = queries.one("user_by_name", operation.name)
    number = int(row[0]) if row else 0
    change.record("user.added", f"user:{number}", detail=operation.role.value)
    return ops.Done(number=number)


def _disable_user(operation: ops.DisableUser, change: Change) -> ops.AnyResult:
    row = queries.one("user_by_name", operation.name)
    if row is None or not queries.run("disable_user", change.now, row[0]):
        return ops.Unknown()
    queries.run("end_other_sessions", row[0], _NO_SESSION)
    queries.run("give_back_all", row[0])
    queries.run("give_back_cases", row[0])
    change.record("user.disabled", f"user:{row[0]}")
    return ops.Done(number=int(row[0]))


def _replace_factor(operation: ops.ReplaceSecondFactor, change: Change) -> ops.AnyResult:
    row = queries.one("user_by_name", operation.name)
    if row is None:
        return ops.Unknown()
    queries.run("replace_factor", operation.factor, row[0])
    queries.run("end_other_sessions", row[0], _NO_SESSION)
    change.record("user.second_factor_reset", f"user:{row[0]}")
    return ops.Done(number=int(row[0]))


def _reset_password(operation: ops.ResetPassword, change: Change) -> ops.AnyResult:
    row = queries.one("user_by_name", operation.name)
    if row is None or row[_DISABLED_AT] is not None:
        return ops.Unknown()
    queries.run("replace_password", operation.password, True, row[0])  # noqa: FBT003
    queries.run("end_other_sessions", row[0], _NO_SESSION)
    change.record("user.password_reset", f"user:{row[0]}")
    return ops.Done(number=int(row[0]))


def _replace_password(operation: ops.ReplacePassword, change: Change) -> ops.AnyResult:
    if not queries.run("replace_password", operation.password, False, operation.user):  # noqa: FBT003
        return ops.Unknown()
    queries.run("end_other_sessions", operation.user, operation.keep)
    change.record("user.password_changed", f"user:{operation.user}")
    return ops.Done(number=operation.user)


def _open_session(operation: ops.OpenSession, change: Change) -> ops.AnyResult:
    if not queries.run("spend_step", operation.step, operation.user, operation.step):
        return ops.Refused()
    queries.run(
        "forget_sessions",
        change.now - in_microseconds(LONGEST_SESSION),
        change.now - in_microseconds(IDLE),
    )
    queries.run("insert_session", operation.token, operation.user, change.now, change.now)
    change.record("session.opened", f"user:{operation.user}")
    return ops.Done(number=operation.user)


def _touch_session(operation: ops.TouchSession, change: Change) -> ops.AnyResult:
    return ops.Done(number=queries.run("touch_session", change.now, operation.token))


def _end_session(operation: ops.EndSession, change: Change) -> ops.AnyResult:
    row = queries.one("session_by_token", operation.token)
    if row is None:
        return ops.Unknown()
    queries.run("end_session", operation.token)
    change.record("session.ended", f"user:{row[0]}")
    return ops.Done(number=int(row[0]))


def _record_refusal(operation: ops.RecordRefusal, change: Change) -> ops.AnyResult:
    """Count every refusal, and log the 1st, 10th, 100th ... for an account in a while.

    So the log cannot be flooded, and the work is the same whether or not the account exists.
    """
    account = operation.user or _NOBODY
    found = queries.one("refusals_of", account)
    since, times = (change.now, 0) if found is None else (int(found[0]), int(found[1]))
    if since + in_microseconds(REFUSALS_COUNTED_FOR) <= change.now:
        since, times = change.now, 0
    times += 1
    queries.run("count_refusal", account, since, times)
    if str(times).rstrip("0") == "1":
        change.record("session.refused", f"user:{account}", detail=str(times))
    return ops.Done(number=times)


USER_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.AddUser: _add_user,
    ops.DisableUser: _disable_user,
    ops.ReplaceSecondFactor: _replace_factor,
    ops.ResetPassword: _reset_password,
    ops.ReplacePassword: _replace_password,
    ops.OpenSession: _open_session,
    ops.TouchSession: _touch_session,
    ops.EndSession: _end_session,
    ops.RecordRefusal: _record_refusal,
}
"""How each operation on users and sessions is applied."""
