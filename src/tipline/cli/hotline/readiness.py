"""How the readiness of the public form looks on a terminal, and as JSON for programs."""

import os
from collections.abc import Iterable
from itertools import groupby
from typing import Final

import click
import msgspec
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tipline.cli.reports.sources import printable
from tipline.config import Settings
from tipline.config.public import FOLDER
from tipline.domain.problems import Problem

_WIDTH_WITHOUT_TERMINAL: Final = 100
_INDENT: Final = (0, 0, 0, 2)
_WIDEST_PLACE: Final = 24
_BELOW: Final = (0, 0, 0, 4)


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done about a public form; what is wrong hides what is missing.

    What is old is a reminder: it keeps nothing from opening.
    """

    wrong: tuple[Problem, ...] = ()
    missing: tuple[Problem, ...] = ()
    old: tuple[Problem, ...] = ()

    @property
    def ready(self) -> bool:
        """Tell whether the form may go live."""
        return not (self.wrong or self.missing)


def say_readiness(found: Readiness, settings: Settings, *, as_json: bool) -> None:
    """Print what is to be done."""
    if as_json:
        said = {"ready": found.ready, **msgspec.to_builtins(found)}
        click.echo(msgspec.json.format(msgspec.json.encode(said), indent=2))
        return
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    console.print(
        Text.assemble("The public form in ", (printable(f"{settings.data / FOLDER}"), "bold"))
    )
    if found.ready:
        console.print(Text("Ready: nothing is wrong, nothing is missing.", "bold green"))
    _print(console, "Wrong", found.wrong, "bold red")
    _print(console, "Missing before it may go live", found.missing, "bold red")
    _print(console, "To look at again", found.old, "bold yellow")
    if found.wrong:
        console.print(Text("\nWhat is missing is told once nothing is wrong.", "dim"))


def _print(console: Console, heading: str, problems: Iterable[Problem], style: str) -> None:
    """Print problems file by file, each with its place there and what to do."""
    told = [*problems]
    if not told:
        return
    console.print(Text(f"\n{heading} ({len(told)})", style))
    for file, of_file in groupby(told, lambda problem: problem.path.partition(": ")[0]):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim", max_width=_WIDEST_PLACE, overflow="fold")
        grid.add_column(overflow="fold")
        for problem in of_file:
            place = problem.path.partition(": ")[2]
            grid.add_row(printable(place), printable(problem.message))
        console.print(Padding(Text(printable(file), "bold"), _INDENT, expand=False))
        console.print(Padding(grid, _BELOW, expand=False))
