"""What the reporter hears of the referrals of a report: the furthest any came, in safe words.

Nobody is told who was identified, which agency it was, or that one declined.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final, NamedTuple

from tipline.domain.referrals.states import OutcomeCode


class Told(IntEnum):
    """How far it has come; a larger number is further."""

    PASSED_ON = 1
    """An agency was sent it."""
    RECEIVED = 2
    """An agency says that it has it."""
    LOOKED_INTO = 3
    ENDED = 4
    """An agency is done with it, whatever came of it."""


class Came(NamedTuple):
    """How far one referral came: did a version leave, was one acknowledged; the last outcome."""

    left: bool
    acknowledged: bool
    outcome: OutcomeCode | None


_OF_OUTCOMES: Final = {
    OutcomeCode.UNDER_INVESTIGATION: Told.LOOKED_INTO,
    OutcomeCode.CHILD_SAFE: Told.ENDED,
    OutcomeCode.SUSPECT_IDENTIFIED: Told.LOOKED_INTO,
    OutcomeCode.INSUFFICIENT_INFORMATION: Told.ENDED,
    OutcomeCode.NOT_OUR_JURISDICTION: Told.PASSED_ON,
    OutcomeCode.ALREADY_KNOWN: Told.ENDED,
    OutcomeCode.CLOSED_WITHOUT_ACTION: Told.ENDED,
    OutcomeCode.OTHER: Told.RECEIVED,
}


def told(referrals: Iterable[Came]) -> Told | None:
    """Return the furthest that any referral came; None if nothing has left yet."""
    return max((one for came in referrals for one in _said(came)), default=None)


def _said(came: Came) -> list[Told]:
    found: list[Told] = []
    if came.outcome is not None:
        found.append(_OF_OUTCOMES[came.outcome])
    if came.acknowledged:
        found.append(Told.RECEIVED)
    if came.left:
        found.append(Told.PASSED_ON)
    return found
