"""The last two steps: exactly what would go to whom, then the release."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import msgspec
from django.core import signing
from django.http import HttpResponse

from tipline.domain.moments import from_microseconds, to_microseconds
from tipline.domain.referrals.dossier import Dossier
from tipline.domain.referrals.groups import FactGroup
from tipline.domain.referrals.states import OverrideReason
from tipline.domain.timestamp import Timestamp
from tipline.doors.desk.referrals import wording as words
from tipline.doors.desk.referring.choosing import Known, choosing_page, groups_page, study
from tipline.doors.desk.referring.deciding import (
    Filled,
    Problem,
    check_form,
    left_out,
    next_version,
    orders_of,
    read_form,
)
from tipline.doors.desk.referring.previewing import preview
from tipline.doors.desk.visit import Visit, redirect
from tipline.services.referrals.connect_reports import MOST_LOOKED_AT
from tipline.services.referrals.handle_referral import leave_out
from tipline.services.referrals.refer_case import (
    Order,
    Shared,
    contacts_for,
    dossier_of,
    material_of,
    previous_dossier,
)
from tipline.services.referrals.release_order import Ended, Ending, release_order
from tipline.services.referrals.study_case import Studied

_GOOD_FOR: Final = timedelta(hours=1)
"""How long a preview can be released; later it is shown again."""
_ANY_TIME: Final = Timestamp("2000-01-01T00:00:00Z")
_SALT: Final = "tipline.referral.seen"
_CHANGED: Final = (
    "The case or an agency has changed since this page was made, or it is more than an hour old. "
    "Nothing was released. Look again, then release it."
)
_FINE: Final = frozenset({Ending.RELEASED, Ending.BEFORE})
_ENDINGS: Final = {
    Ending.RELEASED: "Released.",
    Ending.BEFORE: "This version was released already. Look at the referral.",
    Ending.CHANGED: "Not released: it was changed meanwhile. Look at it and release it again.",
    Ending.UNWRITABLE: (
        "Not released: the package could not be written or encrypted. Tell your operator; the "
        "agency's key or a text in the reports may be the reason."
    ),
    Ending.TOO_LARGE: (
        "Not released: the package is too large. Refer fewer reports, or fewer groups of facts."
    ),
    Ending.NOT_KNOWN: (
        "It is not known whether it was released. Look at the referral before you try again."
    ),
}


class Seen(msgspec.Struct, frozen=True, array_like=True):
    """What was shown before a release: to whom, of which state, when, and which versions.

    `digests` stand for what each agency would get, by its id.
    """

    user: int
    state: str
    at: int
    versions: dict[str, int]
    digests: dict[str, str]


class _Ready(NamedTuple):
    """A form in which nothing is missing."""

    filled: Filled
    studied: Studied


def check(visit: Visit, number: int) -> HttpResponse:
    """Show exactly what would go to whom; nothing leaves yet."""
    ready = _ready(visit, number)
    return ready if isinstance(ready, HttpResponse) else _preview_page(visit, ready)


def release(visit: Visit, number: int) -> HttpResponse:
    """Release what was shown; done twice, the second time changes nothing."""
    ready = _ready(visit, number)
    if isinstance(ready, HttpResponse):
        return ready
    filled, studied = ready
    seen = _seen(visit, ready)
    if seen is None:
        return _preview_page(visit, ready, _CHANGED)
    orders = orders_of(filled, studied, seen.versions)
    ports = visit.parts.referring()
    shared = _shared(visit, studied, orders, from_microseconds(seen.at))
    to_go = [order for order in orders if order.version >= next_version(studied, order.agency.id)]
    now = _digests(to_go, _composed(visit, to_go, shared))
    if any(digest != seen.digests.get(agency) for agency, digest in now.items()):
        return _preview_page(visit, ready, _CHANGED)
    reasons = {one.id: OverrideReason(filled.left[one.id]) for one in left_out(filled, studied)}
    if reasons:
        # Before anything goes: there is no release without them, however this process ends.
        leave_out(number, reasons, visit.user, ports.dispatch.writer)
    ended = [release_order(order, shared, ports) for order in orders]
    if len(ended) == 1 and ended[0].ending in _FINE and ended[0].referral is not None:
        return redirect("referral", ended[0].referral, query="notice=released")
    return _ended_page(visit, number, ended)


def _ready(visit: Visit, number: int) -> _Ready | HttpResponse:
    """Return a form with nothing missing and its case, or the page that says what is."""
    filled = read_form(visit, number)
    studied = study(visit, number)
    if isinstance(studied, HttpResponse):
        return studied
    problems = check_form(filled, studied)
    if filled.strange or not filled.choices:
        return choosing_page(visit, studied, problems[:1] or [_strange()])
    if problems:
        missing = {one.id for one in left_out(filled, studied)}
        facts = Known(studied.recommended, missing, studied.live)
        return groups_page(visit, number, filled, facts, problems)
    return _Ready(filled, studied)


def _strange() -> Problem:
    return Problem("agencies", "Choose agencies that are listed, at most 20.")


def _preview_page(visit: Visit, ready: _Ready, changed: str = "") -> HttpResponse:
    filled, studied = ready
    now, ports = visit.parts.clock.now(), visit.parts.referring()
    orders = orders_of(filled, studied)
    shared = _shared(visit, studied, orders, now)
    dossiers = _composed(visit, orders, shared)
    seen = Seen(
        user=visit.user.id,
        state=_state(studied, orders),
        at=to_microseconds(now),
        versions={order.agency.id: order.version for order in orders},
        digests=_digests(orders, dossiers),
    )
    return visit.page(
        "refer_check.html",
        f"Before you release case {studied.case.number}",
        409 if changed else 200,
        number=studied.case.number,
        is_test=studied.case.is_test,
        size=len(studied.reports),
        most_linked=MOST_LOOKED_AT,
        added=len(studied.numbers) - len(studied.reports),
        preview=preview(orders, dossiers, studied),
        wants_contact=any(FactGroup.REPORTER_CONTACT in order.groups for order in orders),
        unseen=_unseen(studied, shared),
        can_answer=ports.house.answer_at is not None,
        left=[
            (one.name, words.LEFT_OUT[OverrideReason(filled.left[one.id])])
            for one in left_out(filled, studied)
        ],
        fields=_fields(filled, studied),
        seen=_stamp(visit, seen),
        changed=changed,
    )


def _shared(visit: Visit, studied: Studied, orders: Sequence[Order], at: datetime) -> Shared:
    ports = visit.parts.referring()
    contacts = contacts_for(studied, tuple(orders), visit.user, ports)
    material = material_of(studied, contacts, ports)
    return Shared(studied=studied, material=material, at=at, user=visit.user)


def _composed(visit: Visit, orders: Sequence[Order], shared: Shared) -> list[Dossier]:
    """Return what each agency would get now, against what it got before."""
    ports, live = visit.parts.referring(), shared.studied.live
    return [
        dossier_of(
            order,
            shared,
            ports,
            previous=previous_dossier(live.get(order.agency.id), visit.user, ports),
        )
        for order in orders
    ]


def _digests(orders: Sequence[Order], dossiers: Sequence[Dossier]) -> dict[str, str]:
    """Return what stands for each dossier, by agency; when it was made does not count."""
    return {
        order.agency.id: hashlib.sha256(
            msgspec.json.encode(
                msgspec.structs.replace(dossier, made_at=_ANY_TIME), enc_hook=str, order="sorted"
            )
        ).hexdigest()
        for order, dossier in zip(orders, dossiers, strict=True)
    }


def _unseen(studied: Studied, shared: Shared) -> int:
    """Return in how many reports somebody agreed to be reached who may not be seen now."""
    agreed = {
        one.row.number
        for one in studied.reports
        if one.report.public is not None and one.report.public.contact_may_go_to_police is True
    }
    return len(agreed - shared.material.contacts.keys())


def _seen(visit: Visit, ready: _Ready) -> Seen | None:
    """Return what was shown, if it is still so; None if it must be looked at again."""
    try:
        said = signing.loads(visit.form("seen"), _key(visit), _SALT)
        seen = msgspec.convert(said, Seen)
    except (signing.BadSignature, msgspec.ValidationError):
        return None
    orders = orders_of(ready.filled, ready.studied, seen.versions)
    age = visit.parts.clock.now() - from_microseconds(seen.at)
    is_same = seen.user == visit.user.id and seen.state == _state(ready.studied, orders)
    return seen if is_same and timedelta() <= age <= _GOOD_FOR else None


def _stamp(visit: Visit, seen: Seen) -> str:
    return signing.dumps(msgspec.to_builtins(seen), _key(visit), _SALT)


def _key(visit: Visit) -> str:
    return visit.parts.outward.preview_key.hex()


def _state(studied: Studied, orders: Sequence[Order]) -> str:
    """Return what stands for all that was shown: another case or choice has another."""
    shown = (
        studied.case.number,
        studied.numbers,
        [
            (order.agency, sorted(order.groups), order.override, order.redirected_from)
            for order in orders
        ],
    )
    return hashlib.sha256(msgspec.json.encode(shown)).hexdigest()


def _fields(filled: Filled, studied: Studied) -> list[tuple[str, str]]:
    """Return the fields of a form once more, as they came, with who is recommended."""
    found = [("filled", "1"), *(("offered", one) for one in sorted(studied.recommended))]
    for one in filled.choices:
        name = one.agency.id
        found += [("agency", name), (f"why-{name}", one.why)]
        found += [(f"groups-{name}", group.value) for group in sorted(one.groups)]
    found += [(f"left-{name}", reason) for name, reason in filled.left.items()]
    if filled.redirected is not None:
        found.append(("redirected", str(filled.redirected)))
    return found


def _ended_page(visit: Visit, number: int, ended: Sequence[Ended]) -> HttpResponse:
    return visit.page(
        "refer_done.html",
        f"Release of case {number}",
        number=number,
        ended=[(one, _ENDINGS[one.ending], one.ending in _FINE) for one in ended],
        all_fine=all(one.ending in _FINE for one in ended),
    )
