"""The settings of referrals: where the hotline is, how agencies reach it, its own IP table."""

import re
from collections.abc import Mapping
from typing import Final

from tipline.config.values import text
from tipline.domain.places import COUNTRY_CODES
from tipline.domain.problems import Problem

_SUBDIVISION: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
_PHONE: Final = re.compile(r"\+[0-9][0-9 ()-]{5,24}")
_PAGE: Final = re.compile(r"https?://[^\s/@?#\"'<>]+(/[^\s\"'<>]*)?")
_LONGEST_NAME: Final = 120
_LONGEST_SENTENCE: Final = 300


def country(value: object) -> str:
    """Return a country (ISO 3166, two letters)."""
    if not isinstance(value, str) or not value or value not in COUNTRY_CODES:
        raise ValueError("expected a country by two capital letters, such as DE")
    return value


def subdivision(value: object) -> str:
    """Return a part of a country (ISO 3166-2)."""
    if not isinstance(value, str) or _SUBDIVISION.fullmatch(value) is None:
        raise ValueError("expected a part of a country such as US-NV")
    return value


def sender_name(value: object) -> str:
    """Return the hotline's name as agencies read it, on one line."""
    return _line(value, _LONGEST_NAME)


def sentence(value: object) -> str:
    """Return a sentence for agencies, on one line."""
    return _line(value, _LONGEST_SENTENCE)


def phone(value: object) -> str:
    """Return a phone number with its country code."""
    if not isinstance(value, str) or _PHONE.fullmatch(value.strip()) is None:
        raise ValueError("expected a phone number such as +1 202 555 0117")
    return value.strip()


def page(value: object) -> str:
    """Return the address of the hotline's own page."""
    if not isinstance(value, str) or _PAGE.fullmatch(value.strip()) is None:
        raise ValueError("expected an address such as https://hotline.example.org/")
    return value.strip()


def _line(value: object, longest: int) -> str:
    found = text(value)
    if len(found) > longest or not found.isprintable():
        raise ValueError(f"expected text on one line, at most {longest} characters")
    return found


def place_problems(
    stated: Mapping[str, tuple[str, object]], values: Mapping[str, object]
) -> list[Problem]:
    """Return a problem if the part of a country lies in another one than the hotline."""
    part, whole = values.get("subdivision"), values.get("country")
    is_wrong_itself = "country" in stated and whole is None
    if not isinstance(part, str) or is_wrong_itself or part.partition("-")[0] == whole:
        return []
    message = "a part of a country needs its country: say the same two letters as country"
    return [Problem(path=stated["subdivision"][0], code="setting_wrong", message=message)]
