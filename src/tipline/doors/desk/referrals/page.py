"""The page of one referral: how it stands, its versions, what the agency answered, its history."""

from typing import Final, NamedTuple

from django.http import HttpResponse

from tipline.domain.cases import MOST_IN_CASE
from tipline.domain.moments import to_microseconds
from tipline.domain.referrals.states import NEXT, DeliveryState, ReferralState, ReferralStep
from tipline.doors.desk.queue import names
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referrals.listing import agency_names
from tipline.doors.desk.referrals.telling import (
    NEED_A_PERSON,
    tell_answer,
    tell_referral,
    tell_state,
    tell_trouble,
)
from tipline.doors.desk.report import Trouble
from tipline.doors.desk.visit import Visit, place_of
from tipline.ports.referrals.rows import ReferralRow, VersionRow

_HISTORY: Final = 200
_NOTICES: Final = {
    "released": "The version is released. From here on it is on its way.",
    "arrived": "You said that it arrived.",
    "again": "It is sent again.",
    "by_hand": "It waits for you now: download it, and hand it over.",
    "withdrawn": "The referral is withdrawn. What had left stays where it is.",
    "revoked": "The link answers nothing more.",
}


class Version(NamedTuple):
    """One version as the page shows it; `may_pick_up` if a download counts as handing it over."""

    row: VersionRow
    groups: str
    state: words.Words
    trouble: str
    reports: int
    late: bool
    may_pick_up: bool
    needs_a_person: bool
    link_is_good: bool


class News(NamedTuple):
    """How the case differs from what the newest version has: reports that came, and that went."""

    added: list[int]
    removed: list[int]


def show_referral(visit: Visit, number: int) -> HttpResponse:
    """Show a referral."""
    return referral_page(visit, number)


def no_referral(visit: Visit) -> HttpResponse:
    """Say that there is no such referral."""
    advice = "Check the number, or look for the referral in the list."
    return visit.page("message.html", "There is no such referral", 404, advice=advice)


def referral_page(
    visit: Visit,
    number: int,
    trouble: Trouble | None = None,
    notes: dict[int, str] | None = None,
) -> HttpResponse:
    """Return the page; `notes` are what the agency wrote, by number of the answer."""
    reader = visit.parts.referrals
    row = reader.referral(number)
    if row is None:
        return no_referral(visit)
    agencies, known = agency_names(visit), names(visit)
    agency = visit.parts.directory().find(row.agency)
    versions = [_version(visit, row, one) for one in reader.versions(number)]
    case = visit.parts.cases.case(row.case)
    shown = notes or {}
    return visit.page(
        "referral.html",
        f"Referral {number}",
        trouble.status if trouble else 200,
        number=number,
        referral=row,
        agency=agency,
        agency_name=agencies.get(row.agency, row.agency),
        kind=words.KINDS[agency.kind] if agency else "",
        state=tell_state(row),
        meaning=words.STATES[row.state].meaning,
        override=words.OVERRIDES[row.override] if row.override else "",
        versions=versions,
        channels=words.CHANNELS,
        answers=[
            tell_answer(one, agencies, shown.get(one.number, "")) for one in reader.answers(number)
        ],
        redirect_to=_redirect(visit, number),
        can_release=(row.state, ReferralStep.RELEASED) in NEXT
        and case is not None
        and case.is_open,
        can_withdraw=(row.state, ReferralStep.WITHDRAWN) in NEXT,
        news=_news(visit, row),
        stops=words.STOPS,
        names=known,
        to_reports=place_of("report"),
        events=tell_referral(reader.history(number, _HISTORY), known, agencies),
        notice=_NOTICES.get(visit.request.GET.get("notice", "")),
        trouble=trouble,
    )


def reports_now(visit: Visit, case: int) -> set[int]:
    """Return the reports of a case with what was added to them, by number; opens nothing."""
    filed = visit.parts.cases.filed(case, MOST_IN_CASE)
    inside = [one.report for one in filed if one.removed_at is None]
    return {*inside, *(more for one in inside for more in visit.parts.reader.supplements(one))}


def _news(visit: Visit, row: ReferralRow) -> News | None:
    """Return how the case has changed since the newest version; None if it has not."""
    if not row.version or row.state is ReferralState.WITHDRAWN:
        return None
    there = set(visit.parts.referrals.reports_of(row.number, row.version))
    now = reports_now(visit, row.case)
    return None if now == there else News(sorted(now - there), sorted(there - now))


def _redirect(visit: Visit, number: int) -> str:
    """Return the agency that was named last, if it is in the directory; else nothing."""
    named = [one.redirected_to for one in visit.parts.referrals.answers(number)]
    last = next((one for one in reversed(named) if one), "")
    return last if visit.parts.directory().find(last) is not None else ""


def _version(visit: Visit, referral: ReferralRow, row: VersionRow) -> Version:
    now = to_microseconds(visit.parts.clock.now())
    state, is_newest = row.delivery.state, row.version == referral.version
    waits = state in {DeliveryState.FOR_PICKUP, DeliveryState.PICKED_UP}
    is_withdrawn = referral.state is ReferralState.WITHDRAWN
    return Version(
        row=row,
        groups=", ".join(words.GROUPS[one].name.lower() for one in row.groups),
        state=words.DELIVERIES[state],
        trouble=tell_trouble(row.delivery),
        reports=len(visit.parts.referrals.reports_of(row.referral, row.version)),
        late=state <= DeliveryState.FOR_PICKUP and row.delivery.overdue_at <= now,
        may_pick_up=waits and is_newest and not is_withdrawn,
        needs_a_person=state in NEED_A_PERSON,
        link_is_good=(
            row.link_revoked_at is None and row.link_expires_at > now and not is_withdrawn
        ),
    )
