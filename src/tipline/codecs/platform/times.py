"""Times as platforms write them, as times of a report: ISO 8601 with or without zone, epochs."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Final

from tipline.codecs.platform.unfit import Unfit
from tipline.codecs.platform.words import UNITS
from tipline.domain.errors import ValueRefusedError
from tipline.domain.moments import from_microseconds
from tipline.domain.timestamp import Timestamp

ZONE: Final = re.compile(r"Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)")
"""A zone as a mapping states it."""

_STATED: Final = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?P<clock>[0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"(?:[.,](?P<digits>[0-9]+))? ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?)?"
)
_COUNTED: Final = re.compile(r"(?P<whole>[0-9]{1,17})(?:\.(?P<digits>[0-9]{1,12}))?")
_DIGITS_OF: Final = dict(zip(UNITS, (0, 3, 6), strict=True))
_WIDEST_EXPONENT: Final = 20
_EARLIEST: Final = 631_152_000
"""1990 in seconds; nothing on a platform of today is older."""
_BEYOND: Final = 253_402_300_800
"""The year 10,000 in seconds."""


def read_time(value: object, unit: str | None, zone: str | None) -> Timestamp | Unfit:
    """Return a time; `unit` says what numbers count, `zone` what texts without one mean."""
    if type(value) is int or isinstance(value, Decimal):
        if unit is None:
            message = "A number is a time only if `time` says what it counts, such as `seconds`."
            return Unfit(code="time_unit_missing", message=message)
        return _counted(_plain(value), unit)
    if not isinstance(value, str):
        return _not_a_time()
    text = value.strip()
    if unit is not None and _COUNTED.fullmatch(text):
        return _counted(text, unit)
    return _stated(text, zone)


def _stated(text: str, zone: str | None) -> Timestamp | Unfit:
    match = _STATED.fullmatch(text)
    if match is None:
        return _not_a_time()
    stated = _zone(match["zone"]) or zone
    if stated is None:
        message = "This time has no zone: say which with `zone`, as in `+02:00`."
        return Unfit(code="zone_missing", message=message)
    digits = f".{match['digits']}" if match["digits"] else ""
    try:
        return Timestamp(f"{match['day']}T{match['clock']}{digits}{stated}")
    except ValueRefusedError:
        return _not_a_time()


def _zone(stated: str | None) -> str:
    if not stated:
        return ""
    if stated[0] not in "+-":
        return "Z"
    digits = stated[1:].replace(":", "").ljust(4, "0")
    return f"{stated[0]}{digits[:2]}:{digits[2:]}"


def _plain(number: int | Decimal) -> str:
    """Return a number in digits; nothing for one that counts no time at all."""
    if isinstance(number, Decimal):
        exponent = number.as_tuple().exponent
        usual = isinstance(exponent, int) and abs(exponent) <= _WIDEST_EXPONENT
        return format(number, "f") if usual else ""
    return str(number)


def _counted(text: str, unit: str) -> Timestamp | Unfit:
    """Return the time that so many units after 1970 is, with every digit that was stated."""
    match = _COUNTED.fullmatch(text)
    if match is not None:
        moved = _DIGITS_OF[unit]
        whole = match["whole"].zfill(moved + 1)
        at = len(whole) - moved
        digits = whole[at:] + (match["digits"] or "")
        seconds = int(whole[:at])
        if _EARLIEST <= seconds < _BEYOND:
            moment = from_microseconds(0) + timedelta(seconds=seconds)
            fraction = f".{digits}" if digits else ""
            return Timestamp(f"{moment:%Y-%m-%dT%H:%M:%S}{fraction}Z")
    message = "As a time, this number is before 1990 or after 9999: check what `time` says."
    return Unfit(code="time_implausible", message=message)


def _not_a_time() -> Unfit:
    message = "Expected a date-time, as in 2026-01-31T13:45:00+02:00."
    return Unfit(code="not_a_date_time", message=message)
