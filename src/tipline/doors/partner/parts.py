"""What the partner door is made of: the ports of one hotline, set once when the door is built."""

from collections.abc import Callable
from typing import Final

import msgspec

from tipline.domain.directory.index import Directory
from tipline.services.referrals.answer_referral import Answering

SAME_TIME: Final = 0.5
"""Seconds after which a link that shows nothing is answered, whatever is wrong with it."""


class House(msgspec.Struct, frozen=True, kw_only=True):
    """Who the hotline is and how agencies reach it; empty is what its operator has not said."""

    name: str
    email: str = ""
    phone: str = ""
    page: str = ""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the door; `answering` finds the way to change the store for each request.

    `directory` returns the agencies as known now.
    """

    answering: Callable[[], Answering]
    directory: Callable[[], Directory]
    house: House
    same_time: float = SAME_TIME


_PRESENT: list[Parts] = []


def install(parts: Parts) -> None:
    """Make these the parts of this process's partner door."""
    _PRESENT[:] = [parts]


def present() -> Parts:
    """Return the parts of this process's partner door."""
    return _PRESENT[0]
