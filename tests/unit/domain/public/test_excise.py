"""Files are cut out of what was typed, and the words around them stay."""

import base64
import quopri
import time

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
from tipline.domain.checks.disguises import legible
from tipline.domain.checks.smuggling import hides_file
from tipline.domain.public.excise import without_files

DATA = noise(900)
EMPTIED = base64.b64encode(emptied(HEADS[1], 300)).decode()
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


IN_A_PARAGRAPH = BLOCKS | {
    "hex pairs with commas": ", ".join(f"{byte:02x}" for byte in DATA),
    "ascii85 in lines": base64.a85encode(DATA, adobe=True, wrapcol=60).decode(),
    "ascii85 without its end": base64.a85encode(DATA, adobe=True, wrapcol=60).decode()[:-2],
    "an empty file in short lines": wrapped(EMPTIED, 20),
    "an empty file in groups of eight": wrapped(EMPTIED, 8, " "),
    "an empty file in hex groups": wrapped(emptied(HEADS[0], 300).hex(), 8, " "),
    "a wrapped data address": f"data:image/png;base64,{wrapped(EMPTIED, 76)}",
    "digits with invisible characters": "\u200b".join(digits(2_000)),
    "groups with invisible characters": "\u200d".join(wrapped(EMPTIED, 8, " ")),
    "full-width digits": "".join(chr(ord(digit) + 0xFEE0) for digit in digits(2_000)),
}
del IN_A_PARAGRAPH["uuencoded"]
"""It stands on lines of its own."""


@pytest.mark.parametrize("block", IN_A_PARAGRAPH.values(), ids=IN_A_PARAGRAPH.keys())
def test_the_words_before_and_after_a_file_on_their_line_stay(block: str) -> None:
    before, after = "Synthetic narrative with words.", "That is all there was."
    left = without_files(f"{before} {block} {after}")
    assert left.startswith(before)
    assert left.endswith(after)
    assert len(left) <= len(before) + len(after) + 150


def test_a_longer_word_after_groups_is_none_of_them() -> None:
    text = f"Before17\n{emptied(HEADS[0], 200).hex(' ')}\nAfter17"
    assert without_files(text).split() == ["Before17", "After17"]


def test_words_without_blanks_stay_beside_a_data_address() -> None:
    text = "\u4f8b\u4f8bdata:image/png;base64,AAAA\u4f8b\u4f8b"
    assert without_files(text) == "\u4f8b" * 4


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
    assert without_files(mixed).split() == ["abcd", "efgh"] * 12 + ["2", "3", "word"]


def test_words_beside_a_head_that_looks_like_one_stay() -> None:
    words = "\n".join(["abcd"] * 40)
    assert hides_file(f"RkxW\n{words}")
    assert without_files(f"RkxW\n{words}") == words


def test_if_nothing_helps_plain_words_are_left_and_then_nothing() -> None:
    escapes = "".join(f"%{ord(mark):02X}" for mark in "data:,x")
    references = "".join(f"&#{ord(mark)};" for mark in "data:,x")
    assert without_files(f"{escapes}\n{references}") == ""


def test_what_is_cut_can_be_found_in_another_layer() -> None:
    inside = base64.b64encode(DATA_URIS[0].encode() * 3).decode()
    assert not hides_file(without_files(f"Words stay. {inside}"))
    pairs = "\n".join(["ab cd ef gh ij"] * 3)
    assert without_files(pairs) == pairs


@pytest.mark.parametrize("hidden", ["", "\u200b"])
def test_a_line_with_a_file_that_cannot_be_cut_out_of_it_goes(hidden: str) -> None:
    text = f"Synthetic words stay.\nSynthetic &amp;#100;a{hidden}ta:,x\nAnd so do these."
    assert hides_file(text)
    left = without_files(text)
    assert left.startswith("Synthetic words stay.\n")
    assert left.endswith("\nAnd so do these.")
    assert "ta:" not in left


def test_at_last_only_plain_words_are_left() -> None:
    """Lines that are no file each, and might be uuencoded together."""
    words = ("MY SYNTHETIC NARRATIVE HAS WORDS AND ALSO " + "A NUMBER OR TWO 17 18")[:61]
    numbers = ("MY SYNTHETIC NARRATIVE 117 A1 " + "117 " * 20)[:61]
    text = f"{words}\n{words}\n{numbers}\nThat is all."
    assert hides_file(text)
    left = "MY SYNTHETIC NARRATIVE HAS WORDS AND ALSO A NUMBER OR TWO"
    assert without_files(text) == f"{left}\n{left}\nMY SYNTHETIC NARRATIVE\nThat is all."


@given(odd_texts | texts | st.text())
def test_what_is_left_hides_no_file(text: str) -> None:
    left = without_files(text)
    assert not hides_file(left)
    assert hides_file(text) or left == text
    assert {*left} <= {*text} | {*legible(text)} | {" "}


HOSTILE = {
    "one long word": "a",
    "data without an end": "data:",
    "escaped colons": "data&#",
    "parameters": "data:;a;a;a",
    "escapes": "%41=41",
    "openings": "<~",
    "an opening and words": "<~ abcd ",
    "pairs": "ff ",
    "pairs and many blanks": "ff" + " " * 8,
    "prefixes": "0x",
    "groups": "/9j/ abcd ",
    "lines of digits": "A" * 40 + "\n",
    "references": "&#37;",
    "gaps": " \n",
}


def spent(text: str) -> float:
    """Return how many seconds of the processor it takes at best."""
    times = []
    for _ in range(3):
        began = time.process_time()
        without_files(text)
        times.append(time.process_time() - began)
    return min(times)


@pytest.mark.parametrize("shape", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_grows_with_the_length_and_not_with_its_square(shape: str) -> None:
    """Four times the text would take sixteen times as long."""
    head = "data:image/png;base64,AAAA "
    short, long = ((head + shape * 65_536)[:size] for size in (16_384, 65_536))
    assert spent(long) < 9 * spent(short) + 0.005


@pytest.mark.parametrize("shape", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_longest_text_that_comes_in_is_cut(shape: str) -> None:
    text = ("data:image/png;base64,AAAA " + shape * 262_144)[:262_144]
    assert not hides_file(without_files(text))
