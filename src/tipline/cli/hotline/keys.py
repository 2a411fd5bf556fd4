"""`tipline keys`: keep the keys safe."""

import os
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.cli.options import data_option
from tipline.cli.passphrases import (
    ask_passphrase,
    choose_passphrase,
    find_passphrase,
    passphrase_fd_option,
)
from tipline.config import read_settings

_passphrase = click.option(
    "--passphrase/--no-passphrase",
    default=True,
    help="Lock the file with a passphrase that is asked for (default), or not.",
)

_WITHOUT: Final = "Run this at one, or leave the file without a passphrase: --no-passphrase."
_IF_NONE: Final = "Run this at one; for a file without a passphrase give --no-passphrase."


@click.group()
def keys() -> None:
    """Keep the keys safe: who loses hotline.private can never read a report again."""


@keys.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_passphrase
@data_option
def export(file: Path, *, passphrase: bool, data: Path | None) -> None:
    """Write a copy of all keys to FILE; keep it away from this machine and from the back-ups.

    The passphrase is asked for at the terminal and has at least 15 characters.
    """
    phrase: str | None = None
    if passphrase:
        phrase = choose_passphrase("Passphrase", _WITHOUT)
    bootstrap.export_keys(read_settings(data, os.environ), file, phrase)
    click.echo(f"{file} has all keys. Store it where nobody finds it with a back-up.", err=True)


@keys.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_passphrase
@data_option
def import_(file: Path, *, passphrase: bool, data: Path | None) -> None:
    """Put the keys of FILE into a hotline's folder that has none."""
    phrase: str | None = None
    if passphrase:
        phrase = ask_passphrase("Passphrase", _IF_NONE)
    settings = read_settings(data, os.environ)
    bootstrap.import_keys(settings, file, phrase)
    click.echo(f"The keys are in {settings.keys}.", err=True)


@keys.command()
@click.option("--remove", is_flag=True, help="Leave hotline.private without a passphrase.")
@passphrase_fd_option
@data_option
def protect(*, remove: bool, passphrase_fd: int | None, data: Path | None) -> None:
    """Put hotline.private under a passphrase that is asked for, or change the one it has.

    `tipline serve` asks for it at every start. The key stays the same, and what was sealed opens.
    A passphrase has at least 15 characters. The file as it was may stay in back-ups of the folder
    and on the free blocks of the disk.
    """
    settings = read_settings(data, os.environ)
    old = find_passphrase(settings, passphrase_fd)
    new: str | None = None
    if not remove:
        new = choose_passphrase("New passphrase", "Run this at one.")
    bootstrap.protect_key(settings, old, new)
    done = "has no passphrase any more" if remove else "has the new passphrase from now on"
    click.echo(f"{settings.keys / 'hotline.private'} {done}.", err=True)
