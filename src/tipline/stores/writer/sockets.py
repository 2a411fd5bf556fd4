"""The name of a Unix socket in a folder whose path is too long for one (108 bytes on Linux)."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_LONGEST: Final = 107
"""Bytes in the name of a Unix socket: `sun_path` less its end (unix(7))."""


@contextmanager
def socket_name(path: Path) -> Iterator[str]:
    """Give a name that fits, good until this ends; it leads through an open folder if need be.

    Raises:
        OSError: there is no such folder.
    """
    if len(os.fsencode(path)) <= _LONGEST:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
