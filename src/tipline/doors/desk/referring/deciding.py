"""What was decided in the forms of a referral, and everything that is still missing from it."""

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from tipline.domain.directory.agency import Agency
from tipline.domain.directory.index import Directory
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.release import default_groups, may_get
from tipline.domain.referrals.states import OverrideReason
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.visit import Visit
from tipline.ports.referrals.rows import ReferralRow
from tipline.services.referrals.refer_case import Order, channel_of
from tipline.services.referrals.study_case import Studied

MOST_AGENCIES: Final = 20
"""Agencies in one release."""
_NUMBER: Final = re.compile(r"[0-9]{1,18}")


class Problem(NamedTuple):
    """What is missing or wrong: in which field, and what to do."""

    field: str
    words: str


class Choice(NamedTuple):
    """What one agency gets; `why` is the reason in spite of the advice, as it came."""

    agency: Agency
    groups: frozenset[FactGroup]
    why: str


class Filled(NamedTuple):
    """The form as it came; `left` has the reasons for leaving agencies out, by id.

    `redirected` is a referral of the same case whose agency named others, `named`. `strange` says
    that an agency was named that the directory does not have.
    """

    choices: tuple[Choice, ...]
    left: dict[str, str]
    redirected: int | None
    strange: bool
    named: frozenset[str] = frozenset()


def read_form(
    visit: Visit, case: int, *, preset: Mapping[str, ReferralRow] | None = None
) -> Filled:
    """Return what was chosen; with `preset`, the referrals there are, groups are proposed."""
    directory, asked = visit.parts.directory(), _asked(visit)
    agencies = [directory.find(one) for one in asked]
    redirected, named = _redirected(visit, case)
    return Filled(
        choices=tuple(
            Choice(one, _groups(visit, one, preset), visit.form(f"why-{one.id}"))
            for one in agencies
            if one is not None
        ),
        left={
            name.removeprefix("left-"): visit.form(name)
            for name in visit.request.POST
            if name.startswith("left-")
        },
        redirected=redirected if named & set(asked) else None,
        strange=None in agencies or len(asked) > MOST_AGENCIES,
        named=named,
    )


def check_form(filled: Filled, studied: Studied) -> list[Problem]:
    """Return everything that is missing, for all agencies at once."""
    problems = [] if filled.choices else [Problem("agencies", "Choose at least one agency.")]
    for one in filled.choices:
        name = one.agency.name
        if not one.groups & may_get(one.agency.kind):
            said = f"Choose at least one group of facts for {name}."
            problems.append(Problem(f"groups-{one.agency.id}", said))
        has_to_say = needs_why(one.agency.id, studied.recommended, studied.live)
        if has_to_say and one.why not in set(OverrideReason):
            said = f"Choose why {name} gets it although it is not recommended."
            problems.append(Problem(f"why-{one.agency.id}", said))
    for missing in left_out(filled, studied):
        if filled.left.get(missing.id) not in set(words.LEFT_OUT):
            said = f"Choose why {missing.name} is left out although it is recommended."
            problems.append(Problem(f"left-{missing.id}", said))
    return problems


def needs_why(agency: str, recommended: Collection[str], live: Mapping[str, ReferralRow]) -> bool:
    """Tell whether choosing an agency takes a reason; with a referral it was chosen before."""
    return agency not in recommended and agency not in live


def left_out(filled: Filled, studied: Studied) -> list[Agency]:
    """Return the recommended agencies that get nothing, and of which nobody said why."""
    chosen = {one.agency.id for one in filled.choices}
    settled = chosen | studied.live.keys() | studied.left_out
    return [one.agency for one in studied.advice.recommended if one.agency.id not in settled]


def orders_of(
    filled: Filled, studied: Studied, versions: Mapping[str, int] | None = None
) -> tuple[Order, ...]:
    """Return what is to be released; `versions` says which, as it was shown."""
    return tuple(
        Order(
            agency=channel_of(one.agency, is_test=studied.case.is_test),
            groups=one.groups & may_get(one.agency.kind),
            version=(versions or {}).get(one.agency.id, next_version(studied, one.agency.id)),
            override=(
                OverrideReason(one.why)
                if one.agency.id not in studied.recommended and one.why in set(OverrideReason)
                else None
            ),
            redirected_from=filled.redirected if one.agency.id in filled.named else None,
        )
        for one in filled.choices
    )


def next_version(studied: Studied, agency: str) -> int:
    """Return the version that an agency would get now."""
    row = studied.live.get(agency)
    return 1 if row is None else row.version + 1


def known(directory: Directory, ids: Collection[str]) -> list[Agency]:
    """Return the agencies of these ids that there are, in the order of the directory."""
    return [agency for agency in directory if agency.id in ids]


def _asked(visit: Visit) -> list[str]:
    return list(dict.fromkeys(visit.request.POST.getlist("agency")))


def _redirected(visit: Visit, case: int) -> tuple[int | None, frozenset[str]]:
    """Return the referral of this case whose agency named others, and whom it named."""
    text = visit.form("redirected")
    row = visit.parts.referrals.referral(int(text)) if _NUMBER.fullmatch(text) else None
    if row is None or row.case != case:
        return None, frozenset()
    answers = visit.parts.referrals.answers(row.number)
    return row.number, frozenset(one.redirected_to for one in answers if one.redirected_to)


def _groups(
    visit: Visit, agency: Agency, preset: Mapping[str, ReferralRow] | None
) -> frozenset[FactGroup]:
    """Return the groups that were chosen; before anybody chose, what the agency had, or may."""
    if preset is None:
        chosen = set(visit.request.POST.getlist(f"groups-{agency.id}"))
        return frozenset(group for group in FactGroup if group in chosen)
    row = preset.get(agency.id)
    if row is not None and row.version:
        version = visit.parts.referrals.version(row.number, row.version)
        if version is not None:
            return frozenset(version.groups)
    return default_groups(agency.kind)
