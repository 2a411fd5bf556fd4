"""Turns: what costs much is worked on at a steady pace; others wait instead of being refused."""

import asyncio
from typing import Final, NamedTuple


class Rate(NamedTuple):
    """How many a second are worked on in one process, and how many may wait for their turn."""

    a_second: float
    waiting: int


RATES: Final = {
    "first": Rate(60, 600),
    "send": Rate(20, 400),
    "send_slowly": Rate(15, 300),
    "show": Rate(20, 200),
    "code": Rate(8, 200),
    "code_slowly": Rate(5, 100),
}
"""First answers (each makes a draft); sending a report, seeing its receipt, trying a code.

Those whose browser did its proof of work have queues of their own: whoever floods the others'
pays for every place in these.
"""


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
