"""`tipline reports`: what the hotline has, and what one report says."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from tipline import bootstrap
from tipline.cli.called import called
from tipline.cli.columns import print_array
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option, json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.stored.look import look_at
from tipline.cli.stored.say import say_it
from tipline.cli.stored.tables import print_rows
from tipline.config import read_settings
from tipline.domain.desk import OpeningReason
from tipline.domain.lifecycle import State
from tipline.domain.moments import to_microseconds
from tipline.ports.reports import Lies, Wanted
from tipline.services.stored.find_provider import find_provider
from tipline.services.stored.list_reports import list_reports

_ON_A_SCREEN = 50
_LARGEST_NUMBER = 2**63 - 1
"""What a database can hold; it is asked for no other."""


class _Moment(click.ParamType[datetime]):
    """A date or a moment; in UTC unless it says otherwise."""

    name = "time"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                "expected a date or time such as 2026-11-22 or 2026-11-22T08:30Z", param, ctx
            )
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.group()
def reports() -> None:
    """List the reports of this hotline, and look into one."""


@reports.command(name="list")
@click.option("--state", type=click.Choice([one.name.lower() for one in State]))
@click.option("--provider", metavar="NAME", help="Name or user name of the service.")
@click.option(
    "--shelf",
    type=click.Choice([one.value for one in Lies]),
    help="Where at the desk; waiting: open.",
)
@click.option("--urgent/--not-urgent", default=None, help="By the reporter's own word.")
@click.option("--test/--real", "is_test", default=False, help="Test reports instead of real ones.")
@click.option("--since", type=_Moment(), help="Received then or later; UTC unless it says so.")
@click.option("--limit", type=click.IntRange(1), help="At most so many (on a terminal: 50).")
@data_option
@json_option
def list_them(  # noqa: PLR0913 - what one can ask for
    state: str | None,
    provider: str | None,
    shelf: str | None,
    since: datetime | None,
    limit: int | None,
    data: Path | None,
    *,
    urgent: bool | None,
    is_test: bool,
    as_json: bool,
) -> None:
    """List reports, the newest first, by what may be known of them without the private key.

    Real reports and tests are never listed together. --json prints one array, a line for each
    report. What reports say is not shown: see `tipline reports show`.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    now = to_microseconds(hotline.clock.now())
    wanted = Wanted(
        is_test=is_test,
        state=None if state is None else State[state.upper()],
        provider=None if provider is None else find_provider(provider, hotline.reader).id,
        lies=None if shelf is None else Lies(shelf),
        urgent=urgent,
        since=None if since is None else to_microseconds(since),
    )
    shown = limit
    if limit is None and sys.stdout.isatty() and not as_json:
        shown = _ON_A_SCREEN
    found = list_reports(wanted, shown, hotline.listing, now)
    with reader_may_leave():
        if as_json:
            print_array(found)
            return
        count = print_rows(found)
        if not count:
            click.echo(_nothing(wanted))
    if shown is not None and limit is None and count == shown:
        click.echo(f"These are the newest {shown}; --limit shows more.", err=True)
    tests = 0 if is_test else hotline.listing.tests()
    if tests:
        words = "test report is" if tests == 1 else "test reports are"
        click.echo(f"{tests:,} {words} not shown; --test lists them.", err=True)


@reports.command()
@click.argument("number", type=click.IntRange(1))
@click.option(
    "--reason",
    type=click.Choice([one.value for one in OpeningReason]),
    help="Why you open it here and not at the desk; the audit log keeps it.",
)
@click.option("--sealed", is_flag=True, help="Open nothing: what may be known without the key.")
@data_option
@json_option
def show(
    number: int, reason: str | None, data: Path | None, *, sealed: bool, as_json: bool
) -> None:
    """Show report NUMBER: how it stands and, with the private key, what it says.

    The audit log has every opening before anything is opened, with your user number and the
    reason. In production a reason must be given. At the desk the report stays as it is.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    why = None if reason is None else OpeningReason(reason)
    look = None
    if number <= _LARGEST_NUMBER:
        look = look_at(number, hotline, None if sealed else why, sealed=sealed)
    if look is None:
        click.echo(f"tipline: there is no report {number}; see: {called()} reports list", err=True)
        sys.exit(PROBLEMS)
    with reader_may_leave():
        say_it(look, as_json=as_json)
    sys.exit(OK)


def _nothing(wanted: Wanted) -> str:
    if wanted == Wanted():
        return (
            f"No report has come yet. Let a service file with: {called()} provider add NAME\n"
            f"Bring in reports from files with: {called()} import FILE..."
        )
    if wanted == Wanted(is_test=True):
        return f"There are no test reports. Test credentials: {called()} provider add NAME --test"
    return "No report is like that. Leave an option out to see more."
