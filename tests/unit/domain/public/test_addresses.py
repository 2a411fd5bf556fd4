"""Pasted web addresses are found, broken or not, and no word that was typed is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.public.addresses import (
    FoundAddress,
    has_page,
    read_addresses,
    writable,
)


def pairs(text: str) -> list[tuple[str, str]]:
    return [(found.address, found.rest) for found in read_addresses(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n\t\n", []),
        ("https://example.org/x", [("https://example.org/x", "")]),
        ("hxxp://example.org/x", [("hxxp://example.org/x", "")]),
        ("hxxps[:]//example[.]org/x", [("hxxps[:]//example[.]org/x", "")]),
        ("example[.]org/x", [("example[.]org/x", "")]),
        ("example.org", [("example.org", "")]),
        ("example.org:8080?q=17", [("example.org:8080?q=17", "")]),
        ("203.0.113.17/x", [("203.0.113.17/x", "")]),
        ("https://203.0.113.17", [("https://203.0.113.17", "")]),
        ("https://example.org/x seen twice", [("https://example.org/x", "seen twice")]),
        ("see (https://example.org/x).", [("https://example.org/x", "see")]),
        ("<https://example.org/x>,", [("https://example.org/x", "")]),
        ("https://example.org/a_(b)", [("https://example.org/a_(b)", "")]),
        ("(https://example.org/a_(b))", [("https://example.org/a_(b)", "")]),
        ("Address: https://example.org", [("https://example.org", "Address:")]),
        ("Address:https://example.org", [("https://example.org", "Address:")]),
        ("(https://example.org", [("https://example.org", "")]),
        (
            "https://example.org/1 and hxxp://example.net",
            [("https://example.org/1", "and"), ("hxxp://example.net", "")],
        ),
        (
            "https://example.org/1,https://example.net",
            [("https://example.org/1", ""), ("https://example.net", "")],
        ),
        ("example.org,example.net", [("example.org", ""), ("example.net", "")]),
        ("https://example.org/a,b", [("https://example.org/a,b", "")]),
        ("one,two", [("", "one,two")]),
        (
            "https://example.org/?to=https://example.net",
            [("https://example.org/?to=https://example.net", "")],
        ),
        ("no address here, e.g. none", [("", "no address here, e.g. none")]),
        ("user_17@example.org", [("", "user_17@example.org")]),
        ("17 3.5 42", [("", "17 3.5 42")]),
        ("words\r\nexample.org/x", [("", "words"), ("example.org/x", "")]),
        ("/x", [("", "/x")]),
    ],
)
def test_addresses_are_found_in_their_lines(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(text) == expected


CRUMBS = (
    *("https://", "hxxp://", "example", ".org", "[.]", "/x", "(", ")", "[", "]", ",", ";", "|"),
    *(" ", "\n", "\r", "Address:", "?q=", "17", "\u4f8b", "\u200f", "\ud800", ".", '"', "@"),
)
pasted = st.lists(st.sampled_from(CRUMBS) | st.text(max_size=4), max_size=20).map("".join)


@given(pasted)
def test_no_letter_or_digit_is_lost(text: str) -> None:
    found = read_addresses(text)
    kept = "".join(one.address + one.rest for one in found)
    assert sorted(filter(str.isalnum, kept)) == sorted(filter(str.isalnum, text))
    assert all(one.address or one.rest for one in found)


@given(pasted)
def test_a_writable_address_is_one(text: str) -> None:
    for found in read_addresses(text):
        written = writable(found.address)
        assert written is None or writable(written) == written


def test_an_address_is_written_as_typed_if_it_can_be() -> None:
    assert writable("https://example.org/x") == "https://example.org/x"
    assert writable("hxxp://example[.]org/x") == "http://example.org/x"
    assert writable("") is None
    assert writable("no address") is None
    assert writable("https://example.org/" + "x" * 2_083) is None


def test_a_name_with_a_dot_is_no_page() -> None:
    assert has_page("https://example.org")
    assert has_page("example.org/user_17")
    assert not has_page("user.seventeen")
    assert not has_page("user/17")


def test_what_was_found_is_not_printed() -> None:
    assert repr(FoundAddress(address="example.org", rest="17")) == "FoundAddress(...)"


@pytest.mark.parametrize("shape", [",|;", ",", "(((", "hxxp[:", "a,", "://", "http://,", ".a"])
def test_long_rows_of_marks_are_read_and_kept(shape: str) -> None:
    """A row of 262,144 commas took its length squared, which is hours."""
    text = (shape * 262_144)[:262_144]
    kept = "".join(found.address + found.rest for found in read_addresses(text))
    assert [*filter(str.isalnum, kept)] == [*filter(str.isalnum, text)]
