"""The life of a report at the provider door, as a table.

OPEN until finished or retracted, or until a day has passed; nothing leads back. Source:
CyberTipline API reference, section 1.4 and the codes of section 1.3.
"""

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import Final

from tipline.domain.moments import in_microseconds


class State(IntEnum):
    """Where a report stands in its life; the numbers are what the store keeps."""

    OPEN = 1
    FINISHED = 2
    RETRACTED = 3
    EXPIRED = 4


class Step(StrEnum):
    """What its provider can ask for."""

    FINISH = "finish"
    RETRACT = "retract"


OPEN_FOR: Final = timedelta(hours=24)
"""An open report without files expires this long after opening."""

NEXT: Final[dict[tuple[State, Step], State]] = {
    (State.OPEN, Step.FINISH): State.FINISHED,
    (State.OPEN, Step.RETRACT): State.RETRACTED,
}
"""Every step there is; what is not here is refused and changes nothing."""


def state_at(stored: int, opened_at: int, now: int) -> State:
    """Return the state a report is really in: one left open too long has expired.

    Times are in microseconds since 1970.
    """
    state = State(stored)
    if state is State.OPEN and opened_at + in_microseconds(OPEN_FOR) <= now:
        return State.EXPIRED
    return state
