"""Receipt codes: every wrong symbol and every swap is found, and people type as they like."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tipline.domain.public.receipt import read_code, receipt_code

SECRETS = (bytes(10), bytes(range(10)), b"\xff" * 10, bytes(range(246, 256)))
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE = receipt_code(bytes(range(10)))


def test_a_code_is_six_groups_of_three() -> None:
    assert [len(group) for group in CODE.split("-")] == [3] * 6
    assert {*CODE} <= {*SYMBOLS, "-"}
    assert receipt_code(bytes(10)) == "000-000-000-000-000-000"


@pytest.mark.parametrize("length", [0, 9, 11])
def test_a_secret_has_ten_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=str(length)):
        receipt_code(bytes(length))


@given(st.binary(min_size=10, max_size=10))
def test_every_code_reads_as_itself(secret: bytes) -> None:
    code = receipt_code(secret)
    assert read_code(code) == code


@given(st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_two_secrets_have_two_codes(one: bytes, other: bytes) -> None:
    assert (receipt_code(one) == receipt_code(other)) == (one == other)


@pytest.mark.parametrize("secret", SECRETS)
def test_every_single_wrong_symbol_is_found(secret: bytes) -> None:
    plain = receipt_code(secret).replace("-", "")
    for at in range(18):
        for symbol in SYMBOLS.replace(plain[at], ""):
            assert read_code(plain[:at] + symbol + plain[at + 1 :]) is None


@pytest.mark.parametrize("secret", SECRETS)
def test_every_swap_of_two_symbols_is_found(secret: bytes) -> None:
    plain = receipt_code(secret).replace("-", "")
    for one, other in combinations(range(18), 2):
        swapped = [*plain]
        swapped[one], swapped[other] = plain[other], plain[one]
        if plain[one] != plain[other]:
            assert read_code("".join(swapped)) is None


def test_the_prime_finds_all_swaps_for_every_code() -> None:
    """A swap changes the remainder unless two powers of 32 are equal, or each other's minus."""
    powers = [pow(32, place, 1021) for place in range(18)]
    assert len({*powers}) == 18
    assert not {1021 - power for power in powers} & {*powers}


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        CODE.replace("-", "\u2013"),
        CODE.replace("-", "\u2212"),
        CODE.replace("-", "."),
        CODE.replace("-", " \u00b7 "),
        f"  {CODE}.\n",
        CODE.replace("0", "O").replace("1", "I"),
        CODE.replace("0", "o").replace("1", "l"),
        "".join(chr(ord(mark) + 0xFEE0) for mark in CODE),
        CODE.translate({ord(str(n)): chr(0x660 + n) for n in range(10)}),
        CODE.translate({ord(str(n)): chr(0x6F0 + n) for n in range(10)}),
        f"\u200f{CODE}\u200e",
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert read_code(typed) == CODE


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE.replace("0", "U"), CODE * 20])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_remainder_is_below_the_prime() -> None:
    assert read_code("0" * 16 + "ZZ") is None


@given(st.text())
def test_no_text_breaks_the_reading(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(code) == code
