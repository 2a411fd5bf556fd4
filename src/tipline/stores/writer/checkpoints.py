"""Moves what was committed from SQLite's write-ahead log into the database, beside the writer.

Left to SQLite, the commit that crosses a threshold does it, and all who wait wait for it. Here a
second connection does nearly all of it while the writer goes on; between two batches it does the
rest, so that the log can begin anew.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Final

import structlog

from tipline.stores import queries

OPERATIONS: Final = 1_000
"""Operations after which the log is moved: some 30 MiB of it. SQLite's own threshold is a net.

They are counted because nobody may open the log or its index to look: closing a file of the
database drops all locks that this process has on it (sqlite.org/howtocorrupt, section 2.2).
"""

_log: Final = structlog.get_logger(__name__)


class Checkpoints:
    """Watches the log of one database; does nothing for other databases than SQLite."""

    def __init__(self, operations: int = OPERATIONS) -> None:
        self._operations = operations
        self._since = 0
        self._needed = queries.database().vendor == "sqlite"
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._context = copy_context()
        self._moving: asyncio.Future[None] | None = None

    async def after_batch(
        self, size: int, between: Callable[[Callable[[], None]], asyncio.Future[None]]
    ) -> None:
        """Begin to move a long log; `between` runs what must be done between two batches."""
        if not self._needed:
            return
        self._since += size
        if self._moving is None:
            if self._since >= self._operations:
                self._since = 0
                self._moving = self._run(_move)
        elif self._moving.done():
            self._moving = None
            await between(_move)

    async def close(self) -> None:
        """Wait for what is under way, and let the connection go."""
        await self._run(lambda: queries.database().close())
        self._thread.shutdown()

    def _run(self, work: Callable[[], None]) -> asyncio.Future[None]:
        loop = asyncio.get_running_loop()
        return loop.run_in_executor(self._thread, self._context.run, work)


def _move() -> None:
    """Move what nobody needs in the log any more; a failure waits for the next time."""
    try:
        queries.raw_connection().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
    except queries.driver_errors() as error:
        _log.warning("checkpoint_failed", error=type(error).__name__)
        queries.database().close()
