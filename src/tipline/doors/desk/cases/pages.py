"""The pages of cases, and what can be done with one."""

import re
from enum import StrEnum
from typing import Final

from django.http import HttpResponse

from tipline.domain.cases import MOST_IN_CASE, CaseCloseReason, CaseState
from tipline.domain.desk import RIGHTS, Right
from tipline.doors.desk.cases.wording import REASONS, tell_case
from tipline.doors.desk.clusters.pages import chosen_reports
from tipline.doors.desk.queue import names
from tipline.doors.desk.referrals.telling import tell_state
from tipline.doors.desk.report import Trouble
from tipline.doors.desk.visit import Visit, place_of, redirect
from tipline.ports.desk import CaseRow
from tipline.ports.operations import AnyResult, Done, Unknown
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.cases.handle_case import (
    add_to_case,
    close_case,
    give_case,
    open_case,
    open_case_of_cluster,
    remove_from_case,
    reopen_case,
)
from tipline.services.cases.see_case import see_case

_PAGE: Final = 25
_MOST_REFERRALS: Final = 100
_ABOVE_ALL: Final = (1 << 62) - 1
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_NOTICES: Final = {
    "opened": "The case is open. You are its owner.",
    "added": "That is in the case now.",
    "removed": "That was taken out. It can be put back below.",
    "closed": "The case is closed. Its reports stay as they are.",
    "reopened": "The case is open again.",
    "given": "The owner has changed.",
}
_NOTHING: Final = "Choose or enter reports that are at the desk, and not in this case yet."


class Shelf(StrEnum):
    """Which cases are listed."""

    OPEN = "open"
    MINE = "mine"
    CLOSED = "closed"


_SHELVES: Final = {Shelf.OPEN: "Open", Shelf.MINE: "Mine", Shelf.CLOSED: "Closed"}


def show_cases(visit: Visit) -> HttpResponse:
    """Show a page of cases, the newest first."""
    asked, text = visit.request.GET.get("show", ""), visit.request.GET.get("before", "")
    shelf = Shelf(asked) if asked in set(Shelf) else Shelf.OPEN
    before = int(text) if _NUMBER.fullmatch(text) else _ABOVE_ALL
    rows = _listed(visit, shelf, before)
    return visit.page(
        "cases.html",
        f"{_SHELVES[shelf]} cases" if shelf is not Shelf.MINE else "My cases",
        shelf=shelf,
        shelves=_SHELVES,
        cases=rows[:_PAGE],
        before=rows[_PAGE - 1].number if len(rows) > _PAGE else None,
        first=before == _ABOVE_ALL,
        names=names(visit),
        words=REASONS,
    )


def _listed(visit: Visit, shelf: Shelf, before: int) -> list[CaseRow]:
    cases = visit.parts.cases
    if shelf is Shelf.MINE:
        return cases.owned(visit.user.id, before, _PAGE + 1)
    state = CaseState.OPEN if shelf is Shelf.OPEN else CaseState.CLOSED
    return cases.cases(state, before, _PAGE + 1)


def open_new(visit: Visit) -> HttpResponse:
    """Open a case with chosen reports, or with a whole cluster."""
    cluster, cabinet = visit.form("cluster"), visit.parts.cabinet()
    if visit.form("which") == "all" and _NUMBER.fullmatch(cluster):
        result = open_case_of_cluster(int(cluster), visit.user, cabinet)
    else:
        result = open_case(chosen_reports(visit), visit.user, cabinet)
    if isinstance(result, Done):
        return redirect("case", result.number, query="notice=opened")
    advice = (
        "Choose at least one report that is at the desk. Go back to choose."
        if isinstance(result, Unknown)
        else f"A case has at most {MOST_IN_CASE:,} reports, and tests and real reports are never "
        "in one. Go back to choose fewer."
    )
    return visit.page("message.html", "No case was opened", 422, advice=advice)


def show_case(visit: Visit, number: int) -> HttpResponse:
    """Show a case."""
    return _page(visit, number)


def add(visit: Visit, number: int) -> HttpResponse:
    """Put reports into a case."""
    result = add_to_case(number, chosen_reports(visit), visit.user, visit.parts.cabinet())
    if isinstance(result, Unknown):
        return _page(visit, number, Trouble("Nothing was put in", "add", _NOTHING))
    return _after(visit, number, result, "added")


def remove(visit: Visit, number: int) -> HttpResponse:
    """Take reports out of a case."""
    result = remove_from_case(number, chosen_reports(visit), visit.user, visit.parts.cabinet())
    return _after(visit, number, result, "removed")


def give(visit: Visit, number: int) -> HttpResponse:
    """Make somebody the owner of a case, or nobody."""
    text = visit.form("owner")
    if text and text not in {str(one) for one in _possible_owners(visit)}:
        return _after(visit, number, Unknown(), "given")
    owner = int(text) if text else None
    return _after(
        visit, number, give_case(number, owner, visit.user, visit.parts.cabinet()), "given"
    )


def close(visit: Visit, number: int) -> HttpResponse:
    """Close a case for the reason that was chosen."""
    chosen = visit.form("reason")
    if chosen not in set(CaseCloseReason):
        words = "Choose why you close this case."
        return _page(visit, number, Trouble("The case was not closed", "reason", words))
    cabinet = visit.parts.cabinet()
    result = close_case(number, CaseCloseReason(chosen), visit.user, cabinet)
    return _after(visit, number, result, "closed")


def reopen(visit: Visit, number: int) -> HttpResponse:
    """Undo a closing."""
    result = reopen_case(number, visit.user, visit.parts.cabinet())
    return _after(visit, number, result, "reopened")


def _after(visit: Visit, number: int, result: AnyResult, notice: str) -> HttpResponse:
    if isinstance(result, Done):
        return redirect("case", number, query=f"notice={notice}")
    if visit.parts.cases.case(number) is None:
        return no_case(visit)
    advice = (
        "The case was closed or changed meanwhile, or it cannot take that: it has at most "
        f"{MOST_IN_CASE:,} reports, and tests and real reports are never in one. Open it again "
        "to see how it stands."
    )
    return visit.page("message.html", "This cannot be done", 409, advice=advice)


def no_case(visit: Visit) -> HttpResponse:
    """Say that there is no such case."""
    advice = "Check the number, or look for the case in the list."
    return visit.page("message.html", "There is no such case", 404, advice=advice)


def _possible_owners(visit: Visit) -> dict[int, str]:
    return {
        user.id: user.name
        for user in visit.parts.desk.users()
        if not user.disabled and Right.READ_REPORTS in RIGHTS[user.role]
    }


def _page(visit: Visit, number: int, trouble: Trouble | None = None) -> HttpResponse:
    seen = see_case(number, visit.parts.cabinet())
    if seen is None:
        return no_case(visit)
    known = names(visit)
    return visit.page(
        "case.html",
        f"Case {number}",
        trouble.status if trouble else 200,
        number=number,
        case=seen.row,
        seen=seen,
        to_reports=place_of("report"),
        to_clusters=place_of("cluster"),
        owners=_possible_owners(visit),
        names=known,
        referrals=_referrals(visit, number),
        events=tell_case(seen.history, known),
        words=REASONS,
        notice=_NOTICES.get(visit.request.GET.get("notice", "")),
        trouble=trouble,
    )


def _referrals(visit: Visit, number: int) -> list[tuple[ReferralRow, str, str]]:
    """Return the referrals of a case, each with its agency's name and how it stands."""
    rows = visit.parts.referrals.referrals_of(number, _MOST_REFERRALS)
    agencies: dict[str, str] = {}
    if rows:
        agencies = {one.id: one.name for one in visit.parts.directory()}
    return [(row, agencies.get(row.agency, row.agency), tell_state(row)) for row in rows]
