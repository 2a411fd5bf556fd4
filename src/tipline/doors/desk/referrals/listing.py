"""The list of referrals: what waits, what is overdue, what needs a person, what was answered."""

import re
from enum import StrEnum
from typing import Final, NamedTuple

from django.http import HttpResponse

from tipline.domain.moments import to_microseconds
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referrals.telling import (
    tell_answer,
    tell_state,
    tell_trouble,
)
from tipline.doors.desk.visit import Visit, place_of
from tipline.ports.referrals.rows import AnswerRow, DeliveryRow, ReferralRow

_PAGE: Final = 25
_ABOVE_ALL: Final = 10**18 - 1
_NUMBER: Final = re.compile(r"[0-9]{1,18}")
_CURSOR: Final = re.compile(r"([0-9]{1,18})-([0-9]{1,18})")


class Show(StrEnum):
    """Which referrals are listed."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    ANSWERED = "answered"
    ALL = "all"


_SHOWN: Final = {
    Show.WAITING: "Waiting",
    Show.OVERDUE: "Overdue",
    Show.UNKNOWN: "Need a person",
    Show.ANSWERED: "Answered",
    Show.ALL: "All",
}


class Row(NamedTuple):
    """One line of the list; `since` and `at` in microseconds since 1970, None if it does not say.

    `limit` is when it alerts, `late` whether it does.
    """

    referral: int
    version: int
    agency: str
    case: int | None
    is_test: bool
    urgent: bool
    state: str
    more: str
    at: int
    limit: int | None = None
    late: bool = False


class _Page(NamedTuple):
    rows: list[Row]
    next: str


def show_referrals(visit: Visit) -> HttpResponse:
    """Show a page of referrals."""
    asked = visit.request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.WAITING
    text = visit.request.GET.get("after", "")
    page = _listed(visit, show, text)
    return visit.page(
        "referrals.html",
        f"{_SHOWN[show]} referrals" if show is not Show.UNKNOWN else "Referrals for a person",
        show=show,
        shows=_SHOWN,
        rows=page.rows,
        after=page.next,
        first=not text,
        to_referrals=place_of("referral"),
        to_cases=place_of("case"),
    )


def agency_names(visit: Visit) -> dict[str, str]:
    """Return the names of all agencies by id."""
    return {agency.id: agency.name for agency in visit.parts.directory()}


def _listed(visit: Visit, show: Show, after: str) -> _Page:
    if show in {Show.ANSWERED, Show.ALL}:
        before = int(after) if _NUMBER.fullmatch(after) else _ABOVE_ALL
        return _answered(visit, before) if show is Show.ANSWERED else _all(visit, before)
    found = _CURSOR.fullmatch(after)
    place = (0, 0) if found is None else (int(found[1]), int(found[2]))
    return _open(visit, show, place)


def _open(visit: Visit, show: Show, after: tuple[int, int]) -> _Page:
    """Return a page of what is still to be done; the most overdue stands first."""
    now = to_microseconds(visit.parts.clock.now())
    reader = visit.parts.referrals
    ask = reader.stuck if show is Show.UNKNOWN else reader.deliveries
    rows = ask(after, _PAGE + 1)
    if show is Show.OVERDUE:
        rows = [row for row in rows if row.overdue_at <= now]
    shown, names = rows[:_PAGE], agency_names(visit)
    cursor = f"{shown[-1].overdue_at}-{shown[-1].referral}" if len(rows) > _PAGE else ""
    return _Page([_delivery(visit, row, names, now) for row in shown], cursor)


def _delivery(visit: Visit, row: DeliveryRow, names: dict[str, str], now: int) -> Row:
    referral = visit.parts.referrals.referral(row.referral)
    return Row(
        referral=row.referral,
        version=row.version,
        agency=names.get(row.agency, row.agency),
        case=row.case,
        is_test=referral is not None and referral.is_test,
        urgent=row.urgent,
        state=words.DELIVERIES[row.state].name,
        more=tell_trouble(row),
        at=row.created_at,
        limit=row.overdue_at,
        late=row.overdue_at <= now,
    )


def _answered(visit: Visit, before: int) -> _Page:
    rows = visit.parts.referrals.latest_answers(before, _PAGE + 1)
    shown, names = rows[:_PAGE], agency_names(visit)
    cursor = str(shown[-1].number) if len(rows) > _PAGE else ""
    return _Page([_answer(visit, row, names) for row in shown], cursor)


def _answer(visit: Visit, row: AnswerRow, names: dict[str, str]) -> Row:
    referral, said = visit.parts.referrals.referral(row.referral), tell_answer(row, names)
    to = f"They named {said.redirected_to}." if said.redirected_to else ""
    return Row(
        referral=row.referral,
        version=row.version,
        agency=names.get(row.agency, row.agency),
        case=None if referral is None else referral.case,
        is_test=referral is not None and referral.is_test,
        urgent=False,
        state=said.words,
        more=to,
        at=row.at,
    )


def _all(visit: Visit, before: int) -> _Page:
    rows = visit.parts.referrals.referrals(before, _PAGE + 1)
    shown, names = rows[:_PAGE], agency_names(visit)
    cursor = str(shown[-1].number) if len(rows) > _PAGE else ""
    return _Page([_referral(row, names) for row in shown], cursor)


def _referral(row: ReferralRow, names: dict[str, str]) -> Row:
    return Row(
        referral=row.number,
        version=row.version,
        agency=names.get(row.agency, row.agency),
        case=row.case,
        is_test=row.is_test,
        urgent=False,
        state=tell_state(row),
        more="",
        at=row.changed_at,
    )
