"""`tipline links`: which reports one is linked with, by what, and why."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click
import msgspec

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import Column, print_array, print_rows
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.config import read_settings
from tipline.domain.lifecycle import State, state_at
from tipline.domain.linking.links import Link, sentence
from tipline.domain.moments import to_microseconds
from tipline.services.linking.find_links import Links, find_links

LARGEST_NUMBER: Final = 2**63 - 1
"""What a database can hold; it is asked for no other."""
_LINKED: Final = frozenset({State.OPEN, State.FINISHED})
_COLUMNS: Final = (
    Column("Report", 9),
    Column("Strength", 11),
    Column("Joins", 5),
    Column("Shared", 28),
    Column("Why", 0),
)


class LinkShown(msgspec.Struct, frozen=True, kw_only=True):
    """One link as `--json` prints it; `shared` is null for a link by somebody's word."""

    report: int
    kind: str | None
    strength: str
    reason: str
    shared: str | None
    sentence: str
    here: str | None
    there: str | None
    joins: bool


@click.command()
@click.argument("report", type=click.IntRange(1))
@data_option
@json_option
def links(report: int, data: Path | None, *, as_json: bool) -> None:
    """Show the reports that REPORT is linked with, by what, how strongly, and why.

    Strong links join reports into one cluster; conditional and weak ones are suggestions. What is
    shared is named by a number such as i1234: no key is needed, and no fact is shown. --json
    prints one array, a line for each linked report and identifier that both have.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    number, state = _report(report, hotline)
    found = find_links(number, hotline.link_reader, most=None)
    with reader_may_leave():
        if as_json:
            print_array(map(_shown, found.links))
        else:
            _print(found)
    if state not in _LINKED:
        click.echo(f"Report {number} is {state.name.lower()}: it is linked with none.", err=True)
    _say_notes(found)
    sys.exit(OK)


def _report(number: int, hotline: bootstrap.Hotline) -> tuple[int, State]:
    """Return the report that is meant, and how it stands; a supplement stands for its report."""
    row = hotline.reader.report(number) if number <= LARGEST_NUMBER else None
    if row is not None and row.supplements is not None:
        click.echo(f"{number} adds facts to report {row.supplements}, shown here.", err=True)
        row = hotline.reader.report(row.supplements)
    if row is None:
        click.echo(f"tipline: there is no report {number}; see: {called()} reports list", err=True)
        sys.exit(PROBLEMS)
    now = to_microseconds(hotline.clock.now())
    return row.number, state_at(row.state, row.opened_at, now)


def _shown(link: Link) -> LinkShown:
    return LinkShown(
        report=link.report,
        kind=None if link.kind is None else link.kind.value,
        strength=link.strength.value,
        reason=link.reason.value,
        shared=None if link.shared is None else f"i{link.shared}",
        sentence=sentence(link),
        here=None if link.here is None else link.here.value,
        there=None if link.there is None else link.there.value,
        joins=link.joins,
    )


def _print(found: Links) -> None:
    cluster = found.cluster
    if cluster is None:
        click.echo(f"Report {found.report} is in no cluster.")
    else:
        click.echo(
            f"Report {found.report} is in cluster {cluster.first}, of {cluster.size:,} reports."
            f" Here are those it is linked with directly; all: {called()} clusters {cluster.first}"
        )
    if not print_rows(_COLUMNS, _rows(found)):
        click.echo("It is linked with no other report.")
    for line in _beside(found):
        click.echo(line)


def _rows(found: Links) -> Iterator[tuple[str, ...]]:
    for link in found.links:
        one = _shown(link)
        shared = "-" if one.kind is None else f"{one.kind.replace('_', ' ')} {one.shared}"
        joins = "joins" if one.joins else "-"
        yield str(one.report), one.strength, joins, shared, one.sentence


def _beside(found: Links) -> Iterator[str]:
    """Yield what links nothing now, though it is shared, and why."""
    kinds = {edge.identifier: edge.kind.replace("_", " ") for edge in found.edges}
    for one in found.common:
        why = "on the stop list" if one.stopped else "too common"
        yield f"{kinds[one.identifier]} i{one.identifier}: {why} ({one.n:,})"
    for row in found.apart:
        why = "a merge waits for a person" if row.held else f"set apart: {_words(row.reason)}"
        yield f"{kinds.get(row.identifier, 'identifier')} i{row.identifier}: {why}"


def _words(code: str) -> str:
    return code.replace("_", " ")


def _say_notes(found: Links) -> None:
    if found.cluster is not None and found.cluster.waits:
        click.echo("Its cluster is being worked out anew; some may not belong to it.", err=True)
    if found.cut:
        click.echo("There is more than was looked at; these are the latest reports.", err=True)
