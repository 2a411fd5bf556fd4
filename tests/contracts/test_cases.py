"""What every database must do with cases: their reports, their owners, and the audit log."""

from datetime import timedelta

import pytest

from tests.contracts.making import NOON, apply, report
from tests.contracts.test_desk import actions, add_user, finished
from tipline.domain.cases import MOST_IN_CASE, CaseCloseReason, CaseState
from tipline.domain.moments import to_microseconds
from tipline.ports import operations as ops
from tipline.ports.desk import CaseRow
from tipline.stores.cases.reading import DatabaseCaseReader
from tipline.stores.desk.reading import DatabaseDeskReader

pytestmark = pytest.mark.usefixtures("store")

CASES = DatabaseCaseReader()
MINUTE = timedelta(minutes=1)
ABOVE_ALL = 1 << 62
NO_MORE = CaseCloseReason.NO_FURTHER_ACTION


def opened(user: int, *reports: int) -> int:
    (result,) = apply(ops.OpenCase(reports=reports, user=user))
    assert isinstance(result, ops.Done)
    return result.number


def inside(case: int) -> list[int]:
    return [row.report for row in CASES.filed(case, 2_000) if row.removed_at is None]


def said(case: int) -> list[tuple[str, str | None]]:
    return [(entry.action, entry.detail) for entry in reversed(CASES.history(case, 99))]


def said_of(number: int) -> list[tuple[str, str | None]]:
    found = DatabaseDeskReader().history(number, 99)
    return [(entry.action, entry.detail) for entry in reversed(found)][1:]


def test_a_case_has_the_reports_it_was_opened_with_and_an_owner() -> None:
    ada = add_user("ada")
    apply(*(finished(number) for number in (11, 12, 13)))
    case = opened(ada, 12, 11, 12)
    assert CASES.case(case) == CaseRow(
        number=case,
        state=CaseState.OPEN,
        is_test=False,
        owner=ada,
        opened_at=to_microseconds(NOON),
        closed_at=None,
        reason=None,
        size=2,
    )
    assert inside(case) == [11, 12]
    assert said(case) == [("case.opened", None), ("case.extended", "2")]
    assert said_of(11) == [("report.filed", f"case:{case}")]
    assert said_of(13) == []


def test_a_report_may_be_in_several_cases() -> None:
    ada = add_user("ada")
    apply(finished(11), finished(12))
    one, two = opened(ada, 11, 12), opened(ada, 11)
    assert two == one + 1
    assert CASES.cases_of([11, 12, 13]) == {11: [one, two], 12: [one]}


def test_what_is_not_at_the_desk_is_left_out_and_nothing_makes_no_case() -> None:
    ada = add_user("ada")
    apply(finished(11), ops.SubmitReport(report=report(12, None)))
    case = opened(ada, 11, 12, 99)
    assert inside(case) == [11]
    assert apply(ops.OpenCase(reports=(12, 99), user=ada)) == [ops.Unknown()]
    assert apply(ops.OpenCase(reports=(), user=ada)) == [ops.Unknown()]


def test_tests_and_real_reports_are_never_in_one_case() -> None:
    ada = add_user("ada")
    apply(finished(11), finished(12, is_test=True), finished(13, is_test=True))
    assert apply(ops.OpenCase(reports=(11, 12), user=ada)) == [ops.Refused()]
    tests = opened(ada, 12)
    row = CASES.case(tests)
    assert row is not None
    assert row.is_test
    assert apply(ops.AddToCase(case=tests, reports=(11,), user=ada)) == [ops.Refused()]
    assert apply(ops.AddToCase(case=tests, reports=(13,), user=ada)) == [ops.Done(number=1)]


def test_reports_are_taken_out_and_put_back() -> None:
    ada = add_user("ada")
    apply(*(finished(number) for number in (11, 12, 13)))
    case = opened(ada, 11, 12)
    out = ops.RemoveFromCase(case=case, reports=(11, 13), user=ada)
    assert apply(out, after=MINUTE) == [ops.Done(number=1)]
    assert inside(case) == [12]
    assert CASES.filed(case, 9)[0].removed_at == to_microseconds(NOON + MINUTE)
    assert CASES.cases_of([11]) == {}
    assert apply(out) == [ops.Unknown()]
    back = ops.AddToCase(case=case, reports=(11, 12, 13), user=ada)
    assert apply(back) == [ops.Done(number=2)]
    assert inside(case) == [11, 12, 13]
    assert apply(back) == [ops.Unknown()]
    assert said(case)[1:] == [
        ("case.extended", "2"),
        ("case.reduced", "1"),
        ("case.extended", "2"),
    ]
    assert said_of(11) == [
        ("report.filed", f"case:{case}"),
        ("report.taken_out", f"case:{case}"),
        ("report.filed", f"case:{case}"),
    ]


def test_a_case_is_closed_for_a_reason_and_opened_again() -> None:
    ada = add_user("ada")
    apply(finished(11), finished(12))
    case = opened(ada, 11)
    close = ops.CloseCase(case=case, reason=NO_MORE, user=ada)
    assert apply(close, after=MINUTE) == [ops.Done(number=case)]
    row = CASES.case(case)
    assert row is not None
    assert (row.is_open, row.reason) == (False, NO_MORE)
    assert row.closed_at == to_microseconds(NOON + MINUTE)
    refused: list[ops.AnyOperation] = [
        close,
        ops.AddToCase(case=case, reports=(12,), user=ada),
        ops.RemoveFromCase(case=case, reports=(11,), user=ada),
        ops.GiveCase(case=case, owner=None, user=ada),
    ]
    assert apply(*refused) == [ops.Refused()] * len(refused)
    assert apply(ops.ReopenCase(case=case, user=ada)) == [ops.Done(number=case)]
    assert apply(ops.ReopenCase(case=case, user=ada)) == [ops.Refused()]
    row = CASES.case(case)
    assert row is not None
    assert (row.is_open, row.reason, row.closed_at) == (True, None, None)
    assert said(case)[2:] == [("case.closed", NO_MORE), ("case.reopened", None)]


def test_a_case_is_given_to_somebody_or_to_nobody() -> None:
    ada, ben, gone = (add_user(name) for name in ("ada", "ben", "gone"))
    apply(finished(11), ops.DisableUser(name="gone"))
    case = opened(ada, 11)
    steps: list[tuple[int | None, ops.AnyResult]] = [
        (ada, ops.Refused()),
        (ben, ops.Done(number=case)),
        (gone, ops.Unknown()),
        (gone + 1, ops.Unknown()),
        (None, ops.Done(number=case)),
    ]
    for owner, expected in steps:
        assert apply(ops.GiveCase(case=case, owner=owner, user=ada)) == [expected]
    assert said(case)[2:] == [("case.given", f"user:{ben}"), ("case.given", None)]


def test_the_open_cases_of_a_disabled_user_are_nobodys() -> None:
    ada = add_user("ada")
    apply(finished(11))
    mine, done = opened(ada, 11), opened(ada, 11)
    apply(ops.CloseCase(case=done, reason=NO_MORE, user=ada), ops.DisableUser(name="ada"))
    rows = [CASES.case(case) for case in (mine, done)]
    assert [row.owner for row in rows if row] == [None, ada]


def test_lists_go_from_the_newest_to_the_oldest_page_by_page() -> None:
    ada, ben = add_user("ada"), add_user("ben")
    apply(finished(11))
    cases = [opened(user, 11) for user in (ada, ben, ada, ada, ben)]
    apply(ops.CloseCase(case=cases[0], reason=NO_MORE, user=ada))
    listed = CASES.cases(CaseState.OPEN, ABOVE_ALL, 3)
    assert [row.number for row in listed] == cases[:1:-1]
    rest = CASES.cases(CaseState.OPEN, listed[-1].number, 3)
    assert [row.number for row in rest] == [cases[1]]
    assert [row.number for row in CASES.cases(CaseState.CLOSED, ABOVE_ALL, 3)] == [cases[0]]
    assert [row.number for row in CASES.owned(ada, ABOVE_ALL, 9)] == [cases[3], cases[2]]
    assert [row.number for row in CASES.owned(ada, cases[3], 9)] == [cases[2]]


def test_a_case_takes_no_more_than_it_can_show() -> None:
    ada = add_user("ada")
    numbers = range(1, MOST_IN_CASE + 2)
    for start in range(0, len(numbers), 250):
        apply(*(finished(number) for number in numbers[start : start + 250]))
    assert apply(ops.OpenCase(reports=tuple(numbers), user=ada)) == [ops.Refused()]
    case = opened(ada, *numbers[:-1])
    more = ops.AddToCase(case=case, reports=(numbers[-1],), user=ada)
    assert apply(more) == [ops.Refused()]
    apply(ops.RemoveFromCase(case=case, reports=(1,), user=ada))
    assert apply(more) == [ops.Refused()]
    assert apply(ops.AddToCase(case=case, reports=(1,), user=ada)) == [ops.Done(number=1)]


def test_what_is_not_there_changes_nothing() -> None:
    ada = add_user("ada")
    apply(finished(11))
    before = actions()
    nothing: list[ops.AnyOperation] = [
        ops.AddToCase(case=9, reports=(11,), user=ada),
        ops.RemoveFromCase(case=9, reports=(11,), user=ada),
        ops.GiveCase(case=9, owner=ada, user=ada),
        ops.CloseCase(case=9, reason=NO_MORE, user=ada),
        ops.ReopenCase(case=9, user=ada),
        ops.OpenCase(reports=(10,), user=ada),
    ]
    assert apply(*nothing) == [ops.Unknown()] * len(nothing)
    assert actions() == before
    assert CASES.case(9) is None
    assert CASES.filed(9, 9) == []
    assert CASES.history(9, 9) == []
