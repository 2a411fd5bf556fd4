"""Reads one file as a report, says what is wrong with it, and takes it into the outbox."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tipline.bootstrap import system_clock
from tipline.cli.exits import PROBLEMS
from tipline.cli.reports.present import present_refusal
from tipline.cli.reports.sources import read_source
from tipline.codecs.cybertipline import encode_report
from tipline.codecs.documents import DocumentError
from tipline.codecs.platform import Mapping, MappingError, read_mapping
from tipline.domain.completeness import NextFact, completeness
from tipline.domain.problems import Problem
from tipline.domain.report import Report
from tipline.filing import Filer
from tipline.filing.errors import NotEnqueuedError
from tipline.filing.outbox.items import Item
from tipline.services.check_document import check_document
from tipline.services.filing.map_case import map_case
from tipline.services.read_document import read_document


class Taken(NamedTuple):
    """A file, what was found in it, and its item if it was taken in.

    `was_known` says that the very same report was taken in before.
    """

    name: str
    problems: tuple[Problem, ...] = ()
    next_fact: NextFact | None = None
    item: Item | None = None
    readable: bool = True
    was_known: bool = False


def read_map(file: Path) -> Mapping:
    """Return the mapping in a file, or say all that is wrong with it and end the program."""
    try:
        return read_mapping(read_source(str(file.absolute())))
    except MappingError as error:
        problems = error.problems
    except OSError as error:
        problems = (_not_readable(error),)
    present_refusal(str(file), problems, "cannot be used")
    sys.exit(PROBLEMS)


def take(
    name: str, filer: Filer, mapping: Mapping | None, follows: Sequence[int], *, again: bool
) -> Taken:
    """Take the report in a file into the outbox, or say to people what is wrong with it."""
    try:
        data = read_source(name)
    except OSError as error:
        return _refused(Taken(name, (_not_readable(error),), readable=False))
    return take_data(data, name, filer, mapping, follows=follows, again=again)


def take_data(
    data: bytes,
    name: str,
    filer: Filer,
    mapping: Mapping | None,
    *,
    follows: Sequence[int] = (),
    again: bool = False,
) -> Taken:
    """Take in what was read from a file already; `name` is said to people."""
    found = Taken(name)
    try:
        report, found = _read(name, data, mapping)
        if report is None:
            return _refused(found)
        key = None if again else report_key(filer, report)
        known = None if key is None else filer.book.by_key(key)
        item = filer.enqueue(report, key=key, follows=follows)
    except (DocumentError, NotEnqueuedError) as error:
        # A good report can still have no document: one that would be larger than 1 MiB, say.
        return _refused(found._replace(problems=tuple(error.problems)))
    return found._replace(item=item, was_known=known is not None)


def report_key(filer: Filer, report: Report, prefix: str = "file") -> str:
    """Return a name for a report that is the same whenever the very same report comes again.

    Raises:
        UnwritableReportError: there is no document for it.
    """
    return f"{prefix}-{filer.vault.mark(encode_report(report)).hex()}"


def _read(name: str, data: bytes, mapping: Mapping | None) -> tuple[Report | None, Taken]:
    now = system_clock().now()
    if mapping is not None:
        case = map_case(mapping, data, now)
        next_fact = case.completeness.next_fact if case.completeness else None
        return case.report, Taken(name, case.problems, next_fact, readable=case.readable)
    checked = check_document(data, now)
    if not checked.valid:
        return None, Taken(name, checked.problems, readable=checked.readable)
    report = read_document(data)
    return report, Taken(name, next_fact=completeness(report).next_fact)


def _not_readable(error: OSError) -> Problem:
    message = f"This file cannot be read: {(error.strerror or 'unknown reason').lower()}."
    return Problem(path="", code="file_not_readable", message=message)


def _refused(taken: Taken) -> Taken:
    present_refusal(taken.name, taken.problems, "not filed")
    return taken
