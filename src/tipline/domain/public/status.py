"""How far a public report has come, in the four words its reporter is told."""

from enum import StrEnum

from tipline.domain.desk import CloseReason, Shelf


class Progress(StrEnum):
    """What the return page says of a report."""

    RECEIVED = "received"
    BEING_READ = "being_read"
    PASSED_ON = "passed_on"
    CLOSED = "closed"


def progress(shelf: Shelf | None, taken_on: bool, reason: CloseReason | None) -> Progress:  # noqa: FBT001 - a fact of the row
    """Return how far a report has come; tests go the same way as real reports."""
    if shelf in {Shelf.CLOSED, Shelf.TEST_CLOSED}:
        passed = reason is CloseReason.REFERRED_ELSEWHERE
        return Progress.PASSED_ON if passed else Progress.CLOSED
    if taken_on or shelf in {Shelf.READ, Shelf.TEST_READ}:
        return Progress.BEING_READ
    return Progress.RECEIVED
