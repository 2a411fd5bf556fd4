"""Receipt codes: how 80 random bits are spelled so that people can keep, say and type them.

Source: Douglas Crockford, "Base 32" (no I, L, O, U; O reads as 0, I and L read as 1).
"""

import re
import unicodedata
from typing import Final

SECRET_BYTES: Final = 10
"""Random bytes in a receipt: 80 bits."""

_SYMBOLS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {symbol: str(value) for value, symbol in enumerate(_SYMBOLS)} | {
    "O": "0",
    "I": "1",
    "L": "1",
}
_LENGTH: Final = 18
_GROUP: Final = 3
_PRIME: Final = 1021
"""The largest prime whose remainders fit in two symbols.

32 has the order 68 modulo it, and its first 17 powers are never -1: every wrong symbol and every
swap of any two symbols changes the remainder.
"""
_CHECK_BITS: Final = 10
_BITS_EACH: Final = 5
_LONGEST_TYPED: Final = 255
_BETWEEN: Final = re.compile("[\u2212\u00b7~+=|`^\u00a8]")
"""Signs that pass for hyphens or dots and are no punctuation by Unicode's word."""


def receipt_code(secret: bytes) -> str:
    """Return the code of ten random bytes: six groups of three symbols, the last two a check.

    Raises:
        ValueError: the secret has another length.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(len(secret))
    number = int.from_bytes(secret)
    whole = (number << _CHECK_BITS) | number % _PRIME
    symbols = [
        _SYMBOLS[whole >> _BITS_EACH * place & (len(_SYMBOLS) - 1)]
        for place in reversed(range(_LENGTH))
    ]
    return _grouped("".join(symbols))


def read_code(typed: str) -> str | None:
    """Return the code that was typed, spelled as `receipt_code` does; None if it is none.

    Case, blanks, hyphens and dots do not matter; digits may be of any script. Never raises.
    """
    if len(typed) > _LONGEST_TYPED:
        return None
    symbols = "".join(map(_symbol, unicodedata.normalize("NFKC", typed)))
    if len(symbols) != _LENGTH or "?" in symbols:
        return None
    whole = 0
    for symbol in symbols:
        whole = (whole << _BITS_EACH) | _SYMBOLS.index(symbol)
    number, check = divmod(whole, 1 << _CHECK_BITS)
    return _grouped(symbols) if number % _PRIME == check else None


def _symbol(character: str) -> str:
    """Return the symbol a character stands for: nothing between symbols, `?` if it is none."""
    if unicodedata.category(character)[0] in "ZCP" or _BETWEEN.match(character):
        return ""
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    value = _VALUES.get(character.upper())
    return "?" if value is None else _SYMBOLS[int(value)]


def _grouped(symbols: str) -> str:
    return "-".join(symbols[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
