"""What the partner door calls states, answers, reasons and outcomes; the same as values."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from tipline.domain.moments import from_microseconds
from tipline.domain.referrals.states import (
    NEXT,
    STEP_OF,
    AnswerKind,
    DeclineReason,
    OutcomeCode,
    ReferralState,
)
from tipline.ports.referrals.rows import AnswerRow
from tipline.services.referrals.answer_referral import Asked


class Words(NamedTuple):
    """What something is called, and what that means; the meaning can be empty."""

    name: str
    meaning: str = ""


STATES: Final[Mapping[ReferralState, Words]] = {
    ReferralState.RELEASED: Words("Waits for your answer", "We sent it to you."),
    ReferralState.DELIVERED: Words("Waits for your answer", "We sent it to you."),
    ReferralState.ACKNOWLEDGED: Words("Acknowledged", "You told us that you have it."),
    ReferralState.DECLINED: Words("Declined", "You told us that you will not act on it."),
    ReferralState.OUTCOME: Words("Outcome given", "You told us what came of it."),
}
"""Where a referral stands whose link is good."""

ANSWERS: Final[Mapping[AnswerKind, str]] = {
    AnswerKind.ACKNOWLEDGED: "Acknowledged",
    AnswerKind.DECLINED: "Declined",
    AnswerKind.REDIRECTED: "Declined, and another agency named",
    AnswerKind.OUTCOME: "Outcome",
}

REASONS: Final[Mapping[DeclineReason, Words]] = {
    DeclineReason.NOT_OUR_JURISDICTION: Words(
        "Not our jurisdiction", "It happened, or the people are, where we may not act."
    ),
    DeclineReason.NOT_OUR_TASK: Words(
        "Not our task", "Another body in our country is there for this."
    ),
    DeclineReason.INSUFFICIENT_INFORMATION: Words(
        "Not enough information", "There is too little in it to begin with."
    ),
    DeclineReason.ALREADY_KNOWN: Words("Already known", "We have this from somebody else."),
    DeclineReason.CANNOT_OPEN: Words(
        "We cannot open the package", "It cannot be decrypted or read."
    ),
    DeclineReason.OTHER: Words("Another reason"),
}

OUTCOMES: Final[Mapping[OutcomeCode, Words]] = {
    OutcomeCode.UNDER_INVESTIGATION: Words(
        "Under investigation", "You can give another outcome later."
    ),
    OutcomeCode.CHILD_SAFE: Words("The child is safe"),
    OutcomeCode.SUSPECT_IDENTIFIED: Words("The suspect is identified"),
    OutcomeCode.INSUFFICIENT_INFORMATION: Words("Not enough information"),
    OutcomeCode.NOT_OUR_JURISDICTION: Words("Not our jurisdiction"),
    OutcomeCode.ALREADY_KNOWN: Words("Already known"),
    OutcomeCode.CLOSED_WITHOUT_ACTION: Words("Closed without action"),
    OutcomeCode.OTHER: Words("Another outcome"),
}


def moment(stored: int) -> str:
    """Return a day and time in UTC; `stored` in microseconds since 1970."""
    at = from_microseconds(stored)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def answer_words(row: AnswerRow, agencies: Mapping[str, str]) -> str:
    """Return an answer in words; `agencies` are names by id."""
    found = ANSWERS[row.kind]
    if row.redirected_to is not None:
        found += f" ({agencies.get(row.redirected_to, row.redirected_to)})"
    if row.reason is not None:
        found += f": {lowered(REASONS[row.reason].name)}"
    if row.outcome is not None:
        found += f": {lowered(OUTCOMES[row.outcome].name)}"
    return found


def lowered(name: str) -> str:
    """Return words as they stand within a sentence."""
    return name[0].lower() + name[1:]


def told(asked: Asked) -> dict[str, object]:
    """Return for a program what the page says; nothing of what the referral says."""
    referral, version = asked.referral, asked.version
    return {
        "referral": referral.number,
        "version": version.version,
        "newest_version": referral.version,
        "test": referral.is_test,
        "sent_at": from_microseconds(version.released_at).isoformat(),
        "link_expires_at": from_microseconds(version.link_expires_at).isoformat(),
        "state": referral.state.name.lower(),
        "can_answer": [kind for kind in AnswerKind if (referral.state, STEP_OF[kind]) in NEXT],
        "answers": [_answer(one) for one in asked.answers],
    }


def _answer(row: AnswerRow) -> dict[str, object]:
    said = {
        "answer": row.kind,
        "reason": row.reason,
        "outcome": row.outcome,
        "redirected_to": row.redirected_to,
        "version": row.version,
        "at": from_microseconds(row.at).isoformat(),
    }
    return {name: value for name, value in said.items() if value is not None}
