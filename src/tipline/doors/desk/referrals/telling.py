"""What is said of a referral: its history from the audit log, its answers, its deliveries."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from tipline.domain.audit.entry import Entry
from tipline.domain.referrals.states import (
    AnswerKind,
    DeclineReason,
    DeliveryState,
    OutcomeCode,
    OverrideReason,
    StopReason,
)
from tipline.doors.desk import wording
from tipline.doors.desk.facts.history import Event
from tipline.doors.desk.referrals import wording as words
from tipline.ports.referrals.delivery import Trouble
from tipline.ports.referrals.rows import AnswerRow, DeliveryRow, ReferralRow
from tipline.services.referrals.study_case import is_left_out

NEED_A_PERSON: Final = frozenset({DeliveryState.UNKNOWN, DeliveryState.FAILED})

_SAID: Final = {
    "referral.opened": "chose the agency",
    "referral.overridden": "gave as reason: {}",
    "referral.followed": "passed it on as {}",
    "referral.released": "released {}",
    "referral.read": "looked at {}",
    "referral.picked_up": "downloaded {} to hand it over",
    "referral.withdrawn": "withdrew it: {}",
    "referral.link_revoked": "ended the link of {}",
    "referral.sent": "delivered {}",
    "referral.unknown": "could not tell whether {} left",
    "referral.failed": "could not deliver {}",
    "referral.arrived": "learned that {} arrived",
    "referral.again": "had {} sent again",
    "referral.by_hand": "decided that {} is downloaded and handed over",
    "referral.acknowledged": "acknowledged it",
    "referral.declined": "declined it: {}",
    "referral.redirected": "declined it and named another agency: {}",
    "referral.outcome": "gave an outcome: {}",
}

_DETAILS: Final[dict[str, Mapping[str, str]]] = {
    "referral.overridden": {one.value: said.lower() for one, said in words.OVERRIDES.items()},
    "referral.withdrawn": {one.value: said[0].lower() for one, said in words.STOPS.items()},
    "referral.declined": {one.value: said for one, said in words.DECLINED.items()},
    "referral.redirected": {one.value: said for one, said in words.DECLINED.items()},
    "referral.outcome": {one.value: said for one, said in words.OUTCOMES.items()},
}


class Answer(NamedTuple):
    """What an agency answered: when, to which version, in words; what it wrote, if shown."""

    at: int
    version: int
    words: str
    redirected_to: str
    has_note: bool
    note: str


def tell_referral(
    entries: Sequence[Entry], users: Mapping[int, str], agencies: Mapping[str, str]
) -> list[Event]:
    """Return what the audit log says of a referral, in the order it comes."""
    return [
        Event(wording.exact(one.at), _who(one.actor, users, agencies), _what(one), one.number)
        for one in entries
    ]


def tell_answer(row: AnswerRow, agencies: Mapping[str, str], note: str = "") -> Answer:
    """Return what an agency answered, in words."""
    said = words.ANSWERS[row.kind]
    if row.kind is AnswerKind.OUTCOME and row.outcome is not None:
        said = f"{said}: {words.OUTCOMES[row.outcome]}"
    elif row.reason is not None:
        said = f"{said}: {words.DECLINED[row.reason]}"
    to = row.redirected_to
    return Answer(
        at=row.at,
        version=row.version,
        words=said,
        redirected_to="" if to is None else agencies.get(to, to),
        has_note=row.note is not None,
        note=note,
    )


def tell_state(row: ReferralRow) -> str:
    """Return where a referral stands, in words."""
    if is_left_out(row) and row.override is not None:
        return f"Left out: {words.LEFT_OUT.get(row.override, 'another reason').lower()}"
    said = words.STATES[row.state].name
    return f"{said}: {words.STOPS[row.reason][0].lower()}" if row.reason is not None else said


def tell_trouble(row: DeliveryRow) -> str:
    """Return what went wrong at the last attempt, and how many there were; empty if nothing."""
    if row.trouble not in set(Trouble) or not row.trouble:
        return ""
    return (
        f"After {wording.counted(row.attempts, 'attempt')}: "
        + words.TROUBLES[Trouble(row.trouble)]
    )


def _what(entry: Entry) -> str:
    said, detail = _SAID.get(entry.action, entry.action), entry.detail or ""
    known = _DETAILS.get(entry.action, {})
    kind, _, number = detail.partition(":")
    shown = f"{kind} {number}" if kind in {"version", "referral"} else known.get(detail, detail)
    return said.format(shown).removesuffix(": ")


def _who(actor: str, users: Mapping[int, str], agencies: Mapping[str, str]) -> str:
    kind, _, rest = actor.partition(":")
    if kind == "user" and rest.isdecimal():
        return users.get(int(rest), "somebody")
    if kind == "agency":
        return agencies.get(rest, rest)
    return "the hotline" if kind == "service" else actor


KNOWN_DETAILS: Final = (DeclineReason, OutcomeCode, OverrideReason, StopReason)
"""The closed lists whose words stand in details; a test walks them."""
