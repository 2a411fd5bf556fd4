"""Lays a report out: sections by incident and subject, one row for each stated fact.

Walks whatever the report has, so that a new field is shown without a change here. Addresses are
text, never links; free text is only counted unless it was asked for.
"""

from collections.abc import Iterator
from datetime import UTC, date
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NamedTuple

from tipline.domain import report as r
from tipline.domain.timestamp import Timestamp
from tipline.domain.vocabulary import ContactWish
from tipline.doors.desk import wording
from tipline.doors.desk.facts.labels import FREE_TEXT, HEADINGS, label

_ONE_LINE: Final = (r.Email, r.Phone, r.Address, r.IpEvent, r.Device)
_MAIN: Final = {"Email": "address", "Phone": "number"}
_AS_TABLE: Final = {"ip_events": r.IpEvent, "devices": r.Device}
_MARKS: Final = frozenset({"incomplete", "unconfirmed", "about"})
_PLACES: Final = {"incidents": "incident", "reported": "reported person or account"}
"""What a public reporter says the time of is called, by the first part of a pointer to it."""
_APART: Final = frozenset({"associated_accounts"})


class Fact(NamedTuple):
    """One row: what it is, and what was stated; `hidden` counts characters of unshown text."""

    label: str
    values: tuple[str, ...]
    hidden: int = 0
    is_text: bool = False


class Table(NamedTuple):
    """Facts that come in rows of the same shape, such as IP addresses with their times."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Section(NamedTuple):
    """Facts that belong together; `level` 2 is a subject or incident, 3 is inside of one."""

    heading: str
    level: int
    facts: tuple[Fact, ...]
    tables: tuple[Table, ...]


def lay_out(report: r.Report, *, with_text: bool) -> list[Section]:
    """Return all sections of a report that state anything."""
    walk = _Walk(with_text=with_text)
    parts: list[tuple[str, Any]] = [("What was reported", report.summary)]
    if report.public is not None:
        parts.append(("What the reporter answered", report.public))
    parts += [
        (f"Incident {count}: {HEADINGS[type(one).__name__]}", one)
        for count, one in enumerate(report.incidents, 1)
    ]
    for role, people in (
        ("Reported person or account", report.reported),
        ("Recipient", report.recipients),
        ("Child", report.victims),
    ):
        parts += [(f"{role} {count}", one) for count, one in enumerate(people, 1)]
    parts.append(("Law enforcement", report.law_enforcement))
    parts.append(("Reporter", report.reporter))
    sections = [section for heading, part in parts for section in walk.sections(heading, part, 2)]
    rest = walk.own_text("additional_info", report.additional_info)
    if rest is not None:
        sections.insert(1, Section("In the reporter's words", 2, (rest,), ()))
    return [section for section in sections if section.facts or section.tables]


class _Walk:
    """Goes through parts of a report; knows whether free text is to be shown."""

    def __init__(self, *, with_text: bool) -> None:
        self._with_text = with_text

    def sections(self, heading: str, part: r.Part | None, level: int) -> Iterator[Section]:
        """Yield the section of a part, then those of the accounts that belong to it."""
        if part is None:
            return
        tables = tuple(self._tables(part))
        yield Section(heading, level, tuple(self._facts(part, "")), tables)
        for field in part.__struct_fields__:
            if field in _APART:
                for count, inside in enumerate(getattr(part, field), 1):
                    yield from self.sections(f"{heading}, other account {count}", inside, 3)

    def own_text(self, field: str, text: str | None) -> Fact | None:
        """Return a row with free text, shown or counted."""
        if text is None or not text.strip():
            return None
        if self._with_text:
            return Fact(label(field), (text,), is_text=True)
        return Fact(label(field), (), hidden=len(text), is_text=True)

    def _facts(self, part: r.Part, prefix: str) -> Iterator[Fact]:
        for field in part.__struct_fields__:
            value = getattr(part, field)
            if field in _AS_TABLE or field in _APART or not _is_stated(part, field, value):
                continue
            if isinstance(value, r.Part) and not isinstance(value, _ONE_LINE):
                yield from self._facts(value, prefix + _prefix(part, field))
            elif field in FREE_TEXT:
                texts = (value,) if isinstance(value, str) else value
                found = (self.own_text(field, text) for text in texts)
                yield from (
                    fact._replace(label=prefix + fact.label) for fact in found if fact is not None
                )
            else:
                values = value if isinstance(value, tuple) else (value,)
                yield Fact(prefix + label(field), tuple(_worded(one) for one in values))

    def _tables(self, part: r.Part, prefix: str = "") -> Iterator[Table]:
        for field in part.__struct_fields__:
            value = getattr(part, field)
            if field in _AS_TABLE and value:
                yield _table(prefix + label(field), _AS_TABLE[field].__struct_fields__, value)
            elif isinstance(value, r.Part):
                yield from self._tables(value, prefix + _prefix(part, field))


def _prefix(part: r.Part, field: str) -> str:
    """Return what stands before the labels of a part inside another; nothing if it is plain."""
    plain = field == "annotations" or (field == "person" and isinstance(part, r.Subject))
    return "" if plain else f"{label(field)}: "


def _is_stated(part: r.Part, field: str, value: object) -> bool:
    """Tell whether a value is a fact; a mark that is not set, and no wish, is none."""
    if isinstance(part, r.Annotations) or field in _MARKS:
        return value is True
    if value is ContactWish.NONE:
        return False
    if isinstance(value, str):
        return bool(value.strip())
    return value is not None and value != ()


def _table(caption: str, fields: tuple[str, ...], parts: tuple[r.Part, ...]) -> Table:
    """Return a table with the columns in which any row states something."""
    used = [field for field in fields if any(getattr(part, field) is not None for part in parts)]
    rows = tuple(
        tuple("" if getattr(part, f) is None else _worded(getattr(part, f)) for f in used)
        for part in parts
    )
    return Table(caption, tuple(label(field) for field in used), rows)


def _worded(value: Any) -> str:  # noqa: ANN401 - any fact of a report
    """Return one stated value as text; moments in UTC and as they were stated."""
    match value:
        case bool():
            words = "yes" if value else "no"
        case Enum():
            words = str(value.value).replace("_", " ")
        case Timestamp():
            at = wording.exact(value.instant.astimezone(UTC))
            words = f"{at}, stated as {str.__str__(value)}"
        case date():
            words = value.isoformat()
        case Decimal():
            words = f"{value:f}"
        case r.Part():
            words = _line(value)
        case _:
            words = str(value)
    return words


def _line(part: r.Part) -> str:
    """Return a small part on one line: its main fact, then the others with their names."""
    main = _MAIN.get(type(part).__name__)
    pieces = []
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if _is_stated(part, field, value):
            text = (
                _pointed(value) if isinstance(part, r.Seen) and field == "of" else _worded(value)
            )
            pieces.append(text if field == main else f"{label(field).lower()} {text}")
    return "; ".join(pieces)


def _pointed(pointer: str) -> str:
    """Return what a JSON Pointer leads to, as its section is called."""
    _, kind, index = pointer.split("/")
    return f"{_PLACES[kind]} {int(index) + 1}"
