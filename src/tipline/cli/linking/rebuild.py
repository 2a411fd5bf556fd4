"""`tipline link rebuild`: all clusters worked out at once, and what is wrong mended."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import counted
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.config import read_settings

if TYPE_CHECKING:
    from tipline.ports.linking.components import ComponentEngine
    from tipline.services.linking.rebuild_links import Rebuilt

_SECONDS: Final = 1.0
"""How long it is at least between two lines of progress about the same."""


@click.command()
@click.option(
    "--engine",
    type=click.Choice(["local", "spark"]),
    default="local",
    show_default=True,
    help="Spark is for more than one machine holds.",
)
@click.option("--progress", is_flag=True, help="Say how far it is, on the standard error output.")
@click.option("--counts/--no-counts", default=True, help="Count every identifier anew first.")
@click.option("--master", default="local[*]", show_default=True, help="Where Spark runs.")
@click.option("--memory", default="2g", show_default=True, help="How much Spark may take.")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where tables for Spark go, seen by all its workers (below the data folder).",
)
@data_option
@json_option
def rebuild(  # noqa: PLR0913 - what one can ask for
    engine: str,
    master: str,
    memory: str,
    folder: Path | None,
    data: Path | None,
    *,
    progress: bool,
    counts: bool,
    as_json: bool,
) -> None:
    """Work all clusters out anew from the links, and mend those that are not as they should be.

    Also applies changed cuts to what is stored. Works while `tipline serve` runs, and needs no
    private key. What people held, rejected, joined and split holds. Ends with 0 if all is right
    at the end.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    own = folder or hotline.settings.data / "rebuild"
    spark = bootstrap.Spark(master, memory, own) if engine == "spark" else None
    found = hotline.component_engine(spark)
    heard = _Progress() if progress else _silent
    try:
        done = _rebuild(hotline, found, heard, recount=counts)
    finally:
        if spark is not None and folder is None:
            shutil.rmtree(own, ignore_errors=True)
    if as_json:
        click.echo(msgspec.json.encode({**msgspec.to_builtins(done), "right": done.right}))
    else:
        _print(done, counted_anew=counts)
    if not done.right:
        click.echo(_not_right(done), err=True)
    sys.exit(OK if done.right else PROBLEMS)


def _rebuild(
    hotline: bootstrap.Hotline,
    engine: "ComponentEngine",
    heard: Callable[[str, int, int], None],
    *,
    recount: bool,
) -> "Rebuilt":
    """Rebuild alone if nothing is served, and through the running writer otherwise."""
    # Only now: it needs numpy, and the engine said whether that is there.
    from tipline.services.linking.rebuild_links import Workshop, rebuild_links  # noqa: PLC0415

    with hotline.lone_writer() as lone:
        shop = Workshop(
            store=hotline.bulk_store,
            engine=engine,
            writer=lone or hotline.writer(),
            alone=lone is not None,
        )
        return rebuild_links(shop, heard, recount=recount)


def _print(done: "Rebuilt", *, counted_anew: bool) -> None:
    reports = counted(done.reports, "report", "reports")
    click.echo(f"{reports}, {counted(done.edges, 'edge that joins', 'edges that join')}")
    largest = ""
    if done.first is not None:
        largest = (
            f"; the largest is {done.first}, of {done.largest:,} reports ({done.share:.2%} of all)"
        )
    click.echo(f"{counted(done.clusters, 'cluster', 'clusters')}{largest}")
    mended = counted(done.recounted, "identifier", "identifiers")
    counts = f"{mended} had a wrong count or state, mended"
    click.echo(counts if counted_anew else "identifiers were not counted anew")
    click.echo(f"{counted(done.wrong, 'cluster was', 'clusters were')} wrong, {done.left:,} left")


def _not_right(done: "Rebuilt") -> str:
    if done.left:
        return (
            "Not all could be mended while the hotline is served. Stop it, then run"
            f" {called()} link rebuild again: it writes them all anew."
        )
    return "Some clusters are still being worked out anew; run it again when it is quieter."


def _silent(_what: str, _done: int, _everything: int) -> None:
    pass


class _Progress:
    """Says on the standard error output what is being done, a line a second at most."""

    def __init__(self) -> None:
        self._what = ""
        self._said = 0.0

    def __call__(self, what: str, done: int, everything: int) -> None:
        now = time.monotonic()
        if what == self._what and now - self._said < _SECONDS and done != everything:
            return
        self._what, self._said = what, now
        far = f" {done:,} of {everything:,}" if everything else f" {done:,}" if done else ""
        click.echo(f"{what}{far}", err=True)
