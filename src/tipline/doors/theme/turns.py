"""Turns: what costs much is worked on at a steady pace; others wait instead of being refused."""

import asyncio
from typing import NamedTuple


class Rate(NamedTuple):
    """How many a second are worked on in one process, and how many may wait for their turn."""

    a_second: float
    waiting: int


class Turns:
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
