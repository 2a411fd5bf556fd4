"""The published schema accepts exactly what the codec accepts: one truth, three readers.

libxml2, `xmlschema` and the diagnosis are asked about the same documents and must agree.
"""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.laws.documents import (
    NEAR_MISSES,
    Path,
    Verdicts,
    accepted_by_decoder,
    built,
    paths,
    shown,
    smallest,
    verdicts,
)
from tests.laws.mutations import mutated
from tests.laws.strategies import groups
from tipline.codecs.cybertipline import decode_report, examine_report
from tipline.codecs.cybertipline.schema.grammar import Attribute, Child, Group, Order
from tipline.codecs.cybertipline.schema.scalars import SCALARS, Scalar

YES = Verdicts(lxml=True, xmlschema=True, diagnosis=True)
NO = Verdicts(lxml=False, xmlschema=False, diagnosis=False)
ALL_PATHS = sorted(paths(), key=shown)
BRANCHES = sorted({path[0].wire for path in ALL_PATHS})


def in_branch(wire: str) -> list[Path]:
    return [path for path in ALL_PATHS if path[0].wire == wire]


def way_to(group: Group) -> Path:
    """Return the first way from the root to an element that holds this group."""
    return next((p for p in ALL_PATHS if isinstance(p[-1], Child) and p[-1].holds is group), ())


def with_beside(path: Path, sibling: Child) -> bytes:
    """Return the smallest document for a path with another element just before its last."""
    root = etree.fromstring(smallest(path))
    element = root.find(shown(path))
    assert element is not None
    element.addprevious(built(sibling.wire, sibling.holds))
    return etree.tostring(root)


def test_the_smallest_report_is_accepted() -> None:
    assert verdicts(smallest()) == YES


@pytest.mark.parametrize("branch", BRANCHES)
def test_every_element_and_attribute_alone_is_accepted(branch: str) -> None:
    for path in in_branch(branch):
        assert verdicts(smallest(path)) == YES, shown(path)


@pytest.mark.parametrize("branch", BRANCHES)
def test_an_element_may_stand_twice_only_where_the_grammar_says_so(branch: str) -> None:
    for path in in_branch(branch):
        last = path[-1]
        if isinstance(last, Child):
            expected = YES if last.many else NO
            assert verdicts(with_beside(path, last)) == expected, shown(path)


@pytest.mark.parametrize("name", sorted(groups()))
def test_neighbours_may_change_places_only_where_the_grammar_says_so(name: str) -> None:
    group = groups()[name]
    expected = YES if group.order is Order.ANY else NO
    for first, second in pairwise(group.children):
        path = (*way_to(group), first)
        assert verdicts(with_beside(path, second)) == expected, (shown(path), second.wire)


@pytest.mark.parametrize("branch", BRANCHES)
def test_what_is_required_cannot_be_absent(branch: str) -> None:
    for path in in_branch(branch):
        last = path[-1]
        if isinstance(last, Child) and last.required:
            root = etree.fromstring(smallest(path))
            element = root.find(shown(path))
            assert element is not None
            parent = element.getparent()
            assert parent is not None
            parent.remove(element)
            assert verdicts(etree.tostring(root)) == NO, shown(path)


def scalar_at(path: Path) -> Scalar | None:
    """Return what kind of text stands at the end of a path, if text it is."""
    last = path[-1]
    if isinstance(last, Attribute):
        return last.scalar
    if isinstance(last.holds, Group):
        return last.holds.content[1] if last.holds.content else None
    return last.holds


def first_places(scalar: Scalar) -> list[Path]:
    """Return one element, one element with attributes and one attribute for a kind of text."""
    found: dict[object, Path] = {}
    for path in ALL_PATHS:
        if scalar_at(path) is scalar:
            last = path[-1]
            kind = type(last) if isinstance(last, Attribute) else type(last.holds)
            found.setdefault(kind, path)
    return list(found.values())


@pytest.mark.parametrize("scalar", SCALARS, ids=lambda scalar: scalar.name)
def test_all_agree_on_what_just_misses(scalar: Scalar) -> None:
    places = first_places(scalar)
    assert places
    for path in places:
        for text in NEAR_MISSES:
            accepted = scalar.accepts(text)
            assert verdicts(smallest(path, text)) == (accepted,) * 3, (shown(path), text)


@pytest.mark.parametrize("scalar", SCALARS, ids=lambda scalar: scalar.name)
def test_some_near_miss_hits_and_some_does_not(scalar: Scalar) -> None:
    assert {scalar.accepts(text) for text in NEAR_MISSES} == (
        {True} if scalar.name == "text" else {True, False}
    )


@settings(max_examples=3 * settings().max_examples)
@given(mutated())
def test_all_agree_on_changed_documents(data: bytes) -> None:
    found = verdicts(data)
    assert found in (YES, NO)
    if accepted_by_decoder(data):
        assert examine_report(data).report == decode_report(data)
