"""Rows as a table on a terminal, as plain columns elsewhere, and as an array in JSON."""

import sys
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import Final, NamedTuple

import click
import msgspec
from rich.console import Console
from rich.table import Table
from rich.text import Text

MOST_IN_A_TABLE: Final = 1_000
"""More rows than this are printed as they come: a table has to see all of them first."""


class Column(NamedTuple):
    """A column: its heading, and how wide it is where there is no terminal."""

    name: str
    width: int


def print_rows(columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> int:
    """Print rows and return how many there are; nothing at all if there is none."""
    console = Console(highlight=False, markup=False, emoji=False)
    coming = iter(rows)
    first = list(islice(coming, MOST_IN_A_TABLE + 1)) if console.is_terminal else []
    if first and len(first) <= MOST_IN_A_TABLE:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for column in columns:
            table.add_column(column.name, no_wrap=column is not columns[-1], overflow="fold")
        for row in first:
            table.add_row(*map(Text, row))
        console.print(table)
        return len(first)
    names, widths = zip(*columns, strict=True)
    return print_plain(names, widths, chain(first, coming))


def counted(number: int, one: str, several: str) -> str:
    """Return a number with the word that goes with it."""
    return f"{number:,} {one if number == 1 else several}"


def print_array(rows: Iterable[object]) -> None:
    """Print one JSON array, an element on each line, as it comes."""
    begun = False
    for row in rows:
        sys.stdout.write(f"{',' if begun else '['}\n{msgspec.json.encode(row).decode()}")
        begun = True
    sys.stdout.write("\n]\n" if begun else "[]\n")


def print_plain(
    names: Sequence[str], widths: Sequence[int], rows: Iterable[tuple[str, ...]]
) -> int:
    """Print rows under their headings in columns that programs can cut; return how many."""
    count = 0
    for row in rows:
        if not count:
            click.echo(_line(names, widths))
        click.echo(_line(row, widths))
        count += 1
    return count


def _line(cells: Iterable[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
