"""`tipline mapping`: from a platform's own JSON to a report, by a mapping in TOML."""

import json
import sys
from collections.abc import Sequence
from typing import NoReturn

import click
import msgspec

from tipline.bootstrap import system_clock
from tipline.cli.exits import EXIT_BY_CODE, OK, PROBLEMS, UNREADABLE
from tipline.cli.options import json_option
from tipline.cli.reports.pipes import reader_may_leave
from tipline.cli.reports.sources import read_source
from tipline.codecs.documents import DocumentError
from tipline.codecs.platform import Mapping, MappingError, Unfound, all_fields, read_mapping
from tipline.domain.completeness import Completeness
from tipline.domain.problems import Problem
from tipline.services.filing.map_case import CheckedCase, map_case
from tipline.services.read_document import CODECS, Format


class _Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What is said about the mapping or one case, as `--json` prints it."""

    file: str
    valid: bool
    problems: tuple[Problem, ...]
    becomes: dict[str, int] | None = None
    completeness: Completeness | None = None
    unfound: tuple[Unfound, ...] = ()
    untaken: tuple[str, ...] = ()


@click.group()
def mapping() -> None:
    """Make reports of a platform's own data, by a mapping file.

    A mapping is a TOML file that says, field by field, where in the platform's JSON a fact
    stands; no code. See docs/mapping.md and the three examples in examples/platforms.

    `tipline mapping fields` says what a report can hold. `tipline mapping check my.toml
    case.json` says what is wrong and what is missing. `tipline mapping try my.toml case.json`
    prints the report. Nothing here files anything.
    """


@mapping.command(
    epilog="Exit status: 0 all is well; 1 problems found; 2 a case is not well-formed JSON."
)
@click.argument("file", metavar="MAPPING", type=click.UNPROCESSED)
@click.argument("cases", nargs=-1, metavar="[CASE...]", type=click.UNPROCESSED)
@json_option
def check(file: str, cases: tuple[str, ...], *, as_json: bool) -> None:
    """Say everything that is wrong with a mapping, and with cases by it.

    The mapping is held against the report itself before any case is read: names, words, lists,
    what must not be missing. With cases, each is shown with what it becomes, how complete the
    report is, all problems with their place, the paths of the mapping that led nowhere, and the
    names in the cases that it does not look at.
    """
    found = _mapping(file)
    checked: list[tuple[str, CheckedCase]] = []
    if isinstance(found, Mapping):
        checked = [(name, _case(found, name)) for name in cases]
    problems = () if isinstance(found, Mapping) else found
    with reader_may_leave():
        if as_json:
            _print_json(file, problems, checked)
        else:
            from tipline.cli.filing.mapping.present import present_mapping  # noqa: PLC0415 - rich when needed

            present_mapping(file, problems, checked)
    sys.exit(_status(problems, [case for _, case in checked]))


@mapping.command()
@json_option
def fields(*, as_json: bool) -> None:
    """Print every field of a report that a mapping can fill.

    With its type, the words it may have, how long it may be, and what it is for. Lists are
    marked with [] and begin with [[...]] in the mapping.
    """
    from tipline.cli.filing.mapping.present import field_rows, present_fields  # noqa: PLC0415 - rich when needed

    with reader_may_leave():
        if as_json:
            click.echo(json.dumps(field_rows(all_fields()), indent=2))
        else:
            present_fields(all_fields())


@mapping.command(
    "try", epilog="Exit status: 0 written; 1 problems found; 2 the case is not well-formed JSON."
)
@click.argument("file", metavar="MAPPING", type=click.UNPROCESSED)
@click.argument("case", metavar="CASE", type=click.UNPROCESSED)
@click.option(
    "--to",
    "target",
    type=click.Choice([form.value for form in Format]),
    default=Format.JSON.value,
    show_default=True,
    help="The format to write.",
)
def try_mapping(file: str, case: str, *, target: str) -> None:
    """Print the report that a case becomes; nothing is filed.

    CASE is one JSON document of the platform; - reads standard input. If anything is wrong,
    all of it is said and nothing is printed.
    """
    found = _mapping(file)
    if not isinstance(found, Mapping):
        _refuse(file, found, PROBLEMS)
    checked = _case(found, case)
    if checked.report is None:
        _refuse(case, checked.problems, _status((), [checked]))
    try:
        document = CODECS[Format(target)].encode_report(checked.report, indent=True)
    except DocumentError as error:
        _refuse(case, error.problems, EXIT_BY_CODE[error.code])
    with reader_may_leave():
        click.echo(document.rstrip() + b"\n", nl=False)


def _mapping(name: str) -> Mapping | tuple[Problem, ...]:
    """Return the mapping in a file, or what is wrong with it."""
    try:
        return read_mapping(read_source(name))
    except MappingError as error:
        return error.problems
    except OSError as error:
        return (_not_readable(error),)


def _case(mapping: Mapping, name: str) -> CheckedCase:
    try:
        data = read_source(name)
    except OSError as error:
        problems = (_not_readable(error),)
        return CheckedCase(readable=True, report=None, problems=problems, completeness=None)
    return map_case(mapping, data, system_clock().now())


def _not_readable(error: OSError) -> Problem:
    message = f"This file cannot be read: {(error.strerror or 'unknown reason').lower()}."
    return Problem(path="", code="file_not_readable", message=message)


def _print_json(
    file: str, problems: tuple[Problem, ...], checked: Sequence[tuple[str, CheckedCase]]
) -> None:
    from tipline.cli.filing.mapping.present import becomes  # noqa: PLC0415 - rich when needed

    entries = [_Entry(file=file, valid=not problems, problems=problems)]
    entries += [
        _Entry(
            file=name,
            valid=case.valid,
            problems=case.problems,
            becomes=None if case.report is None else becomes(case.report),
            completeness=case.completeness,
            unfound=case.unfound,
            untaken=case.untaken,
        )
        for name, case in checked
    ]
    # In ASCII, so that no name from outside can steer a terminal or break the encoding.
    click.echo(json.dumps(msgspec.to_builtins(entries), indent=2))


def _refuse(name: str, problems: tuple[Problem, ...], status: int) -> NoReturn:
    from tipline.cli.reports.present import present_refusal  # noqa: PLC0415 - rich when needed

    present_refusal(name, problems)
    sys.exit(status)


def _status(problems: tuple[Problem, ...], cases: Sequence[CheckedCase]) -> int:
    if not all(case.readable for case in cases):
        return UNREADABLE
    return OK if not problems and all(case.valid for case in cases) else PROBLEMS
