"""Documents grown from the CyberTipline grammar: mostly right, here and there a little wrong."""

import random
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from lxml import etree

from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.responses import DONE_RESPONSE, RESPONSE
from tipline.codecs.cybertipline.schema.scalars import Scalar

XSI: Final = "{http://www.w3.org/2001/XMLSchema-instance}"

TEXTS: Final = (
    *("", " ", "\t\n", "Synthetic narrative 17.", "\u00a0", "\u2028", "\ufeff", "\u0661\u0662"),
    *(
        "one@example.org",
        "One <one@example.org>",
        "one@xn--bcher-kva.example",
        "@",
        "a@b@example.org",
    ),
    *("https://example.org/a?b=c#d", "http://[2001:db8::1]:8080/", "//example.org", "example.org"),
    *("ftp://example.net/\u00e9", "javascript:0", "https://user@example.com:99999/", "http://"),
    *("192.0.2.17", "192.0.2.017", "2001:db8::19", "::ffff:192.0.2.1", "fe80::1%eth0", "1.2.3"),
    *("2025550101", "+1 202 555 0102", "+12025550103", "202-555-0104", "+1", "+12345", "IMEI"),
    *(
        "data:text/plain;base64,U3ludGhldGlj",
        "QUJD" * 120,
        "00 " * 130,
        "A" * 2100,
        "0123abcd" * 140,
    ),
    *(
        "\U0001f4de",
        "\u202e\u05d0",
        "e\u0301",
        "<&>\"'",
        "]]>",
        "=1+1",
        "%00",
        "\\u0000",
        "\x7f",
        "\x85",
    ),
)
"""Texts that some rule looks at, and some that no rule should mind."""

NUMBERS: Final = (
    *("0", "1", "17", "+17", "-17", "017", "0" * 99 + "7", "999999999", "9999999999", "9" * 18),
    *(
        "9" * 19,
        "65535",
        "65536",
        "151",
        "1e5",
        "51.5074",
        "-.5",
        "+5.",
        "12e999",
        "1E-999",
        "NaN",
    ),
    *("1_000", "\u0661", "\u00b2", "0x1F", "--1", " 17 ", "\n17\t"),
)

TIMES: Final = (
    *("2026-01-31T13:45:00+02:00", "2026-10-02T09:30:00.123456789Z", "2024-02-29T23:59:59-14:00"),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59.9-14:00", "2026-01-31T24:00:00Z"),
    *("2026-01-31T23:59:60Z", "2026-02-29T00:00:00Z", "2026-01-31T13:45:00", "2026-01-31"),
    *("0001-01-01", "9999-12-31", "2000-02-29", "1900-02-29", "2010-1-31", " 2010-01-31 "),
)

_RIGHT: Final[Mapping[Scalar, Sequence[str]]] = {
    s.TEXT: TEXTS,
    s.FILLED_TEXT: TEXTS,
    s.INT: NUMBERS,
    s.LONG: NUMBERS,
    s.DEGREES: NUMBERS,
    s.TIMESTAMP: TIMES,
    s.DATE: TIMES,
}
_ROOTS: Final = (REPORT, REPORT, REPORT, REPORT, RESPONSE, DONE_RESPONSE)
_ACCIDENT: Final = 0.002
"""How often a value or an attribute is not what the grammar asks for."""
_UNITED_STATES: Final = 0.3
"""How often a country is the one that has rules of its own."""
_BOTH: Final = 0.1
"""How often an attribute stands in all its spellings."""


def document(rng: random.Random) -> etree._Element:
    """Return a document of any size from nearly nothing to some hundred elements."""
    group = rng.choice(_ROOTS)
    return grown(rng, group.name, group, rng.random() ** 2)


def grown(rng: random.Random, name: str, holds: Scalar | Group, density: float) -> etree._Element:
    """Return an element with what may stand in it; `density` is how much of that does."""
    element = etree.Element(name)
    if isinstance(holds, Scalar):
        element.text = value(rng, holds)
        return element
    for attribute in holds.attributes:
        if rng.random() < density:
            _set(rng, element, attribute)
    if holds.content is not None:
        element.text = value(rng, holds.content[1])
    elif holds.order is Order.CHOICE:
        child = rng.choice(holds.children)
        element.append(grown(rng, child.wire, child.holds, density))
    else:
        for child in _ordered(rng, holds):
            for _ in range(_count(rng, child, density)):
                element.append(grown(rng, child.wire, child.holds, density))
    return element


def value(rng: random.Random, scalar: Scalar) -> str:
    """Return a text for a scalar, nearly always one that it accepts."""
    if rng.random() < _ACCIDENT:
        return rng.choice(TEXTS + NUMBERS + TIMES)
    if scalar is s.COUNTRY and rng.random() < _UNITED_STATES:
        return "US"
    return rng.choice(_accepted(scalar))


@cache
def groups() -> Mapping[str, Group]:
    """Return every group by the names of the elements that hold it; the answers' too."""
    found: dict[str, Group] = {}

    def gather(name: str, group: Group) -> None:
        if name in found:
            return
        found[name] = group
        for child in group.children:
            if isinstance(child.holds, Group):
                gather(child.wire, child.holds)

    for root in (REPORT, RESPONSE, DONE_RESPONSE):
        gather(root.name, root)
    return found


@cache
def names() -> Sequence[str]:
    """Return every element name of the grammar, and some that it refuses or does not know."""
    known = {child.wire for group in groups().values() for child in group.children}
    refused = {name for group in groups().values() for name in group.refused}
    return sorted({*groups(), *known, *refused, "fileDetails", "{urn:example}report"})


@cache
def attributes() -> Sequence[str]:
    """Return every attribute name of the grammar, and some that schemas are tempted by."""
    known = {
        name
        for group in groups().values()
        for entry in group.attributes
        for name in (entry.wire, *entry.also)
    }
    tempting = {f"{XSI}{name}" for name in ("type", "nil", "schemaLocation")}
    return sorted({*known, *tempting, "id", "{urn:example}type"})


@cache
def words() -> Sequence[str]:
    """Return every word of every closed list."""
    return sorted({word for scalar in s.SCALARS for word in scalar.values or ()})


@cache
def _accepted(scalar: Scalar) -> Sequence[str]:
    texts = [*(scalar.values or ()), *_RIGHT.get(scalar, ())]
    return [text for text in texts if scalar.accepts(text)]


def _ordered(rng: random.Random, group: Group) -> Sequence[Child]:
    if group.order is Order.ANY:
        return rng.sample(group.children, len(group.children))
    return group.children


def _count(rng: random.Random, child: Child, density: float) -> int:
    """Return how often a child stands: once if it must, at most four times."""
    if child.required:
        return 1
    if rng.random() >= density:
        return 0
    return rng.randint(1, 4) if child.many else 1


def _set(rng: random.Random, element: etree._Element, attribute: Attribute) -> None:
    spellings = (attribute.wire, *attribute.also)
    for name in spellings if rng.random() < _BOTH else (rng.choice(spellings),):
        element.set(name, value(rng, attribute.scalar))
