"""Who may change a store: whoever holds the lock in its data folder, one process at a time.

The writer process holds it for its life; a command takes it for one change, or hands the change to
the writer. The kernel lets go of it when the process ends, however it ends.
"""

import fcntl
import os
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tipline.domain.errors import StoreUnavailableError
from tipline.ports.clock import Clock
from tipline.ports.operations import AnyResult, Request
from tipline.stores.writer.batches import DirectBatches
from tipline.stores.writer.clients import DirectWriter, connected, exchange, exchange_all

_PATIENCE_SECONDS: Final = 10.0
"""How long who has the lock may take: a writer until it listens, a command until it is done."""

_PAUSE_SECONDS: Final = 0.05


class FolderLock:
    """The lock beside a writer's socket."""

    def __init__(self, socket_path: Path) -> None:
        self._path = socket_path.with_suffix(".lock")
        self._fd: int | None = None

    def take(self) -> bool:
        """Take the lock if nobody has it, and tell whether this process holds it now."""
        if self._fd is not None:
            return True
        fd = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        """Let go of the lock."""
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None


class FolderWriter:
    """Changes the store from any process: through the running writer, or else itself."""

    def __init__(
        self, socket_path: Path, clock: Clock, patience: float = _PATIENCE_SECONDS
    ) -> None:
        self._path, self._patience = socket_path, patience
        self._direct = DirectWriter(clock)

    def write(self, request: Request) -> AnyResult:
        """Have one operation applied and return its result.

        Raises:
            StoreUnavailableError: it was not applied, as far as is known.
        """
        with _way_in(self._path, self._patience) as connection:
            if connection is None:
                return self._direct.write(request)
            return exchange(connection, request)


class FolderBatches:
    """Makes many changes at once from any process, as `FolderWriter` makes one."""

    def __init__(self, socket_path: Path, clock: Clock) -> None:
        self._path = socket_path
        self._direct = DirectBatches(clock)

    def write_all(self, requests: Sequence[Request]) -> list[AnyResult]:
        """Return the results in order.

        Raises:
            StoreUnavailableError: nobody knows which were applied.
        """
        with _way_in(self._path, _PATIENCE_SECONDS) as connection:
            if connection is None:
                return self._direct.write_all(requests)
            return exchange_all(connection, requests)

    def close(self) -> None:
        """Let connections go; called on the thread that used them."""
        self._direct.close()


@contextmanager
def _way_in(path: Path, patience: float) -> Iterator[socket.socket | None]:
    """Yield a connection to the writer; None if there is none, and this process has the lock.

    Raises:
        StoreUnavailableError: another process has the lock, and no writer listens.
    """
    lock = FolderLock(path)
    until = time.monotonic() + patience
    while True:
        connection = connected(path)
        if connection is not None:
            with connection:
                yield connection
            return
        if lock.take():
            try:
                yield None
            finally:
                lock.release()
            return
        if time.monotonic() >= until:
            raise StoreUnavailableError("another process holds the store")
        time.sleep(_PAUSE_SECONDS)
