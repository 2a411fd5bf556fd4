"""Lays parts of a report out for print: a row for each stated fact, a box for each free text.

Walks whatever a part has, so that a new field is printed without a change here. Web addresses are
text, never links.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tipline.codecs.printable.bounds import some, told
from tipline.codecs.printable.showable import phrase
from tipline.codecs.printable.wording import label, pointed, worded
from tipline.domain import report as r
from tipline.domain.vocabulary import ContactWish

NARRATIVES: Final = frozenset({"additional_info", "content", "profile_bio", "urgency_reason"})
"""Fields in which people tell something; printed letter by letter."""
STANDING: Final = ("company_template", "terms_of_service", "legal_url")
"""Texts of a service that are the same in all its reports; printed once, in the annex."""

_ONE_LINE: Final = (r.Email, r.Phone, r.Address, r.IpEvent, r.Device, r.Seen)
_MAIN: Final = {"Email": "address", "Phone": "number", "IpEvent": "address", "Device": "value"}
_MARKS: Final = frozenset({"incomplete", "unconfirmed", "about"})
_APART: Final = frozenset({"associated_accounts", "ip_events", *STANDING})

RowNumbers = Mapping[tuple[int, str], int]
"""In which row of the table of IP events an event stands, by report and pointer."""
Block = dict[str, Any]
"""`heading`, `facts` (label and values), `texts` (label and text); see the template."""


class Walk:
    """Goes through parts of one report; knows which IP events the table has."""

    def __init__(self, report: int, rows: RowNumbers) -> None:
        self._report = report
        self._rows = rows

    def blocks(self, heading: str, part: r.Part | None, at: str) -> Iterator[Block]:
        """Yield what a part states, then what its other accounts do; nothing if nothing."""
        if part is None:
            return
        facts = list(self._facts(part, "", at))
        texts = list(_texts(part, ""))
        if facts or texts:
            yield {"heading": heading, "facts": facts, "texts": texts}
        for count, other in enumerate(getattr(part, "associated_accounts", ())):
            inside = f"{at}/associated_accounts/{count}"
            yield from self.blocks(f"Other account {count + 1}", other, inside)

    def _facts(self, part: r.Part, prefix: str, at: str) -> Iterator[list[Any]]:
        for field in part.__struct_fields__:
            value = getattr(part, field)
            if field == "ip_events" and value:
                yield [prefix + label(field), self._events(value, f"{at}/ip_events")]
            if field in _APART or field in NARRATIVES or not _is_stated(part, field, value):
                continue
            if isinstance(value, r.Part) and not isinstance(value, _ONE_LINE):
                yield from self._facts(value, prefix + _prefix(part, field), f"{at}/{field}")
            else:
                values = value if isinstance(value, tuple) else (value,)
                yield [prefix + label(field), some([_one(each) for each in values])]

    def _events(self, events: tuple[r.IpEvent, ...], at: str) -> list[str]:
        """Say in which rows of the table the events stand; print those that it does not have."""
        places = [self._rows.get((self._report, f"{at}/{index}")) for index in range(len(events))]
        found = [place for place in places if place is not None]
        words = []
        if found:
            first, last = min(found), max(found)
            rows = f"row {first}" if first == last else f"rows {first} to {last}"
            words.append(f"{len(found)}, see {rows} of the table of IP events")
        missing = (event for event, place in zip(events, places, strict=True) if place is None)
        return words + some([_line(event) for event in missing])


def _texts(part: r.Part, prefix: str) -> Iterator[list[Any]]:
    """Yield the narratives of a part and of the parts that belong to it, with their labels."""
    for field in part.__struct_fields__:
        value = getattr(part, field)
        if isinstance(value, r.Part):
            yield from _texts(value, prefix + _prefix(part, field))
        elif field in NARRATIVES and value is not None:
            texts = (value,) if isinstance(value, str) else value
            yield from ([prefix + label(field), told(text)] for text in texts if text.strip())


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


def _one(value: object) -> str:
    return _line(value) if isinstance(value, r.Part) else worded(value)


def _line(part: r.Part) -> str:
    """Return a small part on one line: its main fact, then the others with their names."""
    main = _MAIN.get(type(part).__name__)
    fields = sorted(part.__struct_fields__, key=lambda field: field != main)
    pieces = []
    for field in fields:
        value = getattr(part, field)
        if _is_stated(part, field, value):
            is_pointer = isinstance(part, r.Seen) and field == "of"
            text = pointed(value) if is_pointer else worded(value)
            pieces.append(text if field == main else f"{label(field).lower()} {text}")
    return phrase("; ".join(pieces))
