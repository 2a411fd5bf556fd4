"""TOML values to the values of the public folder; a `ValueError` says what was expected.

No message repeats what was given.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypeVar

from tipline.domain.places import COUNTRY_CODES

E = TypeVar("E", bound=StrEnum)
V = TypeVar("V")

LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 2_000
_LONGEST_ADDRESS: Final = 500
_MOST_NUMBERS: Final = 12
_MOST: Final = 60
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z]{2,4})?")
_ADDRESS: Final = re.compile(r"https://[^\s/@?#\"'<>\\]+(/[^\s\"'<>\\]*)?")
COUNTRIES: Final = frozenset(COUNTRY_CODES) - {"", "A1", "A2", "O1", "AN", "AP", "EU", "FX"}
"""Countries a visitor can be in: ISO 3166 and Kosovo, without what stands for no country."""

_KEY: Final = re.compile(r"[a-z][a-z_]{0,39}")
_PHONE: Final = re.compile(r"[0-9+*#(][0-9 +*#()/.-]{0,39}")


def line(value: object) -> str:
    """Return text of one line."""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_LINE:
        raise ValueError(f"expected text of 1 to {LONGEST_LINE} characters")
    if not value.strip().isprintable():
        raise ValueError("expected text of one line, without control characters")
    return value.strip()


def passage(value: object) -> str:
    """Return text that may have several lines."""
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_TEXT:
        raise ValueError(f"expected text of 1 to {LONGEST_TEXT} characters")
    if not all(letter.isprintable() or letter == "\n" for letter in value.strip()):
        raise ValueError("expected text without control characters")
    return value.strip()


def switch(value: object) -> bool:
    """Return true or false."""
    if not isinstance(value, bool):
        raise ValueError("expected true or false")  # noqa: TRY004 - a value that is wrong
    return value


def whole(most: int, of_what: str) -> Callable[[object], int]:
    """Return a reader of a whole number from 1 on."""

    def read(value: object) -> int:
        if type(value) is not int or not 1 <= value <= most:
            raise ValueError(f"expected a number of {of_what}, 1 to {most}")
        return value

    return read


def day(value: object) -> date:
    """Return a day."""
    if not isinstance(value, date) or isinstance(value, datetime):
        message = "expected a day such as 2026-11-22, without quotes"
        raise ValueError(message)  # noqa: TRY004 - a value that is wrong
    return value


def https(value: object) -> str:
    """Return a web address that begins with https."""
    if (
        not isinstance(value, str)
        or len(value) > _LONGEST_ADDRESS
        or _ADDRESS.fullmatch(value) is None
    ):
        raise ValueError("expected a web address such as https://www.example.org/")
    return value


def phone(value: object) -> str:
    """Return a phone number as people dial it."""
    if not isinstance(value, str) or _PHONE.fullmatch(value) is None:
        raise ValueError('expected a phone number in quotes, such as "0800 1111"')
    return value


def phones(value: object) -> tuple[str, ...]:
    """Return phone numbers, at least one."""
    return _each(value, phone, _MOST_NUMBERS, 'phone numbers such as ["112", "999"]')


def language(value: object) -> str:
    """Return the code of a language."""
    if not isinstance(value, str) or _LANGUAGE.fullmatch(value) is None:
        raise ValueError('expected codes of languages such as "en" or "pt-br"')
    if not _is_known(value):
        raise ValueError("expected languages that have a code of their own in the Unicode list")
    return value


def _is_known(code: str) -> bool:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - not in the light install

    try:
        Locale.parse(code, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def languages(value: object) -> tuple[str, ...]:
    """Return codes of languages, at least one."""
    return _each(value, language, _MOST, 'codes of languages such as ["en", "fr"]')


def country(value: object) -> str:
    """Return the code of a country."""
    if not isinstance(value, str) or value not in COUNTRIES:
        raise ValueError('expected two capital letters of ISO 3166, such as "GB"')
    return value


def countries(value: object) -> tuple[str, ...]:
    """Return codes of countries, at least one."""
    return _each(value, country, _MOST, 'codes of countries such as ["GB", "IE"]')


def key(value: object) -> str:
    """Return the key of a category."""
    if not isinstance(value, str) or _KEY.fullmatch(value) is None:
        raise ValueError("expected up to 40 small letters and underscores, a letter first")
    return value


def choice(kind: type[E]) -> Callable[[object], E]:
    """Return a reader of one of an enumeration's words."""

    def read(value: object) -> E:
        if not isinstance(value, str) or value not in set(kind):
            raise ValueError(f"expected one of: {', '.join(kind)}")
        return kind(value)

    return read


def choices(kind: type[E]) -> Callable[[object], tuple[E, ...]]:
    """Return a reader of a list of an enumeration's words."""
    one = choice(kind)
    return lambda value: _each(value, one, len(kind), f"a list of: {', '.join(kind)}")


def by_language(known: tuple[str, ...]) -> Callable[[object], dict[str, str]]:
    """Return a reader of a line in each of the form's languages."""

    def read(value: object) -> dict[str, str]:
        if not isinstance(value, dict) or not value:
            raise ValueError('expected a text for each language, such as { en = "..." }')
        missing = [one for one in known if one not in value]
        others = [one for one in value if one not in known]
        if missing:
            raise ValueError(f"missing in these languages of the form: {', '.join(missing)}")
        if others:
            raise ValueError(f"expected only languages of the form: {', '.join(known)}")
        return {code: line(said) for code, said in value.items()}

    return read


def _each(value: object, one: Callable[[object], V], most: int, expected: str) -> tuple[V, ...]:
    if not isinstance(value, list) or not 1 <= len(value) <= most:
        raise ValueError(f"expected {expected}")
    found = tuple(one(part) for part in value)
    if len({*found}) != len(found):
        raise ValueError("the same one stands there twice")
    return found
