"""The life of a referral and of each delivery, as two tables; what an agency can answer.

What is not in a table cannot happen. A delivery is stored as under way before anything is sent:
found so later, nobody knows whether it left, and somebody looks before it is sent again.
"""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final


class ReferralState(IntEnum):
    """Where a referral stands, by its newest version; the numbers are what the store keeps."""

    PREPARING = 1
    """An agency was chosen; nothing has left."""
    RELEASED = 2
    """A version was released and is on its way."""
    DELIVERED = 3
    ACKNOWLEDGED = 4
    """The agency says that it has it."""
    DECLINED = 5
    """The agency will not act on it; it may have named another."""
    OUTCOME = 6
    """The agency said what came of it."""
    WITHDRAWN = 7


class ReferralStep(StrEnum):
    """What happens to a referral."""

    RELEASED = "released"
    DELIVERED = "delivered"
    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    OUTCOME = "outcome"
    WITHDRAWN = "withdrawn"


NEXT: Final[dict[tuple[ReferralState, ReferralStep], ReferralState]] = {
    (ReferralState.PREPARING, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.PREPARING, ReferralStep.WITHDRAWN): ReferralState.WITHDRAWN,
    (ReferralState.RELEASED, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.RELEASED, ReferralStep.DELIVERED): ReferralState.DELIVERED,
    # Who answers has it, whatever we know of the delivery.
    (ReferralState.RELEASED, ReferralStep.ACKNOWLEDGED): ReferralState.ACKNOWLEDGED,
    (ReferralState.RELEASED, ReferralStep.DECLINED): ReferralState.DECLINED,
    (ReferralState.RELEASED, ReferralStep.OUTCOME): ReferralState.OUTCOME,
    (ReferralState.RELEASED, ReferralStep.WITHDRAWN): ReferralState.WITHDRAWN,
    (ReferralState.DELIVERED, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.DELIVERED, ReferralStep.ACKNOWLEDGED): ReferralState.ACKNOWLEDGED,
    (ReferralState.DELIVERED, ReferralStep.DECLINED): ReferralState.DECLINED,
    (ReferralState.DELIVERED, ReferralStep.OUTCOME): ReferralState.OUTCOME,
    (ReferralState.DELIVERED, ReferralStep.WITHDRAWN): ReferralState.WITHDRAWN,
    (ReferralState.ACKNOWLEDGED, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.ACKNOWLEDGED, ReferralStep.ACKNOWLEDGED): ReferralState.ACKNOWLEDGED,
    (ReferralState.ACKNOWLEDGED, ReferralStep.DECLINED): ReferralState.DECLINED,
    (ReferralState.ACKNOWLEDGED, ReferralStep.OUTCOME): ReferralState.OUTCOME,
    (ReferralState.ACKNOWLEDGED, ReferralStep.WITHDRAWN): ReferralState.WITHDRAWN,
    # New facts can change an agency's mind.
    (ReferralState.DECLINED, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.DECLINED, ReferralStep.ACKNOWLEDGED): ReferralState.ACKNOWLEDGED,
    (ReferralState.DECLINED, ReferralStep.DECLINED): ReferralState.DECLINED,
    (ReferralState.DECLINED, ReferralStep.OUTCOME): ReferralState.OUTCOME,
    (ReferralState.OUTCOME, ReferralStep.RELEASED): ReferralState.RELEASED,
    (ReferralState.OUTCOME, ReferralStep.OUTCOME): ReferralState.OUTCOME,
}
"""Every step of a referral there is; an answer never undoes an outcome."""


class DeliveryState(IntEnum):
    """Where the delivery of one version stands; the numbers are what the store keeps.

    Up to `FOR_PICKUP` something is still to be done (`LAST_OPEN`), up to `UNSURE` a machine does
    it (`LAST_WORKED_ON`).
    """

    WAITING = 1
    """To be sent, for the first time or again."""
    SENDING = 2
    """Somebody is at it, or was when they were killed."""
    UNSURE = 3
    """It may have left; to be looked for at the recipient before it is sent again."""
    UNKNOWN = 4
    """It may have left, and nobody can look: a person must ask the agency."""
    FAILED = 5
    """It did not leave, and will not by itself: a person must act."""
    FOR_PICKUP = 6
    """To be downloaded at the desk and handed over."""
    SENT = 7
    PICKED_UP = 8
    STOPPED = 9
    """A newer version took its place, or the referral was withdrawn."""


class DeliveryStep(StrEnum):
    """What happens to a delivery."""

    BEGUN = "begun"
    SENT = "sent"
    LATER = "later"
    UNSURE = "unsure"
    UNKNOWN = "unknown"
    FAILED = "failed"
    ARRIVED = "arrived"
    """The agency answered, or a person asked it."""
    AGAIN = "again"
    BY_HAND = "by_hand"
    PICKED_UP = "picked_up"
    STOPPED = "stopped"


DELIVERY_NEXT: Final[dict[tuple[DeliveryState, DeliveryStep], DeliveryState]] = {
    (DeliveryState.WAITING, DeliveryStep.BEGUN): DeliveryState.SENDING,
    (DeliveryState.WAITING, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.WAITING, DeliveryStep.BY_HAND): DeliveryState.FOR_PICKUP,
    (DeliveryState.WAITING, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    (DeliveryState.SENDING, DeliveryStep.BEGUN): DeliveryState.SENDING,
    (DeliveryState.SENDING, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.SENDING, DeliveryStep.LATER): DeliveryState.WAITING,
    (DeliveryState.SENDING, DeliveryStep.UNSURE): DeliveryState.UNSURE,
    (DeliveryState.SENDING, DeliveryStep.UNKNOWN): DeliveryState.UNKNOWN,
    (DeliveryState.SENDING, DeliveryStep.FAILED): DeliveryState.FAILED,
    (DeliveryState.SENDING, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.SENDING, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    (DeliveryState.UNSURE, DeliveryStep.BEGUN): DeliveryState.SENDING,
    (DeliveryState.UNSURE, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.UNSURE, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.UNSURE, DeliveryStep.UNKNOWN): DeliveryState.UNKNOWN,
    (DeliveryState.UNSURE, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    # Who was slow, and given up by others, may still know that it left.
    (DeliveryState.WAITING, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.UNKNOWN, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.FAILED, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.STOPPED, DeliveryStep.SENT): DeliveryState.SENT,
    (DeliveryState.UNKNOWN, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.UNKNOWN, DeliveryStep.AGAIN): DeliveryState.WAITING,
    (DeliveryState.UNKNOWN, DeliveryStep.BY_HAND): DeliveryState.FOR_PICKUP,
    (DeliveryState.UNKNOWN, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    (DeliveryState.FAILED, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.FAILED, DeliveryStep.AGAIN): DeliveryState.WAITING,
    (DeliveryState.FAILED, DeliveryStep.BY_HAND): DeliveryState.FOR_PICKUP,
    (DeliveryState.FAILED, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    # Who answers has it, by whatever way.
    (DeliveryState.FOR_PICKUP, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.STOPPED, DeliveryStep.ARRIVED): DeliveryState.SENT,
    (DeliveryState.FOR_PICKUP, DeliveryStep.PICKED_UP): DeliveryState.PICKED_UP,
    (DeliveryState.FOR_PICKUP, DeliveryStep.STOPPED): DeliveryState.STOPPED,
    (DeliveryState.PICKED_UP, DeliveryStep.PICKED_UP): DeliveryState.PICKED_UP,
}
"""Every step of a delivery there is."""

LAST_WORKED_ON: Final = DeliveryState.UNSURE
"""Up to here a worker goes on by itself."""
LAST_OPEN: Final = DeliveryState.FOR_PICKUP
"""Up to here something is still to be done, by a worker or by a person."""

AFTER_STOPPING: Final = frozenset({DeliveryStep.SENT, DeliveryStep.ARRIVED})
"""What still counts once a newer version took its place, or the referral was withdrawn."""


class AnswerKind(StrEnum):
    """What an agency answered."""

    ACKNOWLEDGED = "acknowledged"
    DECLINED = "declined"
    REDIRECTED = "redirected"
    """Declined, and another agency named."""
    OUTCOME = "outcome"


STEP_OF: Final[dict[AnswerKind, ReferralStep]] = {
    AnswerKind.ACKNOWLEDGED: ReferralStep.ACKNOWLEDGED,
    AnswerKind.DECLINED: ReferralStep.DECLINED,
    AnswerKind.REDIRECTED: ReferralStep.DECLINED,
    AnswerKind.OUTCOME: ReferralStep.OUTCOME,
}
"""What each answer does to its referral."""


class DeclineReason(StrEnum):
    """Why an agency will not act; for `DECLINED` and `REDIRECTED`."""

    NOT_OUR_JURISDICTION = "not_our_jurisdiction"
    NOT_OUR_TASK = "not_our_task"
    INSUFFICIENT_INFORMATION = "insufficient_information"
    ALREADY_KNOWN = "already_known"
    CANNOT_OPEN = "cannot_open"
    """The package could not be opened or read."""
    OTHER = "other"


class OutcomeCode(StrEnum):
    """What came of a referral, in neutral words; for `OUTCOME`."""

    UNDER_INVESTIGATION = "under_investigation"
    CHILD_SAFE = "child_safe"
    SUSPECT_IDENTIFIED = "suspect_identified"
    INSUFFICIENT_INFORMATION = "insufficient_information"
    NOT_OUR_JURISDICTION = "not_our_jurisdiction"
    ALREADY_KNOWN = "already_known"
    CLOSED_WITHOUT_ACTION = "closed_without_action"
    OTHER = "other"


class OverrideReason(StrEnum):
    """Why an analyst chose an agency that was not recommended."""

    LOCAL_KNOWLEDGE = "local_knowledge"
    AGENCY_ASKED = "agency_asked"
    ALREADY_INVESTIGATING = "already_investigating"
    REDIRECTED = "redirected"
    FASTER = "faster"
    RECOMMENDATION_WRONG = "recommendation_wrong"
    OTHER = "other"


class StopReason(StrEnum):
    """Why a referral was withdrawn."""

    WRONG_AGENCY = "wrong_agency"
    FACTS_WRONG = "facts_wrong"
    DUPLICATE = "duplicate"
    NOT_NEEDED = "not_needed"
    MISTAKE = "mistake"


URGENT_LIMIT: Final = timedelta(hours=4)
ORDINARY_LIMIT: Final = timedelta(hours=24)

LEASE: Final = timedelta(minutes=5)
"""Who takes a delivery has this long; longer than any gateway may take for one."""

GIVE_UP_AFTER: Final = timedelta(hours=72)
"""A delivery that could not be made for this long fails; the desk has alerted long before."""

MOST_LOOKS: Final = 8
"""After so many looks in a row that found out nothing, a person is asked: 1 to 2 hours."""

MOST_ANSWERS: Final = 50
"""Answers to one referral; no agency comes near."""

LONGEST_NOTE: Final = 2_000
"""Characters of what an agency writes with its answer."""

LINK_LASTS: Final = timedelta(days=180)
"""How long a link to answer is good for, unless the operator says otherwise."""

_SHORTEST: Final = timedelta(seconds=30)
_LONGEST: Final = timedelta(minutes=30)
_MOST_DOUBLINGS: Final = 6


def age_limit(*, urgent: bool) -> timedelta:
    """Return how old an item may become before every page of the desk says so."""
    return URGENT_LIMIT if urgent else ORDINARY_LIMIT


def pause_after(tries: int, chance: float) -> timedelta:
    """Return how long to wait after so many tries; `chance` in [0, 1) spreads it by half."""
    doublings = max(0, min(tries - 1, _MOST_DOUBLINGS))
    return min(_SHORTEST * (1 << doublings), _LONGEST) * (1 - chance / 2)
