"""`tipline keys`: keep the keys safe, and change the one that identifiers are blind under."""

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import click

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.exits import PROBLEMS
from tipline.cli.options import data_option
from tipline.cli.passphrases import (
    ask_passphrase,
    choose_passphrase,
    find_passphrase,
    passphrase_fd_option,
)
from tipline.cli.progress import progress
from tipline.config import read_settings
from tipline.domain.moments import from_microseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from tipline.services.linking.rotate_index import Rotated

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


@keys.command(name="rotate-index")
@passphrase_fd_option
@data_option
def rotate_index(*, passphrase_fd: int | None, data: Path | None) -> None:
    """Blind all identifiers under a new key: run this if the old one may have been seen.

    Who has that key and a copy of the database can try out identifiers, though not read a report.
    The new key is no use to them; the old one finds nothing in what is stored from then on.

    Works while `tipline serve` runs. Each report is opened with hotline.private, what it is
    linked by is found anew (with what older versions did not link by yet), and both keys are good
    until all is done, so reports come in and are linked all the time. If it is cut short,
    however that is, run it again: it goes on where it was.

    What a visitor has begun and may leave is blind under the old key for up to an hour. If there
    is any at the end, this says when to run it again, and ends with status 1. Receipts and the
    ledger of imports stay good. Copies of the keys from before lack the new one: export them
    again.
    """
    # Only now: it loads all that reads reports.
    from tipline.services.linking.rotate_index import Locksmith  # noqa: PLC0415
    from tipline.services.linking.rotate_index import (  # noqa: PLC0415
        rotate_index as rotate,
    )

    settings = read_settings(data, os.environ)
    hotline = bootstrap.open_hotline(settings)
    smith = Locksmith(
        ring=hotline.key_ring(),
        rotation=hotline.rotation_reader,
        reader=hotline.reader,
        links=hotline.link_reader,
        writer=hotline.writer(),
        opener=hotline.opener(find_passphrase(settings, passphrase_fd)),
        pause=time.sleep,
    )
    with _Bars() as bars:
        done = rotate(smith, bars.hear)
    _say(done)


class _Bars:
    """One bar for each thing that is done, one after the other; on a terminal only."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._what = ""
        self._passed: Callable[[int, int], None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def hear(self, what: str, done: int, everything: int) -> None:
        """Show how much is done of what is being done."""
        if self._passed is None or what != self._what:
            self._stack.close()
            self._what = what
            self._passed = self._stack.enter_context(progress(what))
        self._passed(done, everything)


def _say(done: "Rotated") -> None:
    if done.resumed:
        click.echo("Went on with the rotation that was begun before.", err=True)
    click.echo(f"{done.reports:,} reports were opened and indexed under the new key.")
    if done.unopened:
        click.echo(
            f"{done.unopened:,} could not be opened: they stay linked as they were, and a search"
            " does not find them.",
            err=True,
        )
    if done.stops:
        click.echo(
            f"{done.stops:,} entries of the stop list could not be read, and stop nothing now."
            f" See {called()} link stop list, and put them there again.",
            err=True,
        )
    if done.until is not None:
        click.echo(
            "Not finished yet: a visitor may still leave what was begun under the old key. Run"
            f" {called()} keys rotate-index again after"
            f" {from_microseconds(done.until):%Y-%m-%d %H:%M:%S} UTC. Until then both keys are"
            " good, and reports come in and are linked.",
            err=True,
        )
        sys.exit(PROBLEMS)
    click.echo("Identifiers are blind under the new key only; the old one finds nothing.")
    click.echo(
        f"Export the keys again now ({called()} keys export FILE), and put the copies from before"
        " away: without the new key nothing new is linked with what is stored.",
        err=True,
    )
