"""How one report looks on a terminal, and as JSON for programs."""

import os
from collections.abc import Iterable, Iterator
from typing import Any, Final

import click
import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tipline.cli.reports.sources import printable
from tipline.cli.stored.look import Look
from tipline.codecs import report_json
from tipline.domain.completeness import completeness
from tipline.domain.report import Report
from tipline.domain.sightings import find_sightings
from tipline.doors.desk.facts.history import tell_history
from tipline.doors.desk.facts.layout import Section, lay_out

_WIDTH_WITHOUT_TERMINAL: Final = 100
_INDENT: Final = (0, 0, 0, 2)
_COMPLETENESS: Final = (
    ("Facts there", "present"),
    ("Partly there", "partly"),
    ("Not there", "absent"),
)


def say_it(look: Look, *, as_json: bool) -> None:
    """Print what is known of a report."""
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(_as_json(look)), indent=2))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    console.print(Text(f"Report {look.listed.number}", "bold"))
    console.print(Padding(_pairs(_unsealed(look)), _INDENT))
    if look.opened is not None:
        _print_report(console, look.opened.report)
        for added in look.opened.supplements:
            console.print(Text(f"\nAdded later, as number {added.row.number}", "bold"))
            _print_sections(console, added.report)
    console.print(Text("\nWhat happened to it, the newest first", "bold"))
    events = tell_history(look.history, look.people, look.providers)
    console.print(Padding(_grid((e.at, e.who, e.what) for e in events), _INDENT))
    if look.sealed:
        click.echo(look.sealed, err=True)


def _unsealed(look: Look) -> Iterator[tuple[str, str]]:
    one = look.listed
    yield "State", one.state + (" (a test)" if one.test else "")
    yield "Urgent", "yes, by the reporter's own word" if one.urgent else "no"
    yield "Received", one.received
    if one.finished:
        yield "Finished", one.finished
    yield "Door", one.door
    yield "Provider", one.provider or "none"
    for label, state in _COMPLETENESS:
        names = [
            name.replace("_", " ") for name, is_in in one.completeness.items() if is_in == state
        ]
        yield label, ", ".join(names) or "none"
    if one.desk is not None:
        holder = f", with {one.desk.holder} until {one.desk.until}" if one.desk.holder else ""
        reason = f": {one.desk.reason.replace('_', ' ')}" if one.desk.reason else ""
        yield "At the desk", one.desk.shelf + reason + holder
    if look.supplements:
        yield "Added later", ", ".join(map(str, look.supplements))


def _print_report(console: Console, report: Report) -> None:
    _print_sections(console, report)
    sightings = find_sightings(report)
    if sightings:
        console.print(Text("\nIdentifiers", "bold"))
        rows = (
            (s.identifier.kind.value, s.role.value, s.display, "" if s.at is None else str(s.at))
            for s in sightings
        )
        console.print(Padding(_grid(rows), _INDENT))
    found = completeness(report)
    if found.next_fact is not None:
        console.print(Text(f"\nWhat would help most: {found.next_fact.add}", "dim"))


def _print_sections(console: Console, report: Report) -> None:
    for section in lay_out(report, with_text=True):
        console.print(Text(f"\n{section.heading}", "bold"))
        console.print(Padding(_pairs(_facts(section)), _INDENT))
        for table in section.tables:
            console.print(Padding(Text(table.caption, "italic"), _INDENT))
            console.print(Padding(_grid((table.head, *table.rows)), (0, 0, 0, 4)))


def _facts(section: Section) -> Iterator[tuple[str, str]]:
    for fact in section.facts:
        yield fact.label, "\n".join(fact.values)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", max_width=30, overflow="fold")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(printable(name), _lines(value))
    return grid


def _grid(rows: Iterable[tuple[str, ...]]) -> Table:
    grid = Table.grid(padding=(0, 2))
    for row in rows:
        while len(grid.columns) < len(row):
            grid.add_column(overflow="fold")
        grid.add_row(*map(_lines, row))
    return grid


def _lines(value: str) -> str:
    """Return text that keeps its lines and cannot steer the terminal."""
    return "\n".join(map(printable, value.splitlines()))


def _as_json(look: Look) -> dict[str, Any]:
    opened = look.opened
    said: dict[str, Any] = {
        **msgspec.to_builtins(look.listed),
        "sealed": opened is None,
        "report": None if opened is None else _document(opened.report),
        "sightings": [] if opened is None else _sightings(opened.report),
        "supplements": [{"number": number} for number in look.supplements],
        "history": [msgspec.to_builtins(entry) for entry in look.history],
    }
    if opened is not None:
        said["supplements"] = [
            {"number": added.row.number, "report": _document(added.report)}
            for added in opened.supplements
        ]
    return said


def _document(report: Report) -> msgspec.Raw:
    return msgspec.Raw(report_json.encode_report(report))


def _sightings(report: Report) -> list[dict[str, Any]]:
    return [
        {
            "kind": one.identifier.kind.value,
            "scope": one.identifier.scope,
            "role": one.role.value,
            "display": one.display,
            "at": None if one.at is None else str.__str__(one.at),
            "port": one.port,
            "path": one.path,
        }
        for one in find_sightings(report)
    ]
