"""`tipline link stop`: the stop list, on which is what nothing is to be linked by."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import Column, print_array, print_rows
from tipline.cli.exits import PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.config import read_settings
from tipline.domain.identifiers import Identifier, IdentifierKind
from tipline.domain.linking.decisions import StopReason
from tipline.domain.linking.grades import Side
from tipline.domain.moments import from_microseconds
from tipline.ports.linking import StopRow
from tipline.services.desk.find_reports import FORMS
from tipline.services.linking.stop_typed import (
    StopPorts,
    parse_identifier,
    stop_typed,
    unstop_typed,
)

_MOST: Final = 100_000
_LONGEST: Final = 4_000
_OF_A_SERVICE: Final = frozenset({IdentifierKind.ACCOUNT, IdentifierKind.SCREEN_NAME})
_COLUMNS: Final = (
    Column("Shared", 12),
    Column("Kind", 14),
    Column("Reports", 9),
    Column("Reason", 14),
    Column("Since", 0),
)

_kind = click.argument("kind", type=click.Choice([one.value for one in FORMS]))
_value = click.argument("value")
_service = click.option(
    "--service", help="The service of an account, a name or a group; the type of a device."
)


@click.group()
def stop() -> None:
    """Keep the stop list: identifiers that link nothing, however rare they are.

    Such as a service's own address that stands in all its reports, or a placeholder. What is
    stopped stays visible in its reports, and links again when it is taken off.
    """


@stop.command()
@_kind
@_value
@_service
@click.option(
    "--reason", required=True, type=click.Choice([one.value for one in StopReason]), help="Why."
)
@data_option
def add(kind: str, value: str, service: str | None, reason: str, data: Path | None) -> None:
    """Link nothing by VALUE from now on; - reads it from the standard input.

    Its links are undone at once, or worked off while the hotline runs. How it reads is sealed for
    the desk, and is in no log.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    identifier = _identifier(kind, value, service)
    if stop_typed(identifier, StopReason(reason), _ports(hotline)):
        click.echo("It links nothing any more.")
        _say_what_waits(hotline)
    else:
        click.echo("It was on the stop list already.")


@stop.command(name="list")
@data_option
@json_option
def list_them(data: Path | None, *, as_json: bool) -> None:
    """List what is on the stop list, the newest first; how each reads is shown at the desk."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    found = _entries(hotline.link_reader.stops(_MOST))
    with reader_may_leave():
        if as_json:
            print_array(found)
            return
        rows = (
            (
                str(one["shared"]),
                str(one["kind"]).replace("_", " "),
                f"{one['reports']:,}",
                str(one["reason"]).replace("_", " "),
                str(one["since"]),
            )
            for one in found
        )
        if not print_rows(_COLUMNS, rows):
            click.echo(
                f"Nothing is on it. To stop one: {called()} link stop add KIND VALUE --reason WHY"
            )


@stop.command()
@_kind
@_value
@_service
@data_option
def remove(kind: str, value: str, service: str | None, data: Path | None) -> None:
    """Let VALUE link again, unless it is too common; - reads it from the standard input."""
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    if not unstop_typed(_identifier(kind, value, service), _ports(hotline)):
        click.echo("tipline: it is not on the stop list", err=True)
        sys.exit(PROBLEMS)
    click.echo("It is off the stop list.")
    _say_what_waits(hotline)


def _identifier(kind: str, value: str, service: str | None) -> Identifier:
    text = sys.stdin.readline().strip() if value == "-" else value
    found = None
    if "\0" not in f"{text}{service or ''}":
        found = parse_identifier(IdentifierKind(kind), text[:_LONGEST], service or None)
    if found is None:
        raise click.UsageError(f"The value is none of the kind {kind.replace('_', ' ')}.")
    if not service and IdentifierKind(kind) in _OF_A_SERVICE:
        click.echo("Without --service it is only what was reported without one.", err=True)
    return found


def _ports(hotline: bootstrap.Hotline) -> StopPorts:
    return StopPorts(writer=hotline.writer(), index=hotline.index, sealer=hotline.sealer)


def _say_what_waits(hotline: bootstrap.Hotline) -> None:
    waiting = hotline.link_reader.health().waiting
    if waiting:
        click.echo(
            "Some clusters are being worked out anew: the running hotline does that, or"
            f" {called()} link rebuild",
            err=True,
        )


def _entries(rows: list[StopRow]) -> Iterator[dict[str, object]]:
    """Yield one entry of the rows it has for each side, real and test."""
    entries: dict[tuple[object, ...], list[StopRow]] = {}
    for row in rows:
        own = row.identifier if row.body is None else row.body
        entries.setdefault((row.at, row.kind, own), []).append(row)
    for sides in entries.values():
        one = min(sides, key=lambda row: (row.side is not Side.INVOLVED, -row.n))
        yield {
            "shared": f"i{one.identifier}",
            "kind": one.kind.value,
            "reports": sum(row.n for row in sides),
            "reason": one.reason,
            "since": f"{from_microseconds(one.at):%Y-%m-%dT%H:%M:%SZ}",
        }
