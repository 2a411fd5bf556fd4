"""`tipline import`: many reports from files, again and again without doubling."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final, TextIO

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from tipline import bootstrap
from tipline.cli.exits import OK, PROBLEMS
from tipline.cli.options import data_option
from tipline.cli.reports.sources import STANDARD_INPUT, printable
from tipline.config import read_settings
from tipline.domain.errors import StoreUnavailableError
from tipline.domain.problems import Problem
from tipline.services.stored.cut_documents import Piece, cut_documents
from tipline.services.stored.find_provider import find_provider
from tipline.services.stored.import_documents import Importer, Origin, Yard

_BY_LINES: Final = frozenset({".jsonl", ".ndjson"})
_KINDS: Final = _BY_LINES | {".json", ".xml"}
_ACTOR: Final = "service:import"


class RefusedDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document that was not taken, as `--refused` writes it; never what it says."""

    file: str
    line: int
    problems: tuple[Problem, ...]


@click.command(
    name="import",
    epilog="Exit status: 0 all documents are in; 1 some were refused, or the store failed.",
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.UNPROCESSED)
@click.option("--provider", metavar="NAME", help="The service they belong to: name or user name.")
@click.option("--test", "is_test", is_flag=True, help="Mark them as tests.")
@click.option("--lines", "by_lines", is_flag=True, help="Every line is a report in JSON.")
@click.option(
    "--refused",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the refused documents here too: a JSON object a line.",
)
@click.option("--dry-run", is_flag=True, help="Check everything and store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as a JSON object.")
@data_option
def import_reports(  # noqa: PLR0913 - what one can ask for
    files: tuple[str, ...],
    provider: str | None,
    refused: Path | None,
    data: Path | None,
    *,
    is_test: bool,
    by_lines: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in reports from files, checked as the provider door does.

    FILE is a report in XML or JSON, JSON lines with a report on each line, a folder of such
    files (.xml, .json, .jsonl, .ndjson), or - for standard input. Reports are received now; what
    they say happened when it happened. Run the same command again after it was broken off: what
    is in already is known and not doubled. Refused documents are listed with all their problems.
    """
    hotline = bootstrap.open_hotline(read_settings(data, os.environ))
    known = None if provider is None else find_provider(provider, hotline.reader)
    origin = Origin(
        provider=None if known is None else known.id,
        is_test=is_test or (known is not None and known.is_test),
        actor=_ACTOR,
    )
    importer = Importer(origin, _yard(hotline), dry_run=dry_run)
    with ExitStack() as stack:
        stack.callback(importer.close)
        record = (
            None if refused is None else stack.enter_context(refused.open("w", encoding="utf-8"))
        )
        bar = stack.enter_context(_bar())
        try:
            _take_all(list(_sources(files)), importer, bar, record, by_lines=by_lines)
            importer.finish()
        except StoreUnavailableError as error:
            raise StoreUnavailableError(
                f"The store takes nothing at the moment ({error}). {importer.counts.imported:,} "
                "reports are in; run the same command again to go on."
            ) from None
    _summarise(importer, dry_run=dry_run, as_json=as_json)
    sys.exit(PROBLEMS if importer.counts.refused else OK)


def _yard(hotline: bootstrap.Hotline) -> Yard:
    return Yard(
        writer=hotline.batch_writer,
        ledger=hotline.ledger,
        sealer=hotline.sealer,
        index=hotline.index,
        documents=hotline.ledger_index,
        clock=hotline.clock,
        pause=time.sleep,
    )


def _sources(files: tuple[str, ...]) -> Iterator[str]:
    """Yield file names in order; a folder gives those of its files that can hold reports."""
    for name in files:
        if name == STANDARD_INPUT or not Path(name).is_dir():
            yield name
            continue
        for folder, folders, inside in os.walk(name):
            folders.sort()
            fitting = (one for one in sorted(inside) if Path(one).suffix.lower() in _KINDS)
            yield from (str(Path(folder, one)) for one in fitting)


class _Bar:
    """How far the files are read; nothing is shown unless standard error is a terminal."""

    def __init__(self) -> None:
        self.console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        self.progress = Progress(
            TextColumn("Importing"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
            console=self.console,
            disable=not self.console.is_terminal,
        )
        self._task = self.progress.add_task("", total=None, counts="")
        self._before = 0

    def expect(self, names: list[str]) -> None:
        """Learn how much there is to read; with standard input nobody knows."""
        known = all(name != STANDARD_INPUT and Path(name).is_file() for name in names)
        total = sum(Path(name).stat().st_size for name in names) if known else None
        self.progress.update(self._task, total=total)

    def read(self, size: int, importer: Importer) -> None:
        """Say how much of the present file is read."""
        counts = importer.counts
        words = f"{counts.imported:,} in, {counts.known:,} known, {counts.refused:,} refused"
        self.progress.update(self._task, completed=self._before + size, counts=words)

    def next_file(self, size: int) -> None:
        """Count a file as read."""
        self._before += size

    def say(self, text: str) -> None:
        """Print a line above the bar."""
        if self.console.is_terminal:
            self.progress.console.print(text)
        else:
            click.echo(text, err=True)


@contextmanager
def _bar() -> Iterator[_Bar]:
    bar = _Bar()
    with bar.progress:
        yield bar


def _take_all(
    names: list[str], importer: Importer, bar: _Bar, record: TextIO | None, *, by_lines: bool
) -> None:
    bar.expect(names)
    for name in names:
        refuse = _refuser(name, bar, record)
        size = 0

        def pieces(stream: BinaryIO, lines: bool) -> Iterator[Piece]:  # noqa: FBT001
            nonlocal size
            for piece in cut_documents(stream, by_lines=lines):
                yield piece
                size = piece.read
                bar.read(size, importer)

        try:
            with _opened(name) as stream:
                lines = by_lines or Path(name).suffix.lower() in _BY_LINES
                importer.take_file(pieces(stream, lines), refuse)
        except OSError as error:
            importer.counts.refused += 1
            reason = (error.strerror or "unknown reason").lower()
            problem = Problem(
                path="", code="file_not_readable", message=f"This file cannot be read: {reason}."
            )
            refuse(Piece(data=b"", line=1, read=0), (problem,))
        bar.next_file(size)


@contextmanager
def _opened(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD_INPUT:
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as stream:
        yield stream


def _refuser(
    name: str, bar: _Bar, record: TextIO | None
) -> Callable[[Piece, tuple[Problem, ...]], None]:
    """Return what says why a document of this file is refused, on the screen and in the record."""

    def refuse(piece: Piece, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            place = f"{problem.line}:{problem.column} " if problem.line else ""
            where = printable(problem.path) or "document"
            said = f"{place}{where}: {printable(problem.message)} [{problem.code}]"
            bar.say(f"{printable(name)}:{piece.line}: {said}")
        if record is not None:
            one = RefusedDocument(file=name, line=piece.line, problems=problems)
            record.write(msgspec.json.encode(one).decode() + "\n")
            record.flush()

    return refuse


def _summarise(importer: Importer, *, dry_run: bool, as_json: bool) -> None:
    counts = importer.counts
    if as_json:
        said = {**msgspec.to_builtins(counts), "dry_run": dry_run}
        click.echo(msgspec.json.encode(said))
        return
    verb = "could be imported" if dry_run else "imported"
    click.echo(
        f"{counts.imported:,} {verb}, {counts.known:,} known from before, "
        f"{counts.refused:,} refused"
    )
    if counts.refused:
        click.echo("Refused documents were not stored. Mend them and run this again.", err=True)
