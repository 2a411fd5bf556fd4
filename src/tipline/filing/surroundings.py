"""The machine's clock, chance and patience; tests bring their own."""

import os
from contextlib import suppress
from datetime import UTC, datetime
from queue import Empty, SimpleQueue
from typing import Protocol


class Rest(Protocol):
    """Waits between calls."""

    def wait(self, seconds: float) -> bool:
        """Wait; return at once, and True, if the work is to end."""
        ...


class SystemTime:
    """The clock of the machine, in UTC."""

    def now(self) -> datetime:
        """Return the present moment as an aware datetime in UTC."""
        return datetime.now(UTC)


class SystemChance:
    """Unpredictable bytes from the operating system."""

    def random_bytes(self, count: int) -> bytes:
        """Return this many unpredictable bytes."""
        return os.urandom(count)


class UntilStopped:
    """Waits until the time is over or somebody calls `stop`, from a signal handler for one."""

    def __init__(self) -> None:
        # An Event could deadlock: its lock may be held where the signal handler comes in between.
        self._calls: SimpleQueue[None] = SimpleQueue()
        self._stopped = False

    def wait(self, seconds: float) -> bool:
        """Wait; return at once, and True, after `stop`."""
        if not self._stopped and seconds > 0:
            with suppress(Empty):
                self._calls.get(timeout=seconds)
                self._calls.put(None)  # for whoever else waits
        return self._stopped

    def stop(self) -> None:
        """End all waiting, now and later; may be called from a signal handler."""
        self._stopped = True
        self._calls.put(None)
