"""Options of the commands that file, and the outbox they name."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tipline.cli.options import Folder
from tipline.config.filing import FilingSettings, outbox_folder, read_filing
from tipline.filing import Filer
from tipline.filing.errors import OutboxUnusableError
from tipline.filing.keeper import Outbox

ITEM = click.IntRange(1, 2**63 - 1)
"""The number of an item; what SQLite can hold."""
outbox_option = click.option(
    "--outbox",
    type=Folder(path_type=Path, file_okay=False),
    help="The folder of the outbox (TIPLINE_OUTBOX, or ./tipline-outbox).",
)


def service_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say with whom to file: `to`, `kind` and `outbox`."""

    @wraps(command)
    def told(*, is_test: bool, is_production: bool, **others: object) -> object:
        kind = "test" if is_test else "production" if is_production else None
        known = os.environ.get("TIPLINE_FILING_KIND") or kind
        if (is_test and is_production) or (kind is not None and known != kind):
            raise click.UsageError("--test and --production contradict each other: which is it?")
        return command(kind=kind, **others)

    asked: Callable[..., Any] = told
    for option in reversed(
        (
            click.option(
                "--to",
                metavar="URL",
                help="The service, as in https://hotline.example.org/ispws (TIPLINE_FILING_TO).",
            ),
            click.option("--test", "is_test", is_flag=True, help="It discards reports."),
            click.option("--production", "is_production", is_flag=True, help="Its reports count."),
            outbox_option,
        )
    ):
        asked = option(asked)
    return asked


def filing_settings(to: str | None, kind: str | None, outbox: Path | None) -> FilingSettings:
    """Return how to file: options, environment, and what the outbox knows already.

    Raises:
        SettingsError: something is missing or wrong; all problems together.
    """
    try:
        known = Outbox(outbox_folder(os.environ, outbox))
    except OutboxUnusableError:
        return read_filing(os.environ, to=to, kind=kind, outbox=outbox)
    try:
        owner = known.owner()
    finally:
        known.close()
    return read_filing(os.environ, to=to, kind=kind, outbox=outbox, owner=owner)


@contextmanager
def open_filer(settings: FilingSettings) -> Iterator[Filer]:
    """Open the outbox that reports are taken into."""
    filer = Filer(settings.outbox, settings.endpoint, settings.credentials)
    try:
        yield filer
    finally:
        filer.close()


@contextmanager
def open_outbox(folder: Path | None) -> Iterator[Outbox]:
    """Open an outbox to look after it; it takes no credentials."""
    outbox = Outbox(outbox_folder(os.environ, folder))
    try:
        yield outbox
    finally:
        outbox.close()
