"""How far a public report has come, in the few words its reporter is told."""

from enum import StrEnum
from typing import Final

from tipline.domain.desk import CloseReason, Shelf
from tipline.domain.referrals.told import Told


class Progress(StrEnum):
    """What the return page says of a report."""

    RECEIVED = "received"
    ADDED = "added"
    """Something was written since, by either side; the report may have been read before."""
    BEING_READ = "being_read"
    PASSED_ON = "passed_on"
    ARRIVED = "arrived"
    """Somebody it was passed on to has said that they have it."""
    ANSWERED = "answered"
    """Somebody it was passed on to has looked at it; what they found is not for this page."""
    NOTHING_TO_DO = "nothing_to_do"
    KNOWN = "known"
    FOR_OTHERS = "for_others"
    CLOSED = "closed"
    """Closed for a reason that would help nobody to hear."""


_CLOSED: Final = {
    CloseReason.REFERRED_ELSEWHERE: Progress.PASSED_ON,
    CloseReason.NO_FURTHER_ACTION: Progress.NOTHING_TO_DO,
    CloseReason.DUPLICATE: Progress.KNOWN,
    CloseReason.OUT_OF_SCOPE: Progress.FOR_OTHERS,
}

_TOLD: Final = {
    Told.PASSED_ON: Progress.PASSED_ON,
    Told.RECEIVED: Progress.ARRIVED,
    # Whether somebody investigates or is done with it is the same sentence: it gives nobody away.
    Told.LOOKED_INTO: Progress.ANSWERED,
    Told.ENDED: Progress.ANSWERED,
}


def progress(
    shelf: Shelf | None,
    taken_on: bool,  # noqa: FBT001 - a fact of the row
    reason: CloseReason | None,
    *,
    has_talked: bool = False,
    told: Told | None = None,
) -> Progress:
    """Return how far a report has come; tests go the same way as real reports.

    `has_talked` if there is any message: what was added puts a report back among the unread ones.
    `told` is the furthest that a referral of it came: that goes before where the report lies.
    """
    if told is not None:
        return _TOLD[told]
    if shelf in {Shelf.CLOSED, Shelf.TEST_CLOSED}:
        return Progress.CLOSED if reason is None else _CLOSED.get(reason, Progress.CLOSED)
    if taken_on or shelf in {Shelf.READ, Shelf.TEST_READ}:
        return Progress.BEING_READ
    return Progress.ADDED if has_talked else Progress.RECEIVED
