"""`tipline watch`: files every report that is dropped into a folder."""

import sys
from pathlib import Path
from typing import Final

import click

from tipline.cli.exits import OK
from tipline.cli.filing.account import filing_settings, open_filer, service_options
from tipline.cli.filing.folders import Drop, Places
from tipline.cli.filing.say import why
from tipline.cli.filing.take import read_map
from tipline.cli.filing.working import until_asked
from tipline.cli.options import Folder
from tipline.cli.reports.sources import printable
from tipline.codecs.platform import Mapping
from tipline.filing import Worker
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State

_SECONDS: Final = 1.0


@click.command()
@click.argument("folder", metavar="DIR", type=Folder(path_type=Path, file_okay=False, exists=True))
@service_options
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Files are cases in the platform's own JSON; this says how to read them.",
)
@click.option("--once", is_flag=True, help="File what is there now, then end.")
def watch(
    folder: Path,
    *,
    to: str | None,
    kind: str | None,
    outbox: Path | None,
    mapping: Path | None,
    once: bool,
) -> None:
    """File every report that is dropped into a folder, until Ctrl-C or SIGTERM.

    DIR/*.xml and DIR/*.json are read; write a file under another name and rename it, so that it
    is whole. It moves to DIR/waiting once it is on disk in the outbox, then to DIR/filed with its
    receipt beside it (NAME.receipt.xml), or to DIR/refused with what is wrong (NAME.problems.txt).
    A crash anywhere loses nothing and files nothing twice; the same report under another name is
    the same report.
    """
    settings = filing_settings(to, kind, outbox)
    by: Mapping | None = None if mapping is None else read_map(mapping)
    places = Places(folder)
    places.make()
    with open_filer(settings) as filer, until_asked() as rest:
        drop = Drop(places, filer, by)
        drop.settle()
        click.echo(
            f"Watching {printable(str(folder))}, filing with {settings.endpoint.base_url}"
            f" ({settings.endpoint.kind}). Ctrl-C ends it.",
            err=True,
        )
        with Worker(filer, rest=rest) as worker:
            ended = False
            while not ended:
                new = drop.take_new()
                worker.drain(lambda item: _tell(drop, item))
                ended = rest.wait(0 if new else _SECONDS) if not once else not new
    sys.exit(OK)


def _tell(drop: Drop, item: Item) -> None:
    name = drop.settle_one(item)
    if name is not None and item.trouble is not None and item.state is not State.FILED:
        click.echo(f"{printable(name)}: {why(item.trouble)}", err=True)
