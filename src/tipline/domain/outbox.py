"""The life of something that must leave: intent stored first, then the act, then how it ended."""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final


class OutboxState(IntEnum):
    """Where an item stands; the numbers are what the store keeps."""

    WAITING = 0
    SENT = 1
    FAILED = 2
    """Refused for good, or tried for too long: somebody must look."""
    NEEDLESS = 3
    """Nobody needs it any more: the report was read, retracted or expired before it left."""


class OutboxEnd(StrEnum):
    """How an attempt ended."""

    SENT = "sent"
    RETRY = "retry"
    """It did not leave, or nobody knows: it is tried again, so one alert can come twice."""
    FAILED = "failed"


TAKEN_FOR: Final = timedelta(minutes=2)
"""Who takes an item has this long; a process that was killed leaves it to the next."""

LOOK_AGAIN: Final = timedelta(seconds=5)
"""How soon an alert is looked at again whose report is not at the desk yet."""

GIVE_UP_AFTER: Final = timedelta(hours=24)
"""An alert that could not be sent for this long is given up; the desk has shown it meanwhile."""

STUCK_ATTEMPTS: Final = 3
"""From this many attempts on an alert that waits counts as stuck."""

_SHORTEST: Final = timedelta(seconds=5)
_LONGEST: Final = timedelta(minutes=10)
_MOST_DOUBLINGS: Final = 10


def backoff(attempts: int, chance: float) -> timedelta:
    """Return how long to wait after so many attempts; `chance` in [0, 1) spreads it by half."""
    doublings = max(0, min(attempts - 1, _MOST_DOUBLINGS))
    pause = min(_SHORTEST * (1 << doublings), _LONGEST)
    return pause * (1 - chance / 2)
