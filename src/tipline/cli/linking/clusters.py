"""`tipline clusters`: which reports belong together, the largest clusters first."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import Column, counted, print_array, print_rows
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.linking.links import LARGEST_NUMBER
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.config import read_settings
from tipline.ports.linking import ClusterRow, LinkReader

_LEAST: Final = 2
_ON_A_SCREEN: Final = 50
_PAGE: Final = 500
_COLUMNS: Final = (Column("Cluster", 9), Column("Reports", 9), Column("", 0))


@click.command()
@click.argument("report", type=click.IntRange(1), required=False)
@click.option(
    "--least",
    default=_LEAST,
    show_default=True,
    type=click.IntRange(_LEAST),
    metavar="N",
    help="How many reports a cluster has at least.",
)
@click.option("--limit", type=click.IntRange(1), help="At most so many (on a terminal: 50).")
@data_option
@json_option
def clusters(
    report: int | None, least: int, limit: int | None, data: Path | None, *, as_json: bool
) -> None:
    """List clusters, the largest first; with REPORT, the reports that are in its cluster.

    A cluster is named by its first report. --json prints one array: a line for each cluster with
    `first`, `size` and `waits` (it is being worked out anew); with REPORT its cluster's numbers.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    reader = hotline.link_reader
    if report is not None:
        _show_one(report, hotline, as_json=as_json)
        return
    shown = limit
    if limit is None and sys.stdout.isatty() and not as_json:
        shown = _ON_A_SCREEN
    found = _clusters(reader, least, shown)
    with reader_may_leave():
        if as_json:
            print_array(found)
            return
        count = print_rows(_COLUMNS, map(_cells, found))
        if not count:
            click.echo("No reports belong together." if least == _LEAST else "None is as large.")
        _say_notes(reader, shown if limit is None else None, count)


def _say_notes(reader: LinkReader, shown: int | None, count: int) -> None:
    if shown is not None and count == shown:
        click.echo(f"These are the largest {shown}; --limit shows more.", err=True)
    health = reader.health()
    if health.waiting:
        click.echo("Some clusters are being worked out anew.", err=True)
    if health.held:
        waits = counted(health.held, "merge waits", "merges wait")
        click.echo(f"{waits} for a person: {called()} link held", err=True)


def _clusters(reader: LinkReader, least: int, limit: int | None) -> Iterator[ClusterRow]:
    """Yield clusters, largest first, a page at a time however many there are."""
    before: tuple[int, int] | None = None
    left = limit
    while left is None or left > 0:
        wanted = _PAGE if left is None else min(_PAGE, left)
        page = reader.clusters(before, wanted)
        for row in page:
            if row.size < least:
                return
            yield row
        if len(page) < wanted:
            return
        before = (page[-1].size, page[-1].first)
        left = None if left is None else left - len(page)


def _cells(row: ClusterRow) -> tuple[str, ...]:
    return str(row.first), f"{row.size:,}", "being worked out anew" if row.waits else ""


def _show_one(report: int, hotline: bootstrap.Hotline, *, as_json: bool) -> None:
    row = hotline.reader.report(report) if report <= LARGEST_NUMBER else None
    if row is None:
        click.echo(f"tipline: there is no report {report}; see: {called()} reports list", err=True)
        sys.exit(PROBLEMS)
    number = row.number if row.supplements is None else row.supplements
    reader = hotline.link_reader
    cluster = reader.clusters_of([number]).get(number)
    members = [number] if cluster is None else sorted(reader.members(number, cluster.size))
    with reader_may_leave():
        if as_json:
            click.echo(msgspec.json.encode(members))
        else:
            for member in members:
                click.echo(str(member))
    if cluster is None:
        click.echo(f"Report {number} is in no cluster.", err=True)
    elif cluster.waits:
        click.echo("It is being worked out anew; some may not belong to it.", err=True)
    sys.exit(OK)
