"""Reports of every shape: strategies derived from the grammar, so that no field is forgotten.

`reports` makes what a provider can send; `public_reports` adds what only the public is asked.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast, get_type_hints

import msgspec
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tipline.codecs.cybertipline.schema.grammar import Child, Group, Order
from tipline.codecs.cybertipline.schema.report import REPORT
from tipline.codecs.cybertipline.schema.scalars import FILLED_TEXT, FLAG, TEXT, XML_BLANKS, Scalar
from tipline.domain.report import PublicAnswers, Report

MOST_FIELDS = 4
"""No part gets more optional fields than this at a time: small reports are drawn quickly."""

AWKWARD_TEXTS = (
    "",
    " ",
    "\t\r\n ",
    " Synthetic narrative 17. ",
    "one\r\ntwo\rthree\nfour\tfive",
    "<report>&amp;]]>\"'--",
    "&#0;",
    "\u00a0\u2028\u200f\u202e\u0085\x7f",
    "\u0645\u062b\u0627\u0644 \u4f8b e\u0301 \U0001f4de",
    "\ud7ff\ue000\ufffd\U00010000\U0001fffe\U0010ffff",
)

xml_characters = st.characters(
    min_codepoint=0x20,
    exclude_categories=["Cs"],
    exclude_characters="\ufffe\uffff",
    include_characters="\t\n\r",
)
xml_texts = st.sampled_from(AWKWARD_TEXTS) | st.text(xml_characters, max_size=20)


def _filled(text: str) -> str:
    return text if text.strip(XML_BLANKS) else f"{text}x{text}"


@cache
def values_of(scalar: Scalar) -> SearchStrategy[Any]:
    """Return all values that one kind of text can have, from its own list or pattern."""
    if scalar is FLAG:
        return st.booleans()
    if scalar is TEXT:
        return xml_texts
    if scalar is FILLED_TEXT:
        return xml_texts.map(_filled)
    if scalar.values is not None:
        return st.sampled_from(scalar.values).map(scalar.read)
    assert scalar.pattern is not None, f"no strategy for {scalar.name}"
    return st.from_regex(scalar.pattern, fullmatch=True).map(scalar.read)


@cache
def parts(group: Group) -> SearchStrategy[Any]:
    """Return all values of one group of the grammar."""
    if group.order is Order.CHOICE:
        return st.one_of([parts(child.holds) for child in group.children if _is_group(child)])
    return _part(group)


def _is_group(child: Child) -> bool:
    return isinstance(child.holds, Group)


@st.composite
def _part(draw: DrawFn, group: Group) -> Any:  # noqa: ANN401 - the group's model
    fields = dict(_fields(group))
    optional = sorted(name for name, (required, _) in fields.items() if not required)
    chosen = draw(st.sets(st.sampled_from(optional), max_size=MOST_FIELDS)) if optional else set()
    values = {
        name: draw(values)
        for name, (required, values) in fields.items()
        if required or name in chosen
    }
    return cast("Any", group.model)(**values)


def _fields(group: Group) -> Iterator[tuple[str, tuple[bool, SearchStrategy[Any]]]]:
    """Yield each field of a group's model with its values, and whether it must be given."""
    if group.content is not None:
        field, scalar = group.content
        yield field, (True, values_of(scalar))
    for attribute in group.attributes:
        yield attribute.field, (False, values_of(attribute.scalar))
    for child in group.children:
        yield child.field, (child.required, _values_in(child))


def _values_in(child: Child) -> SearchStrategy[Any]:
    values = parts(child.holds) if isinstance(child.holds, Group) else values_of(child.holds)
    return st.lists(values, min_size=1, max_size=2).map(tuple) if child.many else values


@cache
def reports() -> SearchStrategy[Report]:
    """Return all reports that the CyberTipline document can carry."""
    return cast("SearchStrategy[Report]", parts(REPORT))


@cache
def public_answers() -> SearchStrategy[PublicAnswers]:
    """Return all answers a member of the public can give, by the types of the fields."""
    answers = {
        name: st.none() | xml_texts if hint == str | None else st.from_type(hint)
        for name, hint in get_type_hints(PublicAnswers).items()
        if name in PublicAnswers.__struct_fields__
    }
    return st.fixed_dictionaries(answers).map(lambda values: PublicAnswers(**values))


@st.composite
def public_reports(draw: DrawFn) -> Report:
    """Draw a report by a member of the public, who may know neither what it was nor when."""
    report, public = draw(reports()), draw(public_answers())
    summary = report.summary
    if draw(st.booleans()):
        summary = msgspec.structs.replace(summary, incident_type=None)
    if draw(st.booleans()):
        summary = msgspec.structs.replace(summary, incident_time=None)
    return msgspec.structs.replace(report, summary=summary, public=public)


def groups(root: Group = REPORT) -> dict[str, Group]:
    """Return every group of the grammar by name."""
    found = {root.name: root}
    for child in root.children:
        if isinstance(child.holds, Group):
            found |= groups(child.holds)
    return found
