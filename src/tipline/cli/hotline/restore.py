"""`tipline restore`: a hotline from its sealed copy."""

import os
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.options import data_option
from tipline.cli.passphrases import find_passphrase, passphrase_fd_option
from tipline.cli.progress import progress
from tipline.config import read_settings


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@passphrase_fd_option
@data_option
def restore(file: Path, passphrase_fd: int | None, data: Path | None) -> None:
    """Fill an empty hotline from the sealed copy FILE.

    The folder needs the keys first (`tipline keys import`). What is there already is never
    overwritten. The copy is checked against the root of its audit log; if anything is missing or
    changed, nothing is kept. If hotline.private is protected, its passphrase is asked for.
    """
    settings = read_settings(data, os.environ)
    hotline = bootstrap.prepare_restore(settings)
    passphrase = find_passphrase(settings, passphrase_fd)
    with progress("Restoring") as passed:
        entries = hotline.restore(file, passed, passphrase)
    click.echo(f"Restored; the audit log is whole with {entries:,} entries.", err=True)
