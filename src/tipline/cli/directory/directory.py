"""`tipline directory`: which agencies there are, one of them, and what should be looked at."""

import os
import sys
from pathlib import Path
from typing import Final

import click

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import Column, counted, print_array, print_rows
from tipline.cli.directory.say import as_fields, covers_in_words, say_agency, say_checked
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.config import SettingsError, read_settings
from tipline.config.agencies import Reading, read_records
from tipline.config.public.readers import COUNTRIES
from tipline.config.routing import read_rules
from tipline.domain.directory.agency import AgencyKind
from tipline.domain.directory.check import Doubt, check_directory
from tipline.domain.directory.index import Directory, countries_of
from tipline.domain.problems import Problem

_BROKEN: Final = frozenset({Doubt.UNCOVERED})
_STRICT: Final = _BROKEN | {Doubt.STALE, Doubt.PROVISIONAL, Doubt.SHADOWED, Doubt.UNVERIFIED}
_COLUMNS: Final = (
    Column("Id", 28),
    Column("Covers", 12),
    Column("Verified", 8),
    Column("Name", 0),
)


class _Country(click.ParamType[str]):
    name = "country"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        code = str(value).upper()
        if code not in COUNTRIES:
            self.fail("expected two letters of ISO 3166, such as GB", param, ctx)
        return code


_country = click.option(
    "--country", type=_Country(), metavar="CODE", help="Of this country alone, such as US or DE."
)


@click.group()
def directory() -> None:
    """Look into the directory: the public bodies that reports can be referred to.

    Tipline brings records of its own; yours are in the folder `agencies` of the data folder, and
    win field by field. docs/directory.md says how to write one.
    """


@directory.command()
@_country
@click.option(
    "--strict", is_flag=True, help="End with 1 also for what is old, hidden or not verified."
)
@click.option("--all", "everything", is_flag=True, help="Name every record, not only the first.")
@data_option
@json_option
def check(
    country: str | None, data: Path | None, *, strict: bool, everything: bool, as_json: bool
) -> None:
    """Say what is wrong, and what should be looked at.

    Ends with 1 if a record or a rule of your routing.toml is wrong, or a place is left without the
    body that the law wants. With --strict also if anything is stale (not checked for 180 days),
    not verified, or hides a newer record of ours. --country keeps to one country: the one you
    answer for, for example.
    """
    settings = read_settings(data, os.environ)
    wrong = _wrong(settings.data)
    if wrong:
        say_checked(0, (), wrong=wrong, everything=everything, as_json=as_json)
        sys.exit(PROBLEMS)
    reading = read_records(settings.data)
    today = bootstrap.system_clock().now().date()
    found = tuple(
        one
        for one in check_directory(reading.agencies, today, reading.shadows)
        if country is None or country in one.countries
    )
    known = Directory(reading.agencies)
    count = len(known) if country is None else len(known.in_country(country))
    say_checked(count, found, everything=everything, as_json=as_json)
    told = _STRICT if strict else _BROKEN
    sys.exit(PROBLEMS if any(one.doubt in told for one in found) else OK)


@directory.command("list")
@_country
@click.option("--kind", type=click.Choice([one.value for one in AgencyKind]), help="Of this kind.")
@data_option
@json_option
def list_(country: str | None, kind: str | None, data: Path | None, *, as_json: bool) -> None:
    """List the agencies, with what they cover.

    `show` has the rest of one, and --json all of all. A part of a state is marked with *. A record
    that is not verified is shown, and no report is routed to it by itself.
    """
    reading = _read(data)
    found = [
        agency
        for agency in reading.agencies
        if (country is None or country in countries_of(agency))
        and (kind is None or agency.kind == kind)
    ]
    with reader_may_leave():
        if as_json:
            print_array(map(as_fields, found))
            return
        rows = (
            (
                one.id,
                covers_in_words(one),
                "yes" if one.verified else "no",
                one.name,
            )
            for one in found
        )
        print_rows(_COLUMNS, rows)
    if not found:
        message = f"No agency is like this. See all with: {called()} directory list"
        click.echo(message, err=True)
        return
    click.echo(counted(len(found), "agency", "agencies"), err=True)


@directory.command()
@click.argument("agency_id", metavar="ID")
@data_option
@json_option
def show(agency_id: str, data: Path | None, *, as_json: bool) -> None:
    """Show one agency with all that is known of it.

    `tipline directory list` has the ids.
    """
    reading = _read(data)
    agency = Directory(reading.agencies).find(agency_id)
    if agency is None:
        message = f"No agency has this id. See the ids with: {called()} directory list"
        if agency_id in reading.removed:
            message = "A record in your folder `agencies` removes this agency."
        click.echo(message, err=True)
        sys.exit(PROBLEMS)
    is_own = agency_id in reading.own
    say_agency(agency, is_own=is_own, as_json=as_json)


def _wrong(data: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the operator's own records and routing rules, all of it."""
    found: list[Problem] = []
    for read in (read_records, read_rules):
        try:
            read(data)
        except SettingsError as error:
            found += error.problems
    return tuple(found)


def _read(data: Path | None) -> Reading:
    return read_records(read_settings(data, os.environ).data)
