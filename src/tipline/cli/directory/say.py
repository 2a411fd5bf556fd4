"""How the directory looks on a terminal, and as JSON for programs."""

import os
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Final, NamedTuple

import click
import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tipline.cli.columns import counted
from tipline.cli.reports.sources import printable
from tipline.domain.directory.agency import Agency, Coverage
from tipline.domain.directory.check import DirectoryFinding, Doubt
from tipline.domain.problems import Problem

_WIDTH_WITHOUT_TERMINAL: Final = 80
_INDENT: Final = (0, 0, 0, 2)
_DEEPER: Final = (0, 0, 0, 4)
_FIRST: Final = 6
"""So many records of a doubt are named unless all are asked for."""
_MOST_PLACES: Final = 2


class _Heading(NamedTuple):
    name: str
    style: str
    todo: str


_HEADINGS: Final = {
    Doubt.UNCOVERED: _Heading(
        "Without any body",
        "bold red",
        "The law wants a body there. Add a record, or take back what removes ours.",
    ),
    Doubt.STALE: _Heading(
        "Stale",
        "bold yellow",
        "Open the source, compare, and write the new day into `checked` of a record of yours.",
    ),
    Doubt.PROVISIONAL: _Heading(
        "No verified body",
        "bold yellow",
        "Verify a record of the place: until then nothing is routed to its bodies by itself.",
    ),
    Doubt.SHADOWED: _Heading(
        "Yours is older than ours",
        "bold yellow",
        "Compare the two; then drop the line, or write the new day into `checked`.",
    ),
    Doubt.UNVERIFIED: _Heading(
        "Not verified",
        "bold yellow",
        "Compare with the source, and say `verified = true` in a record of yours.",
    ),
    Doubt.UNREACHABLE: _Heading(
        "By hand alone",
        "bold",
        "Packages are downloaded at the desk. To send them: a channel, an address and a key.",
    ),
}


def say_checked(
    count: int,
    found: Sequence[DirectoryFinding],
    *,
    wrong: Sequence[Problem] = (),
    everything: bool,
    as_json: bool,
) -> None:
    """Print what was found in a directory of so many agencies; what is wrong hides the rest."""
    if as_json:
        said = {"agencies": count, "wrong": [*wrong], "found": [*found]}
        click.echo(msgspec.json.format(msgspec.json.encode(said), indent=2))
        return
    console = _console()
    if wrong:
        _print_wrong(console, wrong)
        return
    console.print(Text(f"The directory: {counted(count, 'agency', 'agencies')}", "bold"))
    if not found:
        console.print(Text("Nothing to look at.", "bold green"))
    for doubt, of_doubt in groupby(found, lambda one: one.doubt):
        _print_doubt(console, doubt, [*of_doubt], everything=everything)


def say_agency(agency: Agency, *, is_own: bool, as_json: bool) -> None:
    """Print one agency."""
    if as_json:
        said = {**as_fields(agency), "own": is_own}
        click.echo(msgspec.json.format(msgspec.json.encode(said), indent=2))
        return
    console = _console()
    console.print(Text(printable(agency.name), "bold"))
    rows = (
        ("Id", agency.id),
        ("Kind", agency.kind.value.replace("_", " ")),
        ("Covers", "; ".join(map(_coverage_in_words, agency.covers)) or "everywhere"),
        ("Languages", ", ".join(agency.languages) or "not known"),
        ("Channel", agency.channel.value),
        ("Address", agency.address or "none"),
        ("Encrypted to", agency.age_recipient or "no key"),
        ("Credential", agency.credential or "none"),
        ("Page", agency.page),
        ("Source", agency.source),
        ("Checked", f"{agency.checked}"),
        ("Verified", "yes" if agency.verified else "no: nothing is routed to it by itself"),
        ("Licence", agency.licence),
        ("Note", agency.note or "none"),
        ("Record", "yours, over ours or alone" if is_own else "comes with Tipline"),
    )
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, printable(value))
    console.print(Padding(grid, _INDENT, expand=False))


def as_fields(agency: Agency) -> dict[str, Any]:
    """Return every field of an agency, also those that say nothing."""
    return {name: msgspec.to_builtins(getattr(agency, name)) for name in agency.__struct_fields__}


def covers_in_words(agency: Agency) -> str:
    """Return what an agency covers, short: countries, or the states of one."""
    if not agency.covers:
        return "everywhere"
    parts = [
        f"{part}*" if one.counties else part
        for one in agency.covers
        for part in one.subdivisions or (one.country,)
    ]
    more = len(parts) - _MOST_PLACES
    return " ".join(parts) if more <= 0 else f"{parts[0]} +{len(parts) - 1}"


def _coverage_in_words(coverage: Coverage) -> str:
    words = ", ".join(coverage.subdivisions) or coverage.country
    return f"{words}: counties {', '.join(coverage.counties)}" if coverage.counties else words


def _print_doubt(
    console: Console, doubt: Doubt, found: Sequence[DirectoryFinding], *, everything: bool
) -> None:
    heading = _HEADINGS[doubt]
    console.print(Text(f"\n{heading.name} ({len(found):,})", heading.style))
    console.print(Padding(Text(heading.todo, "dim"), _INDENT, expand=False))
    by_message: dict[str, list[str]] = {}
    for one in found:
        by_message.setdefault(one.message, []).append(one.agency or one.place or "")
    for message, names in by_message.items():
        shown = names if everything else names[:_FIRST]
        more = len(names) - len(shown)
        told = ", ".join(shown) + (f" and {more:,} more (--all names them)" if more else "")
        console.print(Padding(Text(printable(message)), _INDENT, expand=False))
        console.print(Padding(Text(printable(told)), _DEEPER, expand=False))


def _print_wrong(console: Console, wrong: Iterable[Problem]) -> None:
    told = [*wrong]
    console.print(Text(f"Wrong ({len(told)}); nothing is referred until it is mended", "bold red"))
    for file, of_file in groupby(told, lambda problem: problem.path.partition(": ")[0]):
        console.print(Padding(Text(printable(file), "bold"), _INDENT, expand=False))
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", max_width=30, overflow="fold")
        grid.add_column(overflow="fold")
        for problem in of_file:
            place = problem.path.partition(": ")[2]
            grid.add_row(printable(place), printable(problem.message))
        console.print(Padding(grid, _DEEPER, expand=False))


def _console() -> Console:
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console
