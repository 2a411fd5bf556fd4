"""The machine's clock, chance and patience; tests bring their own."""

import os
import threading
from datetime import UTC, datetime
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
        self._stopped = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Wait; return at once, and True, after `stop`."""
        return self._stopped.wait(max(0.0, seconds))

    def stop(self) -> None:
        """End all waiting, now and later."""
        self._stopped.set()
