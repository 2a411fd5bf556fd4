"""From a TOML document to the rule for a report, or to everything that is wrong with it."""

import re
import tomllib
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Final

import msgspec

from tipline.codecs.documents import BYTE_ORDER_MARK, MAX_DOCUMENT_BYTES
from tipline.codecs.platform.applying.run import BareRun
from tipline.codecs.platform.faults import Faults, MappingError, below, unknown
from tipline.codecs.platform.reading.lines import Lines
from tipline.codecs.platform.reading.loops import Table
from tipline.codecs.platform.reading.parts import PartReader
from tipline.codecs.platform.reading.values import ValueReader
from tipline.codecs.platform.rules import PartRule
from tipline.codecs.platform.words import DEFAULT_WORDS, DEFAULTS
from tipline.domain.checks import check_report
from tipline.domain.problems import Problem
from tipline.domain.report import Report

LATER: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""A moment that nothing a mapping states can be after: what lies ahead is for the case's check."""
_AT: Final = re.compile(r"at line (\d+), column (\d+)")


@cache
def needed() -> frozenset[str]:
    """Return what every report of a service needs, by the checks: paths in the report."""
    return frozenset(problem.path for problem in check_report(Report(), LATER))


def read_rule(toml: bytes) -> tuple[PartRule, Lines]:
    """Return the rule for a report in a mapping, and where everything stands in it.

    Raises:
        MappingError: it cannot be used; all problems, with their paths and places.
    """
    text, table = _parsed(toml)
    lines = Lines(text)
    faults = Faults()
    rule = _rule(table, faults)
    problems = faults.problems or _of_constants(rule)
    if problems:
        raise MappingError(sorted((_placed(one, lines) for one in problems), key=_standing))
    return rule, lines


def _placed(problem: Problem, lines: Lines) -> Problem:
    line, column = lines.of(problem.path)
    return msgspec.structs.replace(problem, line=line, column=column)


def _standing(problem: Problem) -> tuple[bool, int, int]:
    return problem.code == "too_many_problems", problem.line or 0, problem.column or 0


def _parsed(toml: bytes) -> tuple[str, Table]:
    """Return the text and the table of a TOML document."""
    if len(toml) > MAX_DOCUMENT_BYTES:
        raise _refused("too_large", "A mapping may have at most 1 MiB (1,048,576 bytes).")
    try:
        text = toml.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError:
        raise _refused("encoding", "A mapping is text in UTF-8.") from None
    try:
        return text, tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        at = _AT.search(str(error))
        message = "The mapping is not well-formed TOML: it breaks off or is not TOML here."
        line, column = (int(at[1]), int(at[2])) if at else (None, None)
        raise _refused("not_well_formed", message, line, column) from None


def _refused(
    code: str, message: str, line: int | None = None, column: int | None = None
) -> MappingError:
    problem = Problem(path="", code=code, message=message, line=line, column=column)
    return MappingError([problem])


def _rule(table: Table, faults: Faults) -> PartRule:
    """Return the rule for a report, after looking at the defaults."""
    defaults = table.get(DEFAULTS, {})
    stated: Table = defaults if isinstance(defaults, dict) else {}
    if not isinstance(defaults, dict):
        faults.add(f"/{DEFAULTS}", "not_a_table", "Expected a table: [defaults].")
    for name in stated:
        if name not in DEFAULT_WORDS:
            message = unknown(name, DEFAULT_WORDS)
            faults.add(below(f"/{DEFAULTS}", name), "unknown_word", message)
    general = ValueReader(faults, None, None)
    place = f"/{DEFAULTS}/"
    unit = general.unit(stated["time"], f"{place}time") if "time" in stated else None
    zone = general.zone(stated["zone"], f"{place}zone") if "zone" in stated else None
    reader = PartReader(faults, ValueReader(faults, unit, zone))
    rule = reader.report({name: one for name, one in table.items() if name != DEFAULTS})
    for path in sorted(needed()):
        if not _states(table, path):
            message = "Every report of a service needs this: say where it comes from."
            faults.add(path, "field_missing", message)
    return rule


def _states(table: object, path: str) -> bool:
    for name in path.split("/")[1:]:
        if not isinstance(table, dict) or name not in table:
            return False
        table = table[name]
    return True


def _of_constants(rule: PartRule) -> tuple[Problem, ...]:
    """Return what is wrong with what the mapping states itself, by the checks of a report."""
    run = BareRun()
    report = run.report(rule, {})
    stated = {origin.path: origin for origin in run.origins}
    return tuple(
        msgspec.structs.replace(problem, path=stated[problem.path].where)
        for problem in check_report(report, LATER)
        if problem.path in stated and stated[problem.path].pointer is None
    )
