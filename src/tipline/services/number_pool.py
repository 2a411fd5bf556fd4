"""Gives out report numbers one by one, from blocks that the writer has set aside.

A number that was set aside and never used is lost, which harms nobody.
"""

import asyncio
from collections import deque
from typing import Final

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.operations import Done, Request, ReserveNumbers
from tipline.ports.stores import AwaitableWriter

_ACTOR: Final = "service:numbers"


class NumberPool:
    """The numbers of one process; the next block is fetched before the last one runs out."""

    def __init__(self, writer: AwaitableWriter, block: int = 512) -> None:
        self._writer = writer
        self._block = block
        self._numbers = deque[int]()
        self._fetching: asyncio.Task[None] | None = None

    async def take(self) -> int:
        """Return a number nobody else has.

        Raises:
            StoreUnavailableError: there is none left, and the writer gives no more.
        """
        while not self._numbers:
            await asyncio.shield(self._fetch())
        number = self._numbers.popleft()
        if len(self._numbers) < self._block // 2:
            self._fetch()
        return number

    def _fetch(self) -> asyncio.Task[None]:
        """Return the task that fetches a block, the running one if there is one."""
        if self._fetching is None:
            self._fetching = asyncio.create_task(self._reserve())
            self._fetching.add_done_callback(self._fetched)
        return self._fetching

    async def _reserve(self) -> None:
        request = Request(operation=ReserveNumbers(count=self._block), actor=_ACTOR)
        result = await self._writer.write(request)
        if not isinstance(result, Done):
            raise StoreUnavailableError("no numbers were reserved")
        self._numbers.extend(range(result.number, result.number + self._block))

    def _fetched(self, task: asyncio.Task[None]) -> None:
        self._fetching = None
        if not task.cancelled():
            task.exception()  # who waits is told; fetching ahead may fail unheard
