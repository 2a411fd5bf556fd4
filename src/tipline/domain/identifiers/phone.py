"""Phone numbers: E.164 where it can be known, else the digits under a scope of their own."""

import re
from typing import Final

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.text.folding import ascii_digits, fold, settled

DIGITS: Final = "digits"
"""The scope of numbers whose country is not known: the same digits may be two people's."""

_MOST_CHARACTERS: Final = 250
"""What the library reads at most; more is no number."""
_FEWEST_DIGITS: Final = 3
_FEWEST_TELLING: Final = 7
"""Shorter numbers are emergency and service numbers, or parts of numbers."""
_NORTH_AMERICAN: Final = re.compile(r"\+1[2-9][0-9]{9}")
"""Always possible and always in normal form; spares the library's thorough walk."""
_ROWS: Final = ("01234567890123456789", "98765432109876543210")


def normal_form(
    text: str, calling_code: str | None = None, region: str | None = None
) -> Identifier | None:
    """Return the number in E.164 if it is possible, assigned or not; else its digits.

    `calling_code` is as in a report (`+44`); `region` is the country (ISO 3166) in which the
    number was written down, and counts only where nothing better is stated. An extension does not
    belong to the number. Fewer than three digits are no identifier.
    """
    stated = fold(text)
    if not stated or len(stated) > _MOST_CHARACTERS:
        return _digits_only(stated)
    code = ascii_digits(calling_code or "")
    if stated.startswith("+") or not code:
        international = f"+{stated[2:]}" if stated.startswith("00") and not region else stated
    else:
        international = f"+{code}{stated}"
    value = settled(lambda number: _e164(number, region), international)
    if value is not None:
        return Identifier(IdentifierKind.PHONE, "", value)
    return _digits_only(stated)


def display_form(identifier: Identifier) -> str:
    """Return the number as it is written internationally, or the digits that are known."""
    if identifier.scope == DIGITS:
        return identifier.value
    number = phonenumbers.parse(identifier.value, None)
    shown = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    # A few plans write a number in a way that reads as another one.
    return shown if normal_form(shown) == identifier else identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the number is made up, or a service's: too short, one digit only, 12345..."""
    digits = _national(identifier)
    if len(digits) < _FEWEST_TELLING or len(set(digits[1:])) == 1:
        return True
    return any(digits in row for row in _ROWS)


def weaker_keys(identifier: Identifier) -> tuple[Identifier, ...]:
    """Return the digits without calling code and with it, for numbers stated without country.

    Services often store a number as the digits of its E.164 form, and say no more.
    """
    if identifier.scope == DIGITS:
        return ()
    found = (_digits_only(_national(identifier)), _digits_only(identifier.value))
    return tuple(key for key in found if key is not None)


def _e164(number: str, region: str | None) -> str:
    """Return the E.164 form of a number, or the empty text if it cannot be complete."""
    if _NORTH_AMERICAN.fullmatch(number):
        return number
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(parsed) != ValidationResult.IS_POSSIBLE:
        return ""
    return phonenumbers.format_number(parsed, PhoneNumberFormat.E164)


def _digits_only(text: str) -> Identifier | None:
    digits = ascii_digits(text).lstrip("0")
    if len(digits) < _FEWEST_DIGITS:
        return None
    return Identifier(IdentifierKind.PHONE, DIGITS, digits)


def _national(identifier: Identifier) -> str:
    """Return the digits without calling code."""
    if identifier.scope == DIGITS:
        return identifier.value
    if identifier.value.startswith("+1"):
        return identifier.value[2:]
    return phonenumbers.national_significant_number(phonenumbers.parse(identifier.value, None))
