"""`tipline backup`: a sealed copy of a running hotline."""

import os
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.options import data_option
from tipline.cli.progress import progress
from tipline.config import read_settings


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@data_option
def backup(file: Path, data: Path | None) -> None:
    """Write a sealed copy of the hotline to FILE, while it runs.

    The copy is of one moment and holds everything but the keys; only hotline.private opens it.
    FILE must not exist. Keep the keys elsewhere: see `tipline keys export`.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    with progress("Copying") as passed:
        hotline.back_up(file, passed)
    click.echo(f"{file}: {file.stat().st_size:,} bytes, sealed", err=True)
