"""What the public door is made of: the ports of one hotline, set once when the door is built."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from tipline.config.public import PublicSite
from tipline.doors.public.tokens import Tokens
from tipline.doors.public.words import Words
from tipline.ports.secrets import Randomness
from tipline.services.public.counter import Counter

SAME_TIME: Final = 1.0
"""Seconds after which a receipt code is answered, known or not: longer than either takes."""


class Parts(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of the door; `counter` finds the way to change the store anew for each request.

    `languages` begins with the hotline's first; `kept_days` is how long reports are kept after
    they are closed, None if the operator has not said; codes are answered after `same_time`.
    """

    counter: Callable[[], Counter]
    site: PublicSite
    languages: Mapping[str, Words]
    tokens: Tokens
    randomness: Randomness
    secure: bool
    kept_days: int | None = None
    same_time: float = SAME_TIME


_PRESENT: list[Parts] = []


def install(parts: Parts) -> None:
    """Make these the parts of this process's public door."""
    _PRESENT[:] = [parts]


def present() -> Parts:
    """Return the parts of this process's public door."""
    return _PRESENT[0]
