"""`tipline watch`: files every report that is dropped into a folder."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Final

import click

from tipline.cli.exits import LATER, OK, PROBLEMS
from tipline.cli.filing.account import filing_settings, open_filer, service_options
from tipline.cli.filing.folders import QUIET_SECONDS, Drop, Places
from tipline.cli.filing.say import why
from tipline.cli.filing.take import read_map
from tipline.cli.filing.working import until_asked
from tipline.cli.options import Folder
from tipline.cli.reports.sources import printable
from tipline.codecs.platform import Mapping
from tipline.filing import Filer, Worker
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State
from tipline.filing.surroundings import UntilStopped

_SECONDS: Final = 1.0
_YOUNG_SECONDS: Final = 0.25


@click.command(
    epilog="Exit status with --once: 0 all filed; 1 something was refused; 75 something is left:"
    " it waits for the service, may still be written, or cannot be taken. Without: 0 when asked"
    " to end."
)
@click.argument("folder", metavar="DIR", type=Folder(path_type=Path, file_okay=False, exists=True))
@service_options
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Files are cases in the platform's own JSON; this says how to read them.",
)
@click.option("--once", is_flag=True, help="File what is there now, then end.")
@click.option(
    "--forget",
    is_flag=True,
    help="Delete what is filed; its receipt stays in DIR/filed.",
)
def watch(  # noqa: PLR0913 - its options
    folder: Path,
    *,
    to: str | None,
    kind: str | None,
    outbox: Path | None,
    mapping: Path | None,
    once: bool,
    forget: bool,
) -> None:
    """File every report that is dropped into a folder, until Ctrl-C or SIGTERM.

    DIR/*.xml and DIR/*.json are read once they are 2 seconds old; write a file under another name
    and rename it, so that it is whole. It moves to DIR/waiting and is on disk in the outbox
    before it is sent, then to DIR/filed with its receipt beside it (NAME.receipt.xml), or to
    DIR/refused with what is wrong (NAME.problems.txt). Nothing there is overwritten: a second
    NAME.xml becomes NAME.item-17.xml. A crash anywhere loses nothing and files nothing twice;
    the same report under another name is the same report. DIR/filed and DIR/refused hold
    readable copies: delete them by your own rules.
    """
    settings = filing_settings(to, kind, outbox)
    by: Mapping | None = None if mapping is None else read_map(mapping)
    places = Places(folder)
    places.make()
    with open_filer(settings) as filer, until_asked() as rest:
        drop = Drop(places, filer, by, forget=forget)
        with Worker(filer, rest=rest) as worker:
            click.echo(
                f"Watching {printable(str(folder))}, filing with {settings.endpoint.base_url}"
                f" ({settings.endpoint.kind}). Ctrl-C ends it.",
                err=True,
            )
            # Only now: the worker's lock keeps a second watch off what this one has taken.
            drop.settle()
            if once:
                _file_once(drop, worker, filer, rest)
            else:
                file_on(drop, worker, rest)
    if not once:
        sys.exit(OK)
    sys.exit(PROBLEMS if drop.refused else LATER if places.is_something_left() else OK)


def _file_once(drop: Drop, worker: Worker, filer: Filer, rest: UntilStopped) -> None:
    """File what is there; wait, but not for ever, for what may still be written."""
    last = filer.clock.now() + timedelta(seconds=QUIET_SECONDS)
    ended = False
    while not ended:
        late = filer.clock.now() > last
        drop.take_new()
        worker.drain(lambda item: _tell(drop, item))
        ended = late or not drop.is_young or rest.wait(_YOUNG_SECONDS)


def file_on(drop: Drop, worker: Worker, rest: UntilStopped) -> None:
    """File what comes, until `rest` says that the work is to end."""

    def told(item: Item) -> None:
        _tell(drop, item)
        # However much is to be done, what is dropped meanwhile is soon safe in the outbox.
        drop.take_now_and_then()

    ended = False
    while not ended:
        new = drop.take_new()
        worker.drain(told)
        ended = rest.wait(0 if new else _SECONDS)


def _tell(drop: Drop, item: Item) -> None:
    name = drop.settle_one(item)
    if name is not None and item.trouble is not None and item.state is not State.FILED:
        click.echo(f"{printable(name)}: {why(item.trouble)}", err=True)
