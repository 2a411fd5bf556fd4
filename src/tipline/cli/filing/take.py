"""Reads one file as a report, says what is wrong with it, and takes it into the outbox."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tipline.bootstrap import system_clock
from tipline.cli.reports.present import present_refusal
from tipline.cli.reports.sources import read_source
from tipline.codecs.cybertipline import encode_report
from tipline.codecs.platform import Mapping, read_mapping
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
    """Return the mapping in a file.

    Raises:
        MappingError: something is wrong with it; it has all problems.
    """
    return read_mapping(file.read_bytes())


def take(
    name: str, filer: Filer, mapping: Mapping | None, follows: Sequence[int], *, again: bool
) -> Taken:
    """Take the report in a file into the outbox, or say to people what is wrong with it."""
    try:
        data = read_source(name)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        message = f"This file cannot be read: {reason}."
        problem = Problem(path="", code="file_not_readable", message=message)
        return _refused(Taken(name, (problem,), readable=False))
    report, found = _read(name, data, mapping)
    if report is None:
        return _refused(found)
    known = None if again else filer.book.by_key(report_key(filer, report))
    key = None if again else report_key(filer, report)
    try:
        item = filer.enqueue(report, key=key, follows=follows)
    except NotEnqueuedError as error:
        return _refused(found._replace(problems=error.problems))
    return found._replace(item=item, was_known=known is not None)


def report_key(filer: Filer, report: Report, prefix: str = "file") -> str:
    """Return a name for a report that is the same whenever the very same report comes again."""
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


def _refused(taken: Taken) -> Taken:
    present_refusal(taken.name, taken.problems, "not filed")
    return taken
