"""Files are cut out of what was typed, and the words around them stay."""

import base64
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.laws.test_checks import odd_texts
from tests.unit.domain.checks.test_disguises import uuencoded
from tests.unit.domain.checks.test_smuggling import (
    DATA_URIS,
    HEADS,
    digits,
    emptied,
    listing,
    noise,
    wrapped,
)
from tests.unit.domain.public.drafts import texts
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.public.excise import without_files

DATA = noise(900)
BLOCKS = {
    "a data address": "data:image/png;base64,AAAA",
    "a quoted data address": "%64ata%3Aimage/png%3Bbase64%2CAAAA",
    "a long block": digits(4_000),
    "wrapped": wrapped(digits(2_000), 76),
    "in short lines": wrapped(base64.b64encode(DATA).decode(), 20),
    "in groups": wrapped(base64.b64encode(emptied(HEADS[0], 300)).decode(), 4, " "),
    "hex": DATA.hex(),
    "hex pairs": DATA.hex(" "),
    "hex with prefixes": ", ".join(f"0x{byte:02x}" for byte in DATA),
    "a listing": listing(DATA[:320], "{:08x}: ", 2, "  ................"),
    "uuencoded": f"begin 644 name\n{uuencoded(DATA)}`\nend",
    "quoted": quopri.encodestring(DATA).decode(),
    "ascii85": base64.a85encode(DATA, adobe=True).decode(),
    "references": " ".join(f"&#{byte};" for byte in DATA),
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_the_words_around_a_file_stay(block: str) -> None:
    assert hides_file(block)
    text = f"Synthetic narrative with words.\n{block}\nThat is all there was."
    left = without_files(text)
    assert not hides_file(left)
    assert "Synthetic narrative with words." in left
    assert "That is all there was." in left
    assert len(left) < len(text)


@pytest.mark.parametrize("text", DATA_URIS)
def test_no_data_address_is_left(text: str) -> None:
    assert not hides_file(without_files(text))


def test_account_names_and_addresses_stay_beside_a_file() -> None:
    text = f"user_17 on https://example.org/x said\n{digits(2_000)}\n+1 202 555 0117"
    left = without_files(text)
    assert all(fact in left for fact in ("user_17", "https://example.org/x", "+1 202 555 0117"))


def test_files_spread_over_lines_with_words_are_found_out() -> None:
    escapes = "\n".join(["Synthetic words here %01%02%03 there"] * 5)
    assert without_files(escapes) == "\n".join(["Synthetic words here  there"] * 5)
    groups = "\n".join(["abcd /9j/ efgh"] * 12)
    mixed = f"{groups}\n1 2 3 word"
    assert hides_file(mixed)
    assert without_files(mixed) == "\n".join(["abcd efgh"] * 12)


def test_if_nothing_helps_nothing_is_left() -> None:
    """A head that looks like a word, in lines that look like words."""
    text = "RkxW\n" + "abcd\n" * 40
    assert hides_file(text)
    assert without_files(text) == ""


def test_what_is_cut_can_be_found_in_another_layer() -> None:
    inside = base64.b64encode(DATA_URIS[0].encode() * 3).decode()
    assert not hides_file(without_files(f"Words stay. {inside}"))
    pairs = "\n".join(["ab cd ef gh ij"] * 3)
    assert without_files(pairs) == pairs


@given(odd_texts | texts | st.text())
def test_what_is_left_hides_no_file(text: str) -> None:
    left = without_files(text)
    assert not hides_file(left)
    assert hides_file(text) or left == text
    assert {*left} <= {*text} | {" "}
