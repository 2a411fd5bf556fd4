"""The life of a report in the outbox, as a table.

What is not in the table cannot happen. A state that says "-ing" was stored before the call it
names was made: found after a crash, nobody knows whether the service acted.
Source of what to do then: CyberTipline API reference, section 1.4.
"""

from enum import IntEnum, StrEnum
from typing import Final


class State(IntEnum):
    """Where a report stands; the numbers are what the file keeps."""

    QUEUED = 1
    """To be submitted."""
    SUBMITTING = 2
    OPEN = 3
    """The service has it and gave an id; to be finished."""
    FINISHING = 4
    UNSURE = 5
    """Nobody knows whether it was finished; to be found out by retracting."""
    RETRACTING = 6
    REFUSED = 7
    """The service will not take it: a person has to look."""
    FILED = 8
    ENDED = 9
    """A person ended it: it will not be filed."""


class Outcome(StrEnum):
    """What happened in a state."""

    BEGUN = "begun"
    DONE = "done"
    LATER = "later"
    UNKNOWN = "unknown"
    INTERRUPTED = "interrupted"
    WAS_FINISHED = "was_finished"
    GONE = "gone"
    REFUSED = "refused"
    AGAIN = "again"
    DROPPED = "dropped"


NEXT: Final[dict[tuple[State, Outcome], State]] = {
    (State.QUEUED, Outcome.BEGUN): State.SUBMITTING,
    (State.SUBMITTING, Outcome.DONE): State.OPEN,
    (State.SUBMITTING, Outcome.LATER): State.QUEUED,
    # What may have been opened is never finished, so it expires at the service by itself.
    (State.SUBMITTING, Outcome.UNKNOWN): State.QUEUED,
    (State.SUBMITTING, Outcome.INTERRUPTED): State.QUEUED,
    (State.SUBMITTING, Outcome.REFUSED): State.REFUSED,
    (State.OPEN, Outcome.BEGUN): State.FINISHING,
    (State.FINISHING, Outcome.DONE): State.FILED,
    (State.FINISHING, Outcome.WAS_FINISHED): State.FILED,
    (State.FINISHING, Outcome.LATER): State.OPEN,
    (State.FINISHING, Outcome.GONE): State.QUEUED,
    (State.FINISHING, Outcome.REFUSED): State.REFUSED,
    (State.FINISHING, Outcome.UNKNOWN): State.UNSURE,
    (State.FINISHING, Outcome.INTERRUPTED): State.UNSURE,
    (State.UNSURE, Outcome.BEGUN): State.RETRACTING,
    # It was still open and is gone now: it is filed from the beginning.
    (State.RETRACTING, Outcome.DONE): State.QUEUED,
    (State.RETRACTING, Outcome.GONE): State.QUEUED,
    (State.RETRACTING, Outcome.WAS_FINISHED): State.FILED,
    (State.RETRACTING, Outcome.LATER): State.UNSURE,
    (State.RETRACTING, Outcome.UNKNOWN): State.UNSURE,
    (State.RETRACTING, Outcome.INTERRUPTED): State.UNSURE,
    (State.REFUSED, Outcome.AGAIN): State.QUEUED,
    (State.REFUSED, Outcome.DROPPED): State.ENDED,
    (State.QUEUED, Outcome.DROPPED): State.ENDED,
}
"""Every step there is."""

UNDER_WAY: Final = (State.SUBMITTING, State.FINISHING, State.RETRACTING)
"""Only while a call is made; found at a start, they were interrupted."""

OVER: Final = (State.FILED, State.ENDED)
"""Nothing is left to be done but to keep it; all states below these are not filed."""

TO_DO: Final = (State.QUEUED, State.OPEN, State.UNSURE)
"""A worker goes on from here."""


def begins_anew(state: State, outcome: Outcome) -> bool:
    """Tell whether the report that the service had is gone, so that the next one is another."""
    return NEXT[state, outcome] is State.QUEUED and state in {State.FINISHING, State.RETRACTING}
