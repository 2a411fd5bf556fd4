"""`tipline file`: takes reports into the outbox and files them."""

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import click
import msgspec

from tipline.bootstrap import system_clock
from tipline.cli.called import called
from tipline.cli.columns import counted, print_array
from tipline.cli.exits import LATER, OK, PROBLEMS, UNREADABLE
from tipline.cli.filing.account import filing_settings, open_filer, service_options
from tipline.cli.filing.say import Shown, gate_words, next_of, shown, why
from tipline.cli.filing.take import Taken, read_map, take
from tipline.cli.filing.working import file_now
from tipline.cli.options import json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.reports.sources import printable
from tipline.domain.completeness import NextFact
from tipline.domain.moments import to_microseconds
from tipline.domain.problems import Problem
from tipline.filing import Filer
from tipline.filing.outbox.items import Item
from tipline.filing.outbox.states import State


class _Entry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one file, as `--json` prints it."""

    file: str
    problems: tuple[Problem, ...] = ()
    next_fact: NextFact | None = None
    outbox: Shown | None = None


@click.command(
    name="file",
    epilog="Exit status: 0 all filed; 1 problems found, or refused; 2 not well-formed;"
    " 75 safe in the outbox, not filed yet.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.UNPROCESSED)
@service_options
@click.option("--wait", is_flag=True, help="Stay until all are filed or refused; Ctrl-C is safe.")
@click.option(
    "--mapping",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="FILE is a case in the platform's own JSON; this says how to read it.",
)
@click.option("--follows", type=int, multiple=True, metavar="ITEM", help="An earlier item.")
@click.option("--again", is_flag=True, help="File the very same report once more.")
@json_option
def file(  # noqa: PLR0913 - its options
    files: tuple[str, ...],
    *,
    to: str | None,
    kind: str | None,
    outbox: Path | None,
    wait: bool,
    mapping: Path | None,
    follows: tuple[int, ...],
    again: bool,
    as_json: bool,
) -> None:
    """File reports with a service, each exactly once.

    FILE is a report in JSON or a CyberTipline document (XML); - reads standard input. What is
    wrong with it is said first, all at once, and then it is not sent; what would help is said
    too. A report is on disk in the outbox before it is sent, and stays there sealed until its
    preservation is over: a crash, a lost answer or a service that is down loses nothing and
    files nothing twice. The same report is filed once, however often this is called.
    """
    settings = filing_settings(to, kind, outbox)
    by = None if mapping is None else read_map(mapping)
    with open_filer(settings) as filer:
        taken = [take(name, filer, by, follows, again=again) for name in files]
        numbers = [one.item.number for one in taken if one.item is not None]
        is_worked = file_now(filer, numbers, wait=wait)
        items = {number: filer.item(number) for number in numbers}
        now = to_microseconds(system_clock().now())
        with reader_may_leave():
            if as_json:
                print_array(_entry(one, items, now) for one in taken)
            else:
                _print(taken, items, filer, now)
                if not is_worked:
                    click.echo("Another process works on this outbox and files them.", err=True)
    sys.exit(_status(taken, items.values()))


def _entry(one: Taken, items: Mapping[int, Item], now: int) -> _Entry:
    return _Entry(
        file=one.name,
        problems=one.problems,
        next_fact=one.next_fact,
        outbox=None if one.item is None else shown(items[one.item.number], now),
    )


def _print(taken: list[Taken], items: Mapping[int, Item], filer: Filer, now: int) -> None:
    for one in taken:
        if one.item is None:
            continue  # what is wrong with it was said when it was read
        item = items[one.item.number]
        click.echo(f"{printable(one.name)}: {_told(item, now)}")
        if one.next_fact is not None and not one.was_known:
            click.echo(f"  It would help to add {one.next_fact.add}.")
    gate = gate_words(filer.gate(), now)
    if gate:
        click.echo(gate, err=True)
    left = [item for item in items.values() if item.state < State.REFUSED]
    if left:
        waiting = counted(len(left), "report is", "reports are")
        hint = f"{called()} outbox run, or {called()} outbox list to see why"
        click.echo(f"{waiting} safe in the outbox and not filed: {hint}.", err=True)


def _told(item: Item, now: int) -> str:
    if item.state is State.FILED and item.preserve_until is not None:
        kept = next_of(item, now)
        return f"filed as report {item.report_id} (item {item.number}, {kept})"
    reason = f": {why(item.trouble)}" if item.trouble else ""
    if item.state is State.REFUSED:
        show = f"{called()} outbox show {item.number}"
        return f"REFUSED{reason}; `{show}` says why (item {item.number})"
    return f"not filed yet (item {item.number}){reason}"


def _status(taken: list[Taken], items: Iterable[Item]) -> int:
    if any(not one.readable for one in taken):
        return UNREADABLE
    states = {item.state for item in items}
    if State.REFUSED in states or any(one.item is None for one in taken):
        return PROBLEMS
    return OK if states <= {State.FILED} else LATER
