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
from tipline.domain.desk import SHORTEST_PASSWORD
from tipline.domain.errors import KeysUnusableError

_LONGEST: Final = 4_096
_TRIES: Final = 3
_OTHERS: Final = 0o077

passphrase_fd_option = click.option(
    "--passphrase-fd",
    type=click.IntRange(0),
    help="Read the passphrase of hotline.private from this open file descriptor.",
)


def find_passphrase(settings: Settings, fd: int | None = None) -> str | None:
    """Return the passphrase of the hotline's private key, or None if it has none.

    Raises:
        KeysUnusableError: it needs one and none can be had, its file is open to others, or it
            does not open the key; at a terminal there is a second and a third try.
    """
    if not bootstrap.needs_passphrase(settings):
        return None
    given = None
    if fd is not None:
        given = read_passphrase(fd)
    elif settings.passphrase_file is not None:
        given = _from_file(settings.passphrase_file)
    if given is not None:
        bootstrap.check_passphrase(settings, given)
        return given
    _need_terminal(
        "hotline.private is protected, and there is no terminal to ask for its passphrase."
        " Give --passphrase-fd, or name a file with TIPLINE_PASSPHRASE_FILE."
    )
    left = _TRIES
    while True:
        typed = str(click.prompt("Passphrase of hotline.private", hide_input=True, err=True))
        left -= 1
        try:
            bootstrap.check_passphrase(settings, typed)
        except KeysUnusableError as error:
            if not left:
                raise
            click.echo(f"tipline: {error} Try again.", err=True)
        else:
            return typed


def ask_passphrase(question: str, otherwise: str) -> str:
    """Return a passphrase that somebody types, of a file that has one already.

    Raises:
        KeysUnusableError: there is no terminal; `otherwise` says what to do then.
    """
    _need_terminal(f"There is no terminal to ask for a passphrase. {otherwise}")
    return str(click.prompt(question, hide_input=True, err=True))


def choose_passphrase(question: str, otherwise: str) -> str:
    """Return a new passphrase, typed twice, as long as a password of the desk must be.

    Raises:
        KeysUnusableError: there is no terminal (`otherwise` says what to do), or none was chosen.
    """
    _need_terminal(f"There is no terminal to ask for a passphrase. {otherwise}")
    click.echo(f"Choose a passphrase of at least {SHORTEST_PASSWORD} characters.", err=True)
    for _ in range(_TRIES):
        typed = str(click.prompt(question, hide_input=True, err=True))
        if len(typed) < SHORTEST_PASSWORD:
            click.echo(f"Too short: it needs at least {SHORTEST_PASSWORD} characters.", err=True)
        elif click.prompt("Repeat for confirmation", hide_input=True, err=True) == typed:
            return typed
        else:
            click.echo("The two are not the same.", err=True)
    raise KeysUnusableError("No passphrase was chosen, and nothing was changed.")


def _need_terminal(otherwise: str) -> None:
    """Refuse to ask where nobody can answer."""
    if sys.stdin is None or not sys.stdin.isatty():
        raise KeysUnusableError(otherwise)


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
