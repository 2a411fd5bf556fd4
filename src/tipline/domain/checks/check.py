"""The one walk over a report that applies all rules; the rules themselves are beside it."""

from datetime import date, datetime
from typing import Final

from msgspec.structs import astuple

from tipline.domain.checks.controls import CONTROLS
from tipline.domain.checks.limits import LONGEST
from tipline.domain.checks.rules import RULES
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.checks.whole import WHOLE_RULES
from tipline.domain.problems import Problem
from tipline.domain.report import Part, Report
from tipline.domain.timestamp import Timestamp, is_past

_SHORTEST_DISGUISE: Final = 12
_TIMES: Final = (Timestamp, date)
_NO_LIMITS: Final[dict[str, int]] = {}
_Place = tuple[str, str] | tuple[str, str, int]
"""The path of a part, a field of it, and the index in a list."""
_MAY_LIE_AHEAD: Final = "reenabled_at"


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

    Almost all values are good, so where a value stands is written out only when one is not.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self.problems: list[Problem] = []

    def part(self, part: Part, path: str) -> None:
        """Check one part and all parts inside it."""
        kind = type(part)
        longest = LONGEST.get(kind, _NO_LIMITS)
        for name, value in zip(part.__struct_fields__, astuple(part), strict=True):
            if value is None or value == () or value is False:
                continue
            if type(value) is tuple:
                for index, item in enumerate(value):
                    self._value(item, (path, name, index), longest.get(name))
            elif name != _MAY_LIE_AHEAD:
                self._value(value, (path, name), longest.get(name))
        for rule in RULES.get(kind, ()):
            self.problems.extend(rule(path, part))

    def _value(self, value: object, place: _Place, longest: int | None) -> None:
        """Check a value by its type; numbers, flags and words of closed lists need no more."""
        if type(value) is str:
            if not _is_good(value, longest):
                self._text(value, _written(place), longest)
        elif isinstance(value, Part):
            self.part(value, _written(place))
        elif isinstance(value, _TIMES) and not is_past(value, self._now):
            # R9: what is reported has happened; only an account's return may lie ahead.
            self._add(_written(place), "not_past", "This must be a past date.")

    def _text(self, text: str, path: str, longest: int | None) -> None:
        """R16, and the boundary: no file comes in as text."""
        if longest is not None and len(text) > longest:
            message = f"At most {longest:,} characters are taken here; this has {len(text):,}."
            self._add(path, "too_long", message)
        if CONTROLS.search(text):
            message = "Binary control characters are not text: leave them out."
            self._add(path, "control_character", message)
        if len(text) >= _SHORTEST_DISGUISE and hides_file(text):
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
        and (len(text) < _SHORTEST_DISGUISE or not hides_file(text))
    )


def _written(place: _Place) -> str:
    return "/".join(map(str, place))
