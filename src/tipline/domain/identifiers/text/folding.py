"""Folds texts so that spellings of the same thing become equal; knows no kind of identifier.

Source: Unicode Standard, section 3.13 (default caseless matching) and UAX #15 (NFKC).
"""

import re
import unicodedata
from collections.abc import Callable
from typing import Final

_ROUNDS: Final = 6
_ASCII_EDGES: Final = "".join(map(chr, range(0x21))) + "\x7f"
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are drawn as nothing: Hangul fillers, the empty Braille cell."""
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_NOT_DIGITS: Final = re.compile("[^0-9]+")


def settled(step: Callable[[str], str], text: str) -> str | None:
    """Apply a step until it changes nothing any more; None if nothing is left, or it never rests.

    So every normal form is idempotent by construction.
    """
    for _ in range(_ROUNDS):
        after = step(text)
        if after == text:
            return text or None
        text = after
    return None


def fold(text: str) -> str:
    """Return a text in NFKC and without case, blanks and invisible characters cut at both ends.

    Never raises and is idempotent; a text that does not come to rest gives the empty text.
    """
    if text.isascii():
        return text.strip(_ASCII_EDGES).lower()
    return settled(_folded_once, whole(text)) or ""


def tidy(text: str) -> str:
    """Return a text in NFKC, blanks and invisible characters cut at both ends, case as it is."""
    if text.isascii():
        return text.strip(_ASCII_EDGES)
    return _trimmed(unicodedata.normalize("NFKC", whole(text)))


def whole(text: str) -> str:
    """Return a text that can be encoded: lone surrogates become U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def ascii_digits(text: str) -> str:
    """Return the decimal digits of a text, of whatever script, as 0 to 9."""
    if not text.isascii():
        text = "".join(map(_digit, text))
    return _NOT_DIGITS.sub("", text)


def single_spaced(text: str) -> str:
    """Return a text with one space wherever it has blanks, and none at the ends."""
    return " ".join(text.split())


def _folded_once(text: str) -> str:
    return _trimmed(unicodedata.normalize("NFKC", text).casefold())


def _trimmed(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_invisible(text[start]):
        start += 1
    while start < end and _is_invisible(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_invisible(character: str) -> bool:
    """Tell whether a character is a blank, a control or format character, or drawn as nothing."""
    return character in _BLANK_LETTERS or unicodedata.category(character) in {
        "Cc",
        "Cf",
        "Zl",
        "Zp",
        "Zs",
    }


def _digit(character: str) -> str:
    value = unicodedata.decimal(character, None)
    return "" if value is None else str(value)
