"""Where the passphrase of hotline.private comes from: a pipe, a file, or somebody at a terminal.

Never from arguments or the environment, where other programs could read it.
"""

import os
import stat
import sys
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.config import Settings
from tipline.domain.errors import KeysUnusableError

_LONGEST: Final = 4_096
_OTHERS: Final = 0o077

passphrase_fd_option = click.option(
    "--passphrase-fd",
    type=click.IntRange(0),
    help="Read the passphrase of hotline.private from this open file descriptor.",
)


def find_passphrase(settings: Settings, fd: int | None = None) -> str | None:
    """Return the passphrase of the hotline's private key, or None if it has none.

    Raises:
        KeysUnusableError: it needs one and none can be had, or its file is open to others.
    """
    if not bootstrap.needs_passphrase(settings):
        return None
    if fd is not None:
        return read_passphrase(fd)
    if settings.passphrase_file is not None:
        return _from_file(settings.passphrase_file)
    if not sys.stdin.isatty():
        raise KeysUnusableError(
            "hotline.private is protected, and there is no terminal to ask for its passphrase."
            " Give --passphrase-fd, or name a file with TIPLINE_PASSPHRASE_FILE."
        )
    return str(click.prompt("Passphrase of hotline.private", hide_input=True, err=True))


def read_passphrase(fd: int) -> str:
    """Return what an open file descriptor gives until its end, without the line's end; close it.

    Raises:
        KeysUnusableError: it cannot be read, or is too long for a passphrase.
    """
    try:
        with os.fdopen(fd, "rb") as pipe:
            found = pipe.read(_LONGEST + 1)
    except OSError as error:
        raise KeysUnusableError(
            f"The passphrase cannot be read from descriptor {fd}: {error.strerror}."
        ) from None
    if len(found) > _LONGEST:
        raise KeysUnusableError("This is too long for a passphrase. Give one line of text.")
    return found.decode("utf-8", "surrogateescape").rstrip("\r\n")


def _from_file(file: Path) -> str:
    try:
        fd = os.open(file, os.O_RDONLY)
    except OSError as error:
        raise KeysUnusableError(
            f"{file} cannot be read for the passphrase: {error.strerror}."
        ) from None
    found = os.fstat(fd)
    if not stat.S_ISFIFO(found.st_mode) and found.st_mode & _OTHERS:
        os.close(fd)
        raise KeysUnusableError(f"{file} is open to others. Run: chmod 600 {file}")
    return read_passphrase(fd)
