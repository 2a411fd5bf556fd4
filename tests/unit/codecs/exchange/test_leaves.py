"""Facts in lines: what a line looks like, and which lines are none."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.codecs.exchange.leaves import lines_of, value_of

names = st.text("abcdefghij_", min_size=1, max_size=5)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(names, inside),
)


@given(values)
def test_a_value_survives_its_lines(value: object) -> None:
    assert value_of(lines_of(value)) == value


def test_a_fact_is_one_line() -> None:
    value = {"reported": [{"vehicle": "one\ntwo = three"}], "victims": [], "age": 17}
    assert list(lines_of(value)) == [
        '/reported/0/vehicle = "one\\ntwo = three"',
        "/victims = []",
        "/age = 17",
    ]


def test_no_lines_are_an_empty_object() -> None:
    assert value_of([]) == {}


@pytest.mark.parametrize(
    "lines",
    [
        ["/a"],
        ["/a = 1", "/a = 2"],
        ["/a = 1", "/a/b = 2"],
        ["/a/b = 2", "/a = 1"],
        ["/a = nothing"],
    ],
)
def test_what_is_no_fact_or_contradicts_another_is_refused(lines: list[str]) -> None:
    with pytest.raises((ValueError, AttributeError, msgspec.DecodeError)):
        value_of(lines)
