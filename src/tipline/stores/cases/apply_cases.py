"""Applies what is done with cases."""

from collections.abc import Iterable, Sequence
from typing import Final

from tipline.domain.cases import MOST_IN_CASE, CaseState
from tipline.domain.desk import Shelf, is_test_shelf
from tipline.ports import operations as ops
from tipline.stores import queries
from tipline.stores.change import Change


def _open_case(operation: ops.OpenCase, change: Change) -> ops.AnyResult:
    found = _at_desk(operation.reports)
    if not found:
        return ops.Unknown()
    kinds = set(found.values())
    if len(found) > MOST_IN_CASE or len(kinds) > 1:
        return ops.Refused()
    last = queries.one("last_case")
    number = 1 + (int(last[0] or 0) if last else 0)
    queries.run("insert_case", number, kinds.pop(), operation.user, change.now)
    change.record("case.opened", _subject(number))
    _file(number, sorted(found), change)
    return ops.Done(number=number)


def _add_to_case(operation: ops.AddToCase, change: Change) -> ops.AnyResult:
    case = queries.one("case_to_change", operation.case)
    if case is None:
        return ops.Unknown()
    had = _filed(operation.case)
    there = {report for report, removed_at in had.items() if removed_at is None}
    found = _at_desk(set(operation.reports) - there)
    if not found:
        return ops.Unknown()
    mixed = any(is_test != bool(case[1]) for is_test in found.values())
    if CaseState(case[0]) is not CaseState.OPEN or mixed or len({*had, *found}) > MOST_IN_CASE:
        return ops.Refused()
    _file(operation.case, sorted(found), change)
    return ops.Done(number=len(found))


def _remove_from_case(operation: ops.RemoveFromCase, change: Change) -> ops.AnyResult:
    case, had = queries.one("case_to_change", operation.case), _filed(operation.case)
    chosen = sorted({one for one in operation.reports if one in had and had[one] is None})
    if case is None or not chosen:
        return ops.Unknown()
    if CaseState(case[0]) is not CaseState.OPEN:
        return ops.Refused()
    rows = ((change.now, operation.case, report) for report in chosen)
    queries.run_many("take_out_report", rows)
    _record_each("report.taken_out", operation.case, chosen, change)
    change.record("case.reduced", _subject(operation.case), detail=str(len(chosen)))
    return ops.Done(number=len(chosen))


def _give_case(operation: ops.GiveCase, change: Change) -> ops.AnyResult:
    case = queries.one("case_to_change", operation.case)
    owner = operation.owner
    known = None if owner is None else queries.one("user_to_own", owner)
    if case is None or (owner is not None and (known is None or known[0] is not None)):
        return ops.Unknown()
    if CaseState(case[0]) is not CaseState.OPEN or case[2] == owner:
        return ops.Refused()
    queries.run("give_case", owner, operation.case)
    detail = None if owner is None else f"user:{owner}"
    change.record("case.given", _subject(operation.case), detail=detail)
    return ops.Done(number=operation.case)


def _close_case(operation: ops.CloseCase, change: Change) -> ops.AnyResult:
    reason = operation.reason.value
    return _move(operation.case, CaseState.CLOSED, reason, change)


def _reopen_case(operation: ops.ReopenCase, change: Change) -> ops.AnyResult:
    return _move(operation.case, CaseState.OPEN, "", change)


def _move(number: int, state: CaseState, reason: str, change: Change) -> ops.AnyResult:
    case = queries.one("case_to_change", number)
    if case is None:
        return ops.Unknown()
    if CaseState(case[0]) is state:
        return ops.Refused()
    closed_at = change.now if state is CaseState.CLOSED else None
    queries.run("move_case", int(state), closed_at, reason, number)
    action = "case.closed" if state is CaseState.CLOSED else "case.reopened"
    change.record(action, _subject(number), detail=reason or None)
    return ops.Done(number=number)


def _at_desk(reports: Iterable[int]) -> dict[int, bool]:
    """Return which of these reports are at the desk, and whether each is a test."""
    rows = queries.rows_in("shelves_of", sorted(set(reports)))
    return {int(report): is_test_shelf(Shelf(shelf)) for report, shelf in rows}


def _filed(case: int) -> dict[int, int | None]:
    return {int(report): removed_at for report, removed_at in queries.rows("filed_in", case)}


def _file(case: int, reports: Sequence[int], change: Change) -> None:
    queries.run_many("file_report", ((case, report, change.now) for report in reports))
    _record_each("report.filed", case, reports, change)
    change.record("case.extended", _subject(case), detail=str(len(reports)))


def _record_each(action: str, case: int, reports: Iterable[int], change: Change) -> None:
    for report in reports:
        change.record(action, f"report:{report}", detail=_subject(case))


def _subject(case: int) -> str:
    return f"case:{case}"


CASE_HANDLERS: Final[dict[type[ops.Operation], object]] = {
    ops.OpenCase: _open_case,
    ops.AddToCase: _add_to_case,
    ops.RemoveFromCase: _remove_from_case,
    ops.GiveCase: _give_case,
    ops.CloseCase: _close_case,
    ops.ReopenCase: _reopen_case,
}
"""How each operation on cases is applied."""
