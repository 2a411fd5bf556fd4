"""Keeps what costs much from being asked for too often: by waiting, never by refusing somebody.

Nobody is told apart by where they come from: those who share an address wait no longer.
"""

import asyncio
import re
from typing import Final, NamedTuple

from starlette.types import ASGIApp, Receive, Scope, Send

from tipline.doors.theme.frame import REFUSED

_TOO_MANY: Final = 503


class Rate(NamedTuple):
    """How many a second are worked on in one process, and how many may wait for their turn."""

    a_second: float
    waiting: int


RATES: Final = {
    "begin": Rate(50, 500),
    "send": Rate(10, 200),
    "code": Rate(5, 100),
}
"""Beginning a visit, sending a report or seeing its receipt, trying a code."""

_KINDS: Final = (
    ("begin", "GET", re.compile(r"/[A-Za-z-]{2,8}/1/")),
    ("send", "POST", re.compile(r"/[A-Za-z-]{2,8}/10/")),
    ("send", "GET", re.compile(r"/[A-Za-z-]{2,8}/11/")),
    ("code", "POST", re.compile(r"/[A-Za-z-]{2,8}/code/")),
)


class Budget:
    """An application that lets the inner one work on what is costly at a steady pace."""

    def __init__(self, inner: ASGIApp, rates: dict[str, Rate] | None = None) -> None:
        self._inner = inner
        self._turns = {kind: _Turns(rate) for kind, rate in (rates or RATES).items()}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, when it is its turn."""
        kind = _kind_of(scope)
        if kind is not None and not await self._turns[kind].take():
            scope = {**scope, REFUSED: _TOO_MANY}
        await self._inner(scope, receive, send)


class _Turns:
    """Gives out turns at a rate; short bursts of a second's worth go through at once."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._next = 0.0
        self._waiting = 0

    async def take(self) -> bool:
        """Wait for a turn; False at once if too many wait already."""
        if self._waiting >= self._rate.waiting:
            return False
        now = asyncio.get_running_loop().time()
        self._next = max(self._next, now - 1) + 1 / self._rate.a_second
        wait = self._next - now
        if wait > 0:
            self._waiting += 1
            try:
                await asyncio.sleep(wait)
            finally:
                self._waiting -= 1
        return True


def _kind_of(scope: Scope) -> str | None:
    if scope["type"] != "http":
        return None
    for kind, method, path in _KINDS:
        if scope["method"] == method and path.fullmatch(scope["path"]):
            return kind
    return None
