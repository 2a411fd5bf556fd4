"""Lines and columns count from 1, the columns in characters, wherever a tag begins."""

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.laws.mutations import mutated
from tipline.codecs.cybertipline.positions import Position, Positions


def starts(text: str, count: int) -> list[tuple[int, int]]:
    positions = Positions(text.encode())
    return [positions.start_of(element) for element in range(count)]


def test_elements_are_numbered_in_document_order() -> None:
    text = "<a>\n  <b><c/></b>\n  <d></d>\n</a>"
    assert starts(text, 4) == [(1, 1), (2, 3), (2, 6), (3, 3)]
    positions = Positions(text.encode())
    assert [positions.end_of(element) for element in range(4)] == [
        (4, 1),
        (2, 10),
        (2, 10),
        (3, 6),
    ]


def test_a_position_names_its_parts() -> None:
    position = Positions(b"<a/>").start_of(0)
    assert position == Position(line=1, column=1)


@pytest.mark.parametrize("filling", ["x", "\u00e9", "\u4f8b", "\U0001f4de", "e\u0301", "&#233;"])
def test_columns_count_characters(filling: str) -> None:
    assert starts(f"<a>{filling}<b/></a>", 2)[1] == (1, 4 + len(filling))
    assert starts(f"<a x='{filling}'><b/></a>", 2)[1] == (1, 9 + len(filling))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts_once(end: str) -> None:
    assert starts(f"<a>{end}{end} <b/></a>", 2)[1] == (3, 2)


def test_a_byte_order_mark_takes_no_column() -> None:
    assert starts("\ufeff<a><b/></a>", 2) == [(1, 1), (1, 4)]
    assert starts('\ufeff<?xml version="1.0"?><a/>', 1) == [(1, 22)]


def test_a_declared_encoding_changes_nothing() -> None:
    text = '<?xml version="1.0" encoding="US-ASCII"?>\n<a>\u00e9<b/></a>'
    assert starts(text, 2) == [(2, 1), (2, 5)]


def test_what_is_no_element_is_not_numbered() -> None:
    text = "<!-- <x/> --><a><![CDATA[<x/>]]><!-- <x/> -->\n<b/></a><!-- <x/> -->"
    assert starts(text, 2) == [(1, 14), (2, 1)]


def test_prefixes_change_nothing() -> None:
    assert starts("<x:a xmlns:x='urn:example'><x:b/></x:a>", 2) == [(1, 1), (1, 28)]


@pytest.mark.parametrize("name", ["\u0370", "\U00010000", "a\u2c00"])
def test_a_name_only_the_fifth_edition_allows_ends_the_reading(name: str) -> None:
    text = f"<a>\n<b/>\n<{name}/>\n<c/>\n</a>"
    assert etree.fromstring(text.encode())[1].tag == name
    positions = Positions(text.encode())
    assert positions.start_of(1) == (2, 1)
    assert positions.end_of(1) == (2, 5)
    for element in (2, 3):
        assert positions.start_of(element).line == 3
    assert positions.end_of(0).line == 3


@settings(max_examples=40)
@given(mutated())
def test_every_element_is_found_where_its_tag_begins(data: bytes) -> None:
    positions = Positions(data)
    lines = data.decode().split("\n")
    for number, element in enumerate(etree.fromstring(data).iter("*")):
        line, column = positions.start_of(number)
        name = etree.QName(element).localname
        assert lines[line - 1][column - 1 :].startswith("<")
        assert name in lines[line - 1][column - 1 : column + len(name) + 5]
