"""The one walk over a report that applies all rules; the rules themselves are beside it."""

from datetime import date, datetime
from decimal import Decimal
from enum import EnumType
from typing import Final

from msgspec.structs import astuple

from tipline.domain import vocabulary
from tipline.domain.checks.controls import CONTROLS
from tipline.domain.checks.plans import SHORTEST_DISGUISE, plan_of
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.checks.whole import WHOLE_RULES
from tipline.domain.problems import Problem
from tipline.domain.report import Part, Report
from tipline.domain.timestamp import Timestamp, is_past

_TIMES: Final = (Timestamp, date)
_NOTHING_LISTED: Final = ()
_NEVER_WRONG: Final = frozenset(
    {
        bool,
        int,
        Decimal,
        *(word for word in vars(vocabulary).values() if isinstance(word, EnumType)),
    }
)
"""Kinds of values that need no look of their own: flags, numbers, words of closed lists."""


def check_report(report: Report, now: datetime) -> list[Problem]:
    """Return everything that is wrong with a report; paths are JSON Pointers into it.

    `now` is aware; what must lie in the past is compared with it. Takes time linear in the
    size of the report. Source: CyberTipline API reference, section 2.13 (R1 to R16).
    """
    check = _Check(now)
    check.part(report, "")
    if report.public is None:
        for rule in WHOLE_RULES:
            check.problems.extend(rule(report))
    return check.problems


class _Check:
    """Applies to each part its rules, and to each of its values what holds for all of the kind.

    Almost all values are good, so the walk is made of quick looks that tell so; where a value
    stands is written out only when one is not.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.problems: list[Problem] = []

    def part(self, part: Part, path: str) -> None:
        """Check one part and all parts inside it."""
        fields, rules = plan_of(type(part))
        values = astuple(part)
        for value, field in zip(values, fields, strict=True):
            if value is None or value is _NOTHING_LISTED:
                continue
            step, longest, suspect, looks_back = field
            kind = type(value)
            if kind is tuple:
                for index, item in enumerate(value):
                    self._value(item, f"{path}{step}/{index}", longest)
            elif kind in _NEVER_WRONG or not looks_back:
                continue
            elif kind is not str:
                self._value(value, path + step, longest)
            elif (len(value) >= suspect or not value.isprintable()) and not _is_good(
                value, longest
            ):
                self._text(value, path + step, longest)
        for one, other, unsaid, rule in rules:
            if values[one] is not unsaid or values[other] is not unsaid:
                self.problems.extend(rule(path, part))

    def _value(self, value: object, path: str, longest: int | None) -> None:
        """Check a value by its type; numbers, flags and words of closed lists need no more."""
        if type(value) is str:
            if not _is_good(value, longest):
                self._text(value, path, longest)
        elif isinstance(value, Part):
            self.part(value, path)
        elif isinstance(value, _TIMES) and not is_past(value, self._now):
            # R9: what is reported has happened; only an account's return may lie ahead.
            self._add(path, "not_past", "This must be a past date.")

    def _text(self, text: str, path: str, longest: int | None) -> None:
        """R16, and the boundary: no file comes in as text."""
        if longest is not None and len(text) > longest:
            message = f"At most {longest:,} characters are taken here; this has {len(text):,}."
            self._add(path, "too_long", message)
        if CONTROLS.search(text):
            message = "Binary control characters are not text: leave them out."
            self._add(path, "control_character", message)
        if len(text) >= SHORTEST_DISGUISE and hides_file(text):
            message = (
                "This looks like an encoded file. This service takes facts only, never files:"
                " leave it out and say in words what matters."
            )
            self._add(path, "file_in_text", message)

    def _add(self, path: str, code: str, message: str) -> None:
        self.problems.append(Problem(path=path, code=code, message=message))


def _is_good(text: str, longest: int | None) -> bool:
    """Tell quickly that nothing is wrong with a text; what is printable has no controls."""
    return (
        (longest is None or len(text) <= longest)
        and (text.isprintable() or not CONTROLS.search(text))
        and (len(text) < SHORTEST_DISGUISE or not hides_file(text))
    )
