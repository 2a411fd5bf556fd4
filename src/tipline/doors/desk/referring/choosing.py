"""The first two steps: where a case belongs and who could get it, then what each of them gets."""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, NamedTuple

from django.http import HttpResponse

from tipline.domain.cases import MOST_IN_CASE
from tipline.domain.directory.agency import Agency
from tipline.domain.directory.index import countries_of
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release import may_get, why_default
from tipline.domain.referrals.states import OverrideReason
from tipline.doors.desk.cases.pages import no_case
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referrals.telling import tell_state
from tipline.doors.desk.referring.deciding import (
    Choice,
    Filled,
    Problem,
    known,
    needs_why,
    read_form,
)
from tipline.doors.desk.referring.placing import country_name, show_findings
from tipline.doors.desk.visit import Visit, place_of, redirect
from tipline.ports.operations import Done
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.cases.handle_case import open_case
from tipline.services.desk.open_report import ReportUnknownError
from tipline.services.referrals.study_case import (
    Studied,
    Suggestion,
    referrals_by_agency,
    study_case,
)

_EVERYWHERE: Final = "Everywhere"
_OLD: Final = (
    "The hotline's own records of agencies cannot be used as they are now; those that were good "
    "last are shown. Tell the operator: “tipline directory check” says what is wrong."
)
_OFFERED: Final = "offered"
"""The field that says which agencies were recommended, so that the next step opens nothing."""


class Offered(NamedTuple):
    """An agency that can be chosen: its kind and channel in words, and the referral it has."""

    agency: Agency
    kind: str
    channel: str
    reasons: tuple[str, ...]
    has: str
    doubts: tuple[str, ...] = ()


class Asked(NamedTuple):
    """What is decided for one agency: groups with their words, and whether it takes a reason."""

    choice: Choice
    kind: str
    channel: str
    groups: list[tuple[FactGroup, words.Words, bool]]
    why_default: str
    needs_why: bool
    version: int


def refer_report(visit: Visit, number: int) -> HttpResponse:
    """Go to the newest open case of a report, or open one with it alone, to refer it."""
    if visit.parts.desk.item(number) is None:
        raise ReportUnknownError
    cases = visit.parts.cases
    there = [cases.case(one) for one in cases.cases_of([number]).get(number, [])]
    still_open = [one.number for one in there if one is not None and one.is_open]
    if still_open:
        return redirect("refer", max(still_open))
    result = open_case([number], visit.user, visit.parts.cabinet())
    if isinstance(result, Done):
        return redirect("refer", result.number)
    raise ReportUnknownError


def show_refer(visit: Visit, number: int) -> HttpResponse:
    """Show where a case belongs, and the agencies to choose from."""
    studied = study(visit, number)
    return studied if isinstance(studied, HttpResponse) else choosing_page(visit, studied)


def show_groups(visit: Visit, number: int) -> HttpResponse:
    """Show what each chosen agency would get; opens nothing."""
    case = visit.parts.cases.case(number)
    if case is None:
        return no_case(visit)
    if not case.is_open:
        return closed(visit)
    filed = visit.parts.cases.filed(number, MOST_IN_CASE)
    since = max((one.added_at for one in filed if one.removed_at is None), default=0)
    live, left_out = referrals_by_agency(number, visit.parts.referrals, since)
    is_filled = visit.form("filled") == "1"
    filled = read_form(visit, number, preset=None if is_filled else live)
    if filled.strange or not filled.choices:
        said = "Choose at least one agency, at most 20, of those that are listed."
        studied = study(visit, number)
        if isinstance(studied, HttpResponse):
            return studied
        return choosing_page(visit, studied, [Problem("agencies", said)])
    offered = set(visit.request.POST.getlist(_OFFERED))
    chosen = {one.agency.id for one in filled.choices}
    missing = offered - chosen - live.keys() - left_out
    if filled.redirected is not None and not is_filled:
        choices = tuple(
            _named_by_another(one) if one.agency.id in filled.named else one
            for one in filled.choices
        )
        filled = filled._replace(choices=choices)
    return groups_page(visit, number, filled, Known(offered, missing, live))


class Known(NamedTuple):
    """What the second step knows: who is recommended, who of them is missing, what there is."""

    recommended: Collection[str]
    missing: Collection[str]
    live: Mapping[str, ReferralRow]


def groups_page(
    visit: Visit,
    number: int,
    filled: Filled,
    facts: Known,
    problems: Iterable[Problem] = (),
) -> HttpResponse:
    """Return the page on which is decided what each agency gets; nothing chosen is lost."""
    found = list(problems)
    return visit.page(
        "refer_groups.html",
        f"What goes to whom of case {number}",
        422 if found else 200,
        number=number,
        asked=[_asked(one, facts) for one in filled.choices],
        missing=known(visit.parts.directory(), facts.missing),
        left=filled.left,
        offered=sorted(facts.recommended),
        redirected=filled.redirected,
        overrides=words.OVERRIDES,
        left_out=words.LEFT_OUT,
        gate=visit.parts.outward.house.legal_gate,
        problems=found,
        errors={one.field: one.words for one in found},
    )


def choosing_page(
    visit: Visit, studied: Studied, problems: Iterable[Problem] = ()
) -> HttpResponse:
    """Return the page with findings and agencies; nothing is chosen until somebody does."""
    found, advice = list(problems), studied.advice
    listed = {one.agency.id for one in (*advice.recommended, *advice.possible)}
    return visit.page(
        "refer.html",
        f"Where case {studied.case.number} belongs",
        422 if found else 200,
        number=studied.case.number,
        case=studied.case,
        size=len(studied.reports),
        shown=show_findings(advice.findings),
        notes=(*((_OLD,) if visit.parts.outward.is_directory_old() else ()), *advice.notes),
        recommended=[_offered(one, studied.live) for one in advice.recommended],
        unsure=[_offered(one, studied.live) for one in advice.possible if one.agency.verified],
        unverified=[
            _offered(one, studied.live) for one in advice.possible if not one.agency.verified
        ],
        others=_by_country(visit, listed, studied.live),
        ticked=set(visit.request.POST.getlist("agency")),
        to_reports=place_of("report"),
        problems=found,
    )


def study(visit: Visit, number: int) -> Studied | HttpResponse:
    """Return a case with its opened reports, or the page that says why it cannot be referred."""
    case = visit.parts.cases.case(number)
    if case is None:
        return no_case(visit)
    if not case.is_open:
        return closed(visit)
    if not case.size:
        advice = "No report is in the case any more. Put one in, then refer it."
        return visit.page("message.html", "There is nothing to refer", 409, advice=advice)
    studied = study_case(number, visit.user, visit.parts.study())
    return no_case(visit) if studied is None else studied


def closed(visit: Visit) -> HttpResponse:
    """Say that a closed case is not referred."""
    advice = "The case is closed. Open it again on its page, then refer it."
    return visit.page("message.html", "This case cannot be referred now", 409, advice=advice)


def _named_by_another(choice: Choice) -> Choice:
    """Return a choice with the reason that an agency named it."""
    return choice._replace(why=choice.why or OverrideReason.REDIRECTED.value)


def _asked(choice: Choice, facts: Known) -> Asked:
    agency, row = choice.agency, facts.live.get(choice.agency.id)
    allowed = may_get(agency.kind)
    return Asked(
        choice=choice,
        kind=words.KINDS[agency.kind],
        channel=words.CHANNELS[agency.channel],
        groups=[
            (group, said, group in choice.groups)
            for group, said in words.GROUPS.items()
            if group in allowed
        ],
        why_default=why_default(agency.kind),
        needs_why=needs_why(agency.id, facts.recommended, facts.live),
        version=1 if row is None else row.version + 1,
    )


def _offered(one: Suggestion, live: Mapping[str, ReferralRow]) -> Offered:
    return _offer(one.agency, one.reasons, live)._replace(doubts=one.doubts)


def _offer(agency: Agency, reasons: tuple[str, ...], live: Mapping[str, ReferralRow]) -> Offered:
    row = live.get(agency.id)
    has = "" if row is None else f"It has referral {row.number} already: {tell_state(row)}."
    return Offered(agency, words.KINDS[agency.kind], words.CHANNELS[agency.channel], reasons, has)


def _by_country(
    visit: Visit, listed: Collection[str], live: Mapping[str, ReferralRow]
) -> list[tuple[str, list[Offered]]]:
    """Return all other agencies by the names of their countries."""
    found: dict[str, list[Offered]] = {}
    for agency in visit.parts.directory():
        if agency.id not in listed:
            countries = countries_of(agency)
            name = country_name(countries[0]) if countries else _EVERYWHERE
            found.setdefault(name, []).append(_offer(agency, (), live))
    return sorted(found.items(), key=lambda one: (one[0] == _EVERYWHERE, one[0]))
