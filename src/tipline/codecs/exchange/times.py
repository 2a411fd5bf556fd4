"""Stated moments as exchange formats take them: in UTC, cut to what their readers can read."""

from datetime import UTC
from typing import Final

from tipline.domain.timestamp import Timestamp

_MILLISECOND: Final = 1_000
"""Microseconds in one."""


def utc_milliseconds(stated: Timestamp | None) -> str | None:
    """Return a moment in UTC with `Z` and three digits of a second, or six where it has more.

    What was stated to more digits is cut. None if nothing was stated, or if UTC has no year for
    it: the first and last hours of the calendar in some zones.
    """
    if stated is None:
        return None
    try:
        moment = stated.instant.astimezone(UTC)
    except OverflowError:
        return None
    digits = "microseconds" if moment.microsecond % _MILLISECOND else "milliseconds"
    return f"{moment.replace(tzinfo=None).isoformat(timespec=digits)}Z"
