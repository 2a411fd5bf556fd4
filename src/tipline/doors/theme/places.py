"""Places at which pages are worked on; when all are taken, some who wait go before others."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

FIRST: Final = "tipline.first"
"""Where in the scope it is said that a request goes before others."""

_OTHERS_EVERY: Final = 4
"""Of so many places that fall free one goes to those who do not go first, so that all get on."""


class Places:
    """As many places as there are threads; who goes first gets all that fall free but each fourth.

    Those that wait in one line come in the order they came.
    """

    def __init__(self, free: int) -> None:
        self._free = free
        self._given = 0
        self._first: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def one(self, *, first: bool) -> AsyncIterator[None]:
        """Wait for a place, and give it back."""
        if self._free:
            self._free -= 1
        else:
            turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            (self._first if first else self._others).append(turn)
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._give_back()
                raise
        try:
            yield
        finally:
            self._give_back()

    def _give_back(self) -> None:
        """Hand the place on to whoever still waits for it."""
        while self._first or self._others:
            self._given += 1
            others_turn = not self._first or (self._others and not self._given % _OTHERS_EVERY)
            turn = (self._others if others_turn else self._first).popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
