"""A report in the outbox as it is seen without opening it."""

from datetime import timedelta
from typing import Final

import msgspec

from tipline.domain.moments import in_microseconds
from tipline.filing.outbox.states import OVER, State

PATIENCE: Final = in_microseconds(timedelta(hours=1))
"""Microseconds after which a report that is not filed calls for a person."""


ERASED_AFTER: Final = in_microseconds(timedelta(days=7))
"""Microseconds between finding that a preservation is over and erasing."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why the last call failed: our code, the service's code, HTTP status and Request-ID."""

    code: str
    response_code: int | None = None
    status: int | None = None
    request_id: str | None = None


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One report; times in microseconds since 1970.

    `key` is the name under which the platform knows it. `attempt` counts how often it was begun
    at the service, `tries` the calls that failed since the last that did not. `report_id` is the
    service's number for it. `follows` are earlier reports of this outbox that it belongs to.
    `erased` says that its preservation is over and its content gone.
    """

    number: int
    key: str
    state: State
    urgent: bool
    attempt: int
    tries: int
    queued_at: int
    next_at: int
    report_id: int | None
    filed_at: int | None
    preserve_until: int | None
    trouble: Trouble | None
    follows: tuple[int, ...] = ()
    hold: str | None = None
    erased: bool = False

    def is_stuck(self, now: int) -> bool:
        """Tell whether a person has to look: refused, or not filed for an hour.

        One that was taken in by a clock far ahead counts too.
        """
        if self.state in OVER:
            return False
        return self.state is State.REFUSED or abs(now - self.queued_at) > PATIENCE


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a report, and the answer that led to it."""

    at: int
    what: str
    trouble: Trouble | None = None


class Gate(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the service is called at all; shut till `until` after `failures` in a row."""

    failures: int = 0
    until: int = 0
    trouble: Trouble | None = None
