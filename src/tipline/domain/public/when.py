"""When somebody saw something, as they typed it: day, month, year, each perhaps missing."""

import unicodedata
from calendar import monthrange
from datetime import date
from typing import Final, NamedTuple

from tipline.domain.identifiers.text.folding import tidy
from tipline.domain.public.draft import Block

FIRST_YEAR: Final = 1990
"""Nothing that is reported here happened earlier."""

_MONTHS: Final = 12
_LEAP_YEAR: Final = 2000
_YEAR_DIGITS: Final = 4


class Typed(NamedTuple):
    """The numbers of a date; None where nothing was typed."""

    day: int | None
    month: int | None
    year: int | None


def number_in(text: str) -> int | None:
    """Return a whole number of at most four digits, of any script; None if it is none."""
    digits = [unicodedata.decimal(mark, None) for mark in tidy(text)]
    if not digits or len(digits) > _YEAR_DIGITS or None in digits:
        return None
    return int("".join(map(str, digits)))


def typed_date(block: Block) -> Typed | None:
    """Return the numbers of a date; None if one of them is none, or if there is no such day."""
    numbers: list[int | None] = []
    for text in (block.day, block.month, block.year):
        number = number_in(text)
        if number is None and text.strip():
            return None
        numbers.append(number)
    typed = Typed(*numbers)
    return typed if _exists(typed) else None


def earliest(typed: Typed) -> date | None:
    """Return the first day a date can mean; None without a year."""
    if typed.year is None:
        return None
    day = 1 if typed.month is None or typed.day is None else typed.day
    return date(typed.year, typed.month or 1, day)


def known_day(typed: Typed) -> tuple[str | None, str]:
    """Return what is known from the year down, and apart what has no place there.

    `2026-05-03`, or what stands first of it; the rest has question marks: `????-05-03`.
    """
    if typed.year is not None and typed.month is not None:
        last = "" if typed.day is None else f"-{typed.day:02}"
        return f"{typed.year:04}-{typed.month:02}{last}", ""
    month = "??" if typed.month is None else f"{typed.month:02}"
    day = "??" if typed.day is None else f"{typed.day:02}"
    loose = "" if month == day == "??" else f"????-{month}-{day}"
    return (None if typed.year is None else f"{typed.year:04}"), loose


def _exists(typed: Typed) -> bool:
    month = 1 if typed.month is None else typed.month
    if not 1 <= month <= _MONTHS or typed.year == 0:
        return False
    # Without its year, a day of February may be the 29th.
    days = monthrange(typed.year or _LEAP_YEAR, month)[1]
    return typed.day is None or 1 <= typed.day <= days
