"""How documents, problems and completeness look on a terminal; words first, colour second."""

import os
from collections.abc import Iterable
from typing import Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tipline.cli.reports.sources import printable
from tipline.domain.completeness import Completeness, State
from tipline.domain.problems import Note, Problem
from tipline.services.check_document import CheckedDocument

_WIDTH_WITHOUT_TERMINAL: Final = 100
_WIDE_ENOUGH: Final = 80
_STYLES: Final = {State.PRESENT: "green", State.PARTLY: "yellow", State.ABSENT: "dim"}
_INDENT: Final = (0, 0, 0, 2)


class _PipedConsole(Console):
    """Leaves a reader that went away to the command, which still has its status to give."""

    def on_broken_pipe(self) -> None:
        """Say that the reader went away.

        Raises:
            BrokenPipeError: always.
        """
        raise BrokenPipeError


def present_document(name: str, document: CheckedDocument) -> None:
    """Print what was found in one document."""
    console = _console(stderr=False)
    console.print(_heading(name, document))
    if document.problems:
        console.print(Padding(_notes(document.problems, "red"), _INDENT, expand=False))
    if document.completeness is not None:
        _present_completeness(console, document.completeness)
    console.print()


def present_refusal(name: str, problems: Iterable[Problem], what: str = "not converted") -> None:
    """Print, to standard error, why nothing was done."""
    console = _console(stderr=True)
    console.print(Text.assemble((printable(name), "bold"), f"  {what}"))
    console.print(Padding(_notes(problems, "red"), _INDENT, expand=False))


def _console(*, stderr: bool) -> Console:
    console = _PipedConsole(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = _WIDTH_WITHOUT_TERMINAL
    return console


def _heading(name: str, document: CheckedDocument) -> Text:
    count = len(document.problems)
    if document.valid:
        verdict = ("valid", "bold green")
    elif not document.readable:
        verdict = ("refused unread", "bold red")
    else:
        verdict = ("1 problem" if count == 1 else f"{count:,} problems", "bold red")
    return Text.assemble((printable(name), "bold"), "  ", verdict)


def _notes(notes: Iterable[Note], style: str) -> Table:
    """Return a grid of place, then path and code, with the sentence below."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for note in notes:
        place = f"{note.line}:{note.column}" if note.line else ""
        head = Text.assemble(
            (printable(note.path) or "document", "bold"), "  ", (note.code, style)
        )
        grid.add_row(place, head)
        grid.add_row("", printable(note.message))
    return grid


def _present_completeness(console: Console, found: Completeness) -> None:
    console.print(Text("  Which facts are there (this says nothing about urgency)", "bold"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_column(overflow="fold")
    for group in found.groups:
        state = Text(group.state.value, _STYLES[group.state])
        wanted = Text(f"add {group.missing[0]}" if group.missing else "", "dim")
        if console.width >= _WIDE_ENOUGH:
            grid.add_row(state, group.title, wanted)
        else:
            grid.add_row(state, group.title)
            if group.missing:
                grid.add_row("", wanted)
    console.print(Padding(grid, _INDENT, expand=False))
    if found.next_fact is not None:
        why = next(group.why for group in found.groups if group.group == found.next_fact.group)
        console.print(Text.assemble("  Next best fact: ", (found.next_fact.add, "bold")))
        console.print(Padding(Text(why, "dim"), _INDENT, expand=False))
    if found.hints:
        console.print(Text("  Worth a second look (no problems)", "bold"))
        console.print(Padding(_notes(found.hints, "yellow"), _INDENT, expand=False))
