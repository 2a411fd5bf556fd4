"""How a listing looks: a table on a terminal, columns that programs can cut elsewhere."""

from collections.abc import Iterable
from itertools import chain, islice
from typing import Final

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tipline.cli.columns import MOST_IN_A_TABLE, print_plain
from tipline.cli.reports.sources import printable
from tipline.services.stored.list_reports import ListedReport

_HEAD: Final = ("Number", "State", "Received", "Door", "Provider", "Urgent", "Facts", "Desk")
_WIDTHS: Final = (9, 9, 20, 6, 24, 6, 5, 24)
_DOORS: Final = {"xml": "xml", "json": "json", "public": "public", "import": "import"}
_WRAPPED: Final = frozenset({"Provider", "Desk"})
_WIDE: Final = 100
"""Columns of a terminal that has room for everything."""

_TO_THE_MINUTE: Final = len("2026-11-22T08:30")


def print_rows(reports: Iterable[ListedReport]) -> int:
    """Print a listing and return how many rows it has."""
    rows = iter(reports)
    console = Console(highlight=False, markup=False, emoji=False)
    first = list(islice(rows, MOST_IN_A_TABLE + 1)) if console.is_terminal else []
    if console.is_terminal and len(first) <= MOST_IN_A_TABLE:
        if first:
            console.print(_table(first, narrow=console.width < _WIDE))
        return len(first)
    return print_plain(_HEAD, _WIDTHS, map(_cells, chain(first, rows)))


def _table(reports: list[ListedReport], *, narrow: bool) -> Table:
    """Return a table; on a narrow terminal without the door and the seconds, so that it fits."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
    shown = [name for name in _HEAD if not narrow or name != "Door"]
    for name in shown:
        table.add_column(name, no_wrap=name not in _WRAPPED, overflow="fold")
    for one in reports:
        style = "bold red" if one.urgent else ""
        cells = dict(zip(_HEAD, _cells(one), strict=True))
        if narrow:
            cells["Received"] = f"{one.received[:_TO_THE_MINUTE]}Z"
        table.add_row(*(Text(cells[name], style) for name in shown))
    return table


def _cells(one: ListedReport) -> tuple[str, ...]:
    states = list(one.completeness.values())
    there = sum(state != "absent" for state in states)
    return (
        str(one.number),
        one.state,
        one.received,
        _DOORS.get(one.door, one.door),
        printable(one.provider or "-"),
        "urgent" if one.urgent else "-",
        f"{there}/{len(states)}",
        printable(_at_desk(one)),
    )


def _at_desk(one: ListedReport) -> str:
    desk = one.desk
    if desk is None:
        return "-"
    if desk.reason is not None:
        return f"closed: {desk.reason.replace('_', ' ')}"
    return f"{desk.shelf}, with {desk.holder}" if desk.holder else desk.shelf
