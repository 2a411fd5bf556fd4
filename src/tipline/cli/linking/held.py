"""`tipline link held`: merges that wait for a person."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.cli.columns import Column, print_array, print_rows
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.config import read_settings
from tipline.domain.moments import from_microseconds
from tipline.ports.linking import HeldRow, LinkReader

_PAGE: Final = 500
_COLUMNS: Final = (Column("Report", 9), Column("Shared", 12), Column("Since", 0))


@click.command()
@data_option
@json_option
def held(data: Path | None, *, as_json: bool) -> None:
    """List merges that wait for a person, the oldest first: people decide them at the desk.

    A merge waits if it would make a cluster larger than the largest that is made unasked, or if
    one phone number, name or profile page alone, which may be given out again, would join two
    large clusters.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    found = _held(hotline.link_reader)
    with reader_may_leave():
        if as_json:
            print_array(
                {"report": row.report, "shared": f"i{row.identifier}", "since": _moment(row.at)}
                for row in found
            )
            return
        rows = ((str(row.report), f"i{row.identifier}", _moment(row.at)) for row in found)
        if not print_rows(_COLUMNS, rows):
            click.echo("No merge waits for a person.")


def _held(reader: LinkReader) -> Iterator[HeldRow]:
    """Yield them a page at a time; a page may end amid those of one report at one moment."""
    after = (-1, -1)
    said: set[HeldRow] = set()
    while page := reader.held(after, _PAGE):
        yield from (row for row in page if row not in said)
        last = page[-1]
        if len(page) < _PAGE:
            return
        is_one = page[0].report == last.report and page[0].at == last.at
        said = {row for row in page if (row.at, row.report) == (last.at, last.report)}
        after = (last.at, last.report if is_one else last.report - 1)


def _moment(at: int) -> str:
    return f"{from_microseconds(at):%Y-%m-%dT%H:%M:%SZ}"
