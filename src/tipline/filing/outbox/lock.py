"""Who works on an outbox: a lock of the system that ends with the process, also when killed."""

import fcntl
import os
from pathlib import Path
from typing import Final

from tipline.filing.errors import OutboxBusyError, OutboxUnavailableError

_NAME: Final = "worker.lock"
_TAKEN: Final[set[int]] = set()


def take_lock(folder: Path) -> int:
    """Return the descriptor that holds the lock.

    Raises:
        OutboxBusyError: another process works on this outbox.
        OutboxUnavailableError: the folder cannot be used now.
    """
    try:
        descriptor = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        raise OutboxUnavailableError from None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        raise OutboxBusyError from None
    _TAKEN.add(descriptor)
    return descriptor


def let_go(descriptor: int) -> None:
    """Let others work."""
    if descriptor in _TAKEN:
        _TAKEN.remove(descriptor)
        os.close(descriptor)


def _leave_to_parent() -> None:
    """Close what a child has of its parent's lock, or it would outlive the parent in the child."""
    while _TAKEN:
        os.close(_TAKEN.pop())


os.register_at_fork(after_in_child=_leave_to_parent)
