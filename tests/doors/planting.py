"""Reports full of planted facts, each a word of its own, and the search for those words."""

import base64
import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any
from urllib.parse import quote

import msgspec

from tests.golden.full_report import FULL_REPORT
from tipline.domain.report import AssociatedAccount, Part, Report
from tipline.domain.timestamp import Timestamp

MARK = "cnry"
"""What most planted words have in common, so that even a part of one is found."""

_KEPT = {
    *("kind", "calling_code", "extension", "state", "country", "region"),
    *("incident_type", "event", "zip_code"),
}
"""Fields with words from a list, or too short to be looked for."""


class Planter:
    """Replaces every fact of a report by one that was never seen before."""

    def __init__(self, start: int) -> None:
        self._count = start
        self.facts: list[str] = []

    def planted(self) -> Report:
        """Return the fullest report there is, with planted facts."""
        report = self._part(FULL_REPORT)
        assert isinstance(report, Report)
        return _with_owners(report)

    def _part(self, part: Part) -> Part:
        changes = {
            name: self._value(type(part).__name__, name, getattr(part, name))
            for name in part.__struct_fields__
        }
        if isinstance(part, AssociatedAccount):
            changes["age"] = None  # it has a date of birth
        return msgspec.structs.replace(part, **changes)

    def _value(self, part: str, name: str, value: Any) -> Any:  # noqa: ANN401 - any field's value
        if isinstance(value, tuple):
            return tuple(self._value(part, name, item) for item in value)
        if isinstance(value, Part):
            return self._part(value)
        if name == "prior_reports":
            return int(self._planted("7017{n:05}"))
        if isinstance(value, Enum | Timestamp) or not isinstance(value, str) or name in _KEPT:
            return value
        return self._planted(_form(part, name, value))

    def _planted(self, form: str) -> str:
        self._count += 1
        n = self._count
        fact = form.format(n=n, area=201 + n // 100, line=n % 100, ip=n % 250 + 1)
        if fact not in self.facts:
            self.facts.append(fact)
        return fact


def _with_owners(report: Report) -> Report:
    """Give the addresses of incidents to the person reported: each must belong to somebody."""
    loose = [email for one in report.incidents for email in getattr(one, "emails", ())]
    (reported, *others), replace = report.reported, msgspec.structs.replace
    assert reported.person is not None
    person = replace(reported.person, emails=(*reported.person.emails, *loose))
    return replace(report, reported=(replace(reported, person=person), *others))


def _form(part: str, name: str, value: str) -> str:
    """Return how a fact in this field must look, so that the document stays good."""
    word = f"{MARK}{{n:04}}q"
    if (part, name) == ("Email", "address"):
        return f"{word}@example.org"
    if (part, name) == ("Phone", "number"):
        return "{area} 555 01{line:02}"
    if (part, name) == ("IpEvent", "address"):
        return "2001:db8:cafe:{n:x}::17" if ":" in value else "203.0.113.{ip}"
    if name in {"urls", "profile_urls", "legal_url"}:
        return f"https://example.org/{word}"
    return word if " " not in value else f"Synthetic narrative {word}."


@cache
def needles(fact: str) -> set[bytes]:
    """Return every form in which a fact could be lying around, in small letters."""
    words = {fact, re.sub(r"[^0-9a-zA-Z]", "", fact), *re.findall(rf"{MARK}\d+q", fact)}
    return {form.lower() for word in words for form in _encoded(word) if len(form) >= 8}


def _encoded(word: str) -> Iterator[bytes]:
    plain = word.encode()
    yield plain
    yield from (word.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le"))
    yield plain.hex().encode()
    yield quote(word, safe="").encode()
    for before in range(3):  # base64 looks different at each of three offsets
        encoded = base64.b64encode(bytes(before) + plain)
        yield encoded[-(-before * 8 // 6) : len(encoded) - 4]


def found_in(data: bytes, facts: list[str]) -> list[str]:
    """Return the facts that are in some bytes, in whatever form."""
    small = data.lower()
    return [fact for fact in facts if any(needle in small for needle in needles(fact))]
