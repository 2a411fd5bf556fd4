"""What is pasted and is no text is told from what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.public.texts import is_binary, without_binary

PASTED = "\x89\ufffd\x01\x02\x03\x04\x1a"


@pytest.mark.parametrize(
    "text",
    ["", "Synthetic narrative 17.", "اسم", "a\tb\r\nc\n", "one\x00 of them", "\x0c\x0b" * 9],
)
def test_what_people_type_is_text(text: str) -> None:
    assert not is_binary(text)
    assert without_binary(text) == text


def test_pasted_bytes_are_cut_out_and_the_words_stay() -> None:
    assert is_binary(f"Before {PASTED} after")
    assert without_binary(f"Before\n{PASTED}x after") == "Before\n after"


@given(st.text())
def test_nothing_binary_is_left(text: str) -> None:
    assert not is_binary(without_binary(text))
    assert is_binary(text) or without_binary(text) == text
