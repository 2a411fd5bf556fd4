"""A point in time exactly as it was stated: zone, fraction and all.

Python's datetime stops at microseconds and forgets how a zone was written; a fact must not.
"""

import re
from datetime import UTC, date, datetime
from typing import Final, Self

from tipline.domain.errors import ValueRefusedError

_YEAR: Final = "([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])"
_LEAP_YEAR: Final = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)"
_MONTH_DAY: Final = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    "|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    "|02-(0[1-9]|1[0-9]|2[0-8]))"
)

DATE_PATTERN: Final = f"({_YEAR}-{_MONTH_DAY}|{_LEAP_YEAR}-02-29)"
"""A calendar date YYYY-MM-DD, years 0001 to 9999, leap years respected, without a zone.

Written in the subset that XML Schema and Python read alike, so that both sides are one rule.
"""

TIMESTAMP_PATTERN: Final = (
    f"{DATE_PATTERN}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]+)?"
    "(Z|[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
)
"""ISO 8601 with a zone (`Z` or `+hh:mm`) and any fraction; no hour 24, no leap second.

Source: CyberTipline API reference, section 2.10 (date-times); zones up to 14 h as in XML Schema.
"""

_TIMESTAMP: Final = re.compile(TIMESTAMP_PATTERN)


class Timestamp(str):
    """A stated point in time, kept letter by letter; `instant` is the same moment for arithmetic.

    Raises:
        ValueRefusedError: the text is not ISO 8601 with a zone (`TIMESTAMP_PATTERN`).
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:  # noqa: D102 - the class says it
        if _TIMESTAMP.fullmatch(text) is None:
            raise ValueRefusedError(
                "a date-time needs date, time and zone, as in 2026-01-31T13:45:00+02:00"
            )
        return super().__new__(cls, text)

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the timestamp of an aware datetime.

        Raises:
            ValueRefusedError: the datetime is naive, or its zone has seconds.
        """
        return cls(moment.isoformat())

    @classmethod
    def trusted(cls, text: str) -> Self:
        """Return `text` as a timestamp unchecked; for codecs whose schema has checked it."""
        return super().__new__(cls, text)

    @property
    def instant(self) -> datetime:
        """The moment as an aware datetime; digits beyond microseconds are cut off."""
        return datetime.fromisoformat(self)

    def is_after(self, other: "Timestamp") -> bool:
        """Tell whether this moment lies after the other, to the last digit stated."""
        mine, theirs = self.instant, other.instant
        if mine != theirs:
            return mine > theirs
        return _split(self)[1].rstrip("0") > _split(other)[1].rstrip("0")


def _split(stated: str) -> tuple[str, str, str]:
    """Return date and time to the second, the fraction's digits, and the zone."""
    head, rest = stated[:19], stated[19:]
    zone_at = 0
    if rest.startswith("."):
        zone_at = next(i for i, mark in enumerate(rest) if mark in "Z+-")
    return head, rest[1:zone_at], rest[zone_at:]


def is_past(stated: Timestamp | date, now: datetime) -> bool:
    """Tell whether a stated time is not after `now` (aware), a date before today in UTC."""
    if isinstance(stated, Timestamp):
        instant = stated.instant
        return instant < now or (instant == now and not stated.is_after(Timestamp.of(now)))
    return stated < now.astimezone(UTC).date()
