"""Documents for the laws of the codec: the smallest one around any element, and three verdicts."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import xmlschema
from lxml import etree

from tipline.codecs.cybertipline import decode_report, examine_report, xsd_document
from tipline.codecs.cybertipline.guard import parse_document
from tipline.codecs.cybertipline.schema import scalars as s
from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import Scalar
from tipline.codecs.cybertipline.schema.xsd import compiled_schema
from tipline.codecs.documents import InvalidDocumentError

Path = tuple[Child | Attribute, ...]

_FOREIGN_BLANK = re.compile(r"[^\S \t\r\n]")

_SAMPLES = {
    s.TEXT: "Synthetic narrative 17.",
    s.FILLED_TEXT: "example.org",
    s.INT: "17",
    s.LONG: "1700000000",
    s.DEGREES: "51.5074",
    s.TIMESTAMP: "2026-01-31T13:45:00+02:00",
    s.DATE: "2010-01-31",
}

NEAR_MISSES = (
    *("", " ", "\t\n", "\r", "\u00a0", "\u2003", "x", "\ufeff"),
    *("true", "false", "TRUE", "True", " true ", "\ntrue\t", "1", "0", "01", " 1 ", "yes", "-"),
    *("\u00a0true", "tr ue", "true\u2028", "\u0661", "\uff11", "\u00b2"),
    *(
        "17",
        "+17",
        "-17",
        "--17",
        "+",
        "017",
        "1 7",
        "17.",
        "17.0",
        ".5",
        "1e5",
        "1E+5",
        "1e",
        "e5",
    ),
    *("1E+5", "e5"),
    *(".", "-.5", "+.5", "1.", "1.e1", "1e+", "1e1000", "1e-999", "0x1F", "1_000", "1,5", "51,5"),
    *("NaN", "INF", "-INF", "+INF", "nan", "Infinity", "-0", "00", "0" * 99, "0" * 100, "0" * 200),
    *("9" * 9, "9" * 10, "9" * 18, "9" * 19, "2147483647", "2147483648", "-2147483648"),
    *("0" * 99 + "9" * 9, "0" * 99 + "9" * 18, "0" * 99 + "9" * 19, "0." + "1" * 500),
    *("2026-01-31", " 2026-01-31 ", "2026-02-30", "2026-02-29", "2024-02-29", "1900-02-29"),
    *("2000-02-29", "2100-02-29", "0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01"),
    *("-0001-01-01", "2026-1-1", "26-01-01", "2026-13-01", "2026-00-10", "2026-04-31", "20260131"),
    *("2026-01-31Z", "2026-01-31+02:00", "2026-06-30", "2026-06-31", "0400-02-29", "0100-02-29"),
    *("2026-01-31T13:45:00Z", "2026-01-31T13:45:00", "2026-01-31T13:45:00+0100"),
    *("2026-01-31T24:00:00Z", "2026-01-31T23:59:60Z", "2026-01-31T23:60:00Z"),
    *("2026-01-31 13:45:00Z", "2026-01-31t13:45:00z", "2026-01-31T13:45Z", "2026-01-31T1:45:00Z"),
    *("2026-01-31T13:45:00+14:00", "2026-01-31T13:45:00-14:00", "2026-01-31T13:45:00+14:01"),
    *("2026-01-31T13:45:00+15:00", "2026-01-31T13:45:00+13:59", "2026-01-31T13:45:00+13:60"),
    *("2026-01-31T13:45:00.Z", "2026-01-31T13:45:00.123456789Z", "2026-01-31T13:45:00,5Z"),
    *("2026-01-31T13:45:00-00:00", "2026-02-30T00:00:00Z", " 2026-01-31T13:45:00Z\n"),
    *("2026-01-31T13:45:00+02", "2026-01-31T13:45:00 Z", "2024-02-29T00:00:00.0Z"),
    *("US", "us", " US", "US ", "USA", "XX", "XK", "EU", "CA", "AS", "GU", "UK", "EL"),
    *("Login", "login", "LOGIN", " Login", "Other", "Unknown", "Home", "home", "Parent/Guardian"),
    *("Parent Guardian", "Child Sex Tourism", "child sex tourism", "Child  Sex Tourism"),
    *("Child Sex Tourism ", "Online Enticement of Children for Sexual Act"),
)
"""Texts that are right for one kind of value and just wrong, or differently right, for others."""


def sample(scalar: Scalar) -> str:
    """Return a text that this kind of value accepts."""
    return scalar.values[-1] if scalar.values else _SAMPLES[scalar]


def paths(group: Group = REPORT) -> Iterator[Path]:
    """Yield the way from the root to every element and attribute a document can have."""
    for attribute in group.attributes:
        yield (attribute,)
    for child in group.children:
        yield (child,)
        if isinstance(child.holds, Group):
            yield from ((child, *rest) for rest in paths(child.holds))


def shown(path: Path) -> str:
    """Write a path the way a test is named."""
    return "/".join(entry.wire for entry in path)


def smallest(path: Path = (), text: str | None = None) -> bytes:
    """Return the smallest document that has the element or attribute at the end of a path.

    `text` is put there instead of a sample.
    """
    return etree.tostring(built(REPORT.name, REPORT, path, text), encoding="UTF-8")


def built(
    wire: str, holds: Scalar | Group, path: Path = (), text: str | None = None
) -> etree._Element:
    """Return one element with nothing in it but what it cannot be without and what `path` asks."""
    element = etree.Element(wire)
    if isinstance(holds, Scalar):
        element.text = sample(holds) if text is None or path else text
        return element
    if holds.content is not None:
        scalar = holds.content[1]
        element.text = sample(scalar) if text is None or path else text
    head = path[0] if path else None
    if isinstance(head, Attribute):
        element.set(head.wire, sample(head.scalar) if text is None else text)
    for child in holds.children:
        if child is head:
            element.append(built(child.wire, child.holds, path[1:], text))
        elif child.required or (holds.order is Order.CHOICE and not path and not len(element)):
            element.append(built(child.wire, child.holds))
    return element


class Verdicts(NamedTuple):
    """Whether a document is a report, by whom is asked."""

    lxml: bool
    xmlschema: bool
    diagnosis: bool


@cache
def _other_validator() -> xmlschema.XMLSchema10:
    return xmlschema.XMLSchema10(xsd_document())


def accepted_by_lxml(data: bytes) -> bool:
    """Ask libxml2, on a finished tree; the schema knows other roots than a report's."""
    root = parse_document(data)
    return root.tag == REPORT.name and compiled_schema().validate(root)


def accepted_by_xmlschema(data: bytes) -> bool:
    """Ask the schema processor written in Python."""
    if parse_document(data).tag != REPORT.name:
        return False
    # Release 4.3 takes U+00A0 and its like for white space, which XML does not.
    visible = _FOREIGN_BLANK.sub("x", data.decode()).encode()
    try:
        return _other_validator().is_valid(visible)
    except KeyError:  # how it says that `xsi:type` names no type
        return False


def verdicts(data: bytes) -> Verdicts:
    """Ask all three, and hold the decoder to the diagnosis.

    That two spellings of one attribute contradict each other is beyond XML Schema 1.0, so this
    problem alone does not count.
    """
    problems = examine_report(data).problems
    assert accepted_by_decoder(data) == (not problems)
    structural = [found for found in problems if found.code != "contradicting_attributes"]
    return Verdicts(accepted_by_lxml(data), accepted_by_xmlschema(data), not structural)


def accepted_by_decoder(data: bytes) -> bool:
    """Tell whether the decoder returns a report."""
    try:
        decode_report(data)
    except InvalidDocumentError:
        return False
    return True
