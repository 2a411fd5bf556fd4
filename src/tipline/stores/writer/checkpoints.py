"""Moves what was committed from SQLite's write-ahead log into the database, beside the writer.

Left to SQLite, the commit that crosses a threshold does it, and all who wait wait for it. Here a
second connection does nearly all of it while the writer goes on; between two batches it does the
rest, so that the log can begin anew.
"""

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from pathlib import Path
from typing import Final

import structlog

from tipline.stores import queries

MOST_PAGES: Final = 8_000
"""Pages of log, of 4 KiB, from which it is moved; SQLite's own threshold, far above, is a net."""

_FRAMES_AT: Final = 16
_FRAMES_BYTES: Final = 4
"""Where the log's index says how many pages it has (sqlite.org/walformat.html, section 2.1)."""

_log: Final = structlog.get_logger(__name__)


class Checkpoints:
    """Watches the log of one database; does nothing for other databases than SQLite."""

    def __init__(self, most_pages: int = MOST_PAGES) -> None:
        self._most_pages = most_pages
        self._index = _index_of_log()
        self._thread = ThreadPoolExecutor(1, "checkpoints")
        self._context = copy_context()
        self._moving: asyncio.Future[None] | None = None

    async def after_batch(
        self, between: Callable[[Callable[[], None]], asyncio.Future[None]]
    ) -> None:
        """Begin to move a long log; `between` runs what must be done between two batches."""
        if self._index is None:
            return
        if self._moving is None:
            if _pages(self._index) >= self._most_pages:
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


def _index_of_log() -> Path | None:
    if queries.database().vendor != "sqlite":
        return None
    return Path(f"{queries.database().settings_dict['NAME']}-shm")


def _pages(index: Path) -> int:
    """Return how many pages the log has; its file stays as long as it ever was."""
    try:
        with index.open("rb", buffering=0) as file:
            file.seek(_FRAMES_AT)
            return int.from_bytes(file.read(_FRAMES_BYTES), sys.byteorder)
    except OSError:
        return 0
