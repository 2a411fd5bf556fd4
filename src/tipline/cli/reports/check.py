"""`tipline check`: everything that is wrong with reports, and what they lack."""

import json
import sys

import click
import msgspec

from tipline.bootstrap import system_clock
from tipline.cli.exits import OK, PROBLEMS, UNREADABLE
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.reports.sources import read_source
from tipline.domain.completeness import Completeness
from tipline.domain.problems import Problem
from tipline.services.check_document import CheckedDocument, check_document


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about one file, as `--json` prints it."""

    file: str
    valid: bool
    problems: tuple[Problem, ...]
    completeness: Completeness | None


@click.command(
    epilog="Exit status: 0 all valid; 1 problems found; 2 not well-formed, or built to do harm."
)
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.UNPROCESSED)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object per file.")
def check(files: tuple[str, ...], *, as_json: bool) -> None:
    """Say everything that is wrong with reports, and what they lack.

    FILE is a CyberTipline document (XML) or a report in JSON; - reads standard input. All problems
    of a file are listed at once, with their place and what to do. Completeness says which facts
    are there and why they matter to those who must act; it is not a measure of urgency.
    """
    checked = [(name, _check(name)) for name in files]
    with reader_may_leave():
        _print(checked, as_json=as_json)
    sys.exit(_status([document for _, document in checked]))


def _print(checked: list[tuple[str, CheckedDocument]], *, as_json: bool) -> None:
    if as_json:
        _print_json(checked)
        return
    from tipline.cli.reports.present import present_document  # noqa: PLC0415 - rich when needed

    for name, document in checked:
        present_document(name, document)


def _check(name: str) -> CheckedDocument:
    try:
        data = read_source(name)
    except OSError as error:
        message = f"This file cannot be read: {(error.strerror or 'unknown reason').lower()}."
        problem = Problem(path="", code="file_not_readable", message=message)
        return CheckedDocument(readable=True, problems=(problem,), completeness=None)
    return check_document(data, system_clock().now())


def _print_json(checked: list[tuple[str, CheckedDocument]]) -> None:
    entries = [
        _Entry(
            file=name,
            valid=document.valid,
            problems=document.problems,
            completeness=document.completeness,
        )
        for name, document in checked
    ]
    # In ASCII, so that no name from outside can steer a terminal or break the encoding.
    click.echo(json.dumps(msgspec.to_builtins(entries), indent=2))


def _status(documents: list[CheckedDocument]) -> int:
    if not all(document.readable for document in documents):
        return UNREADABLE
    return OK if all(document.valid for document in documents) else PROBLEMS
