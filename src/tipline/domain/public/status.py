"""How far a public report has come, in the few words its reporter is told."""

from enum import StrEnum
from typing import Final

from tipline.domain.desk import CloseReason, Shelf


class Progress(StrEnum):
    """What the return page says of a report."""

    RECEIVED = "received"
    ADDED = "added"
    """Something was written since, by either side; the report may have been read before."""
    BEING_READ = "being_read"
    PASSED_ON = "passed_on"
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


def progress(
    shelf: Shelf | None,
    taken_on: bool,  # noqa: FBT001 - a fact of the row
    reason: CloseReason | None,
    *,
    has_talked: bool = False,
) -> Progress:
    """Return how far a report has come; tests go the same way as real reports.

    `has_talked` if there is any message: what was added puts a report back among the unread ones.
    """
    if shelf in {Shelf.CLOSED, Shelf.TEST_CLOSED}:
        return Progress.CLOSED if reason is None else _CLOSED.get(reason, Progress.CLOSED)
    if taken_on or shelf in {Shelf.READ, Shelf.TEST_READ}:
        return Progress.BEING_READ
    return Progress.ADDED if has_talked else Progress.RECEIVED
