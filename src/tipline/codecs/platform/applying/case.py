"""Reads a case: one JSON document of the platform, whatever is in it."""

import json
import re
from decimal import Decimal
from typing import Final

from tipline.codecs.documents import (
    BYTE_ORDER_MARK,
    MAX_DOCUMENT_BYTES,
    too_large,
    unreadable,
)
from tipline.codecs.platform.leaves import is_nothing
from tipline.codecs.report_json.places import Places, escaped, is_too_deep

MOST_NAMES: Final = 5
"""No more places than this are named that a mapping does not take."""

MASK: Final = "…"
"""Stands for a name that may be what a user chose, and for places beyond `MOST_NAMES`."""

_FIELD_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")

_MOST_DIGITS: Final = 4_300


def read_case(data: bytes) -> tuple[object, Places]:
    """Return the value of a JSON document of at most 1 MiB, and where everything stands in it.

    Raises:
        UnreadableDocumentError: not well-formed JSON in UTF-8, too large or too deep.
    """
    if len(data) > MAX_DOCUMENT_BYTES:
        raise too_large()
    try:
        text = data.removeprefix(BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable("encoding", "The document must be text in UTF-8.") from None
    if is_too_deep(text):
        raise unreadable("too_deep", "Values are nested too deeply for a case.")
    try:
        value = json.loads(
            text, parse_float=_decimal, parse_int=_whole_number, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        message = "The document is not well-formed JSON: it breaks off or is not JSON here."
        raise unreadable("not_well_formed", message, (error.lineno, error.colno)) from None
    except ValueError:
        message = "The document is not JSON: it holds NaN or Infinity."
        raise unreadable("not_well_formed", message) from None
    return value, Places(text)


def names_apart(value: object, taken: frozenset[str]) -> list[str]:
    """Return where a case says something that was not taken; `*` stands for any element.

    Names only, at most `MOST_NAMES`, then `MASK` if there are more. An object may be keyed by
    user names: what does not look like the name of a field is `MASK`.
    """
    known = {_general(pointer) for pointer in taken}
    found: dict[str, None] = {}
    _walk(value, ("", ""), known, found)
    names = list(found)
    return names if len(names) <= MOST_NAMES else [*names[:MOST_NAMES], MASK]


def _general(pointer: str) -> str:
    return "/".join("*" if key.isdecimal() else key for key in pointer.split("/"))


def _walk(value: object, places: tuple[str, str], known: set[str], found: dict[str, None]) -> None:
    """Note what is not known; `places` are where the value is, and how that is shown."""
    if len(found) > MOST_NAMES:
        return
    place, shown = places
    if isinstance(value, list):
        for element in value:
            _walk(element, (f"{place}/*", f"{shown}/*"), known, found)
    elif isinstance(value, dict):
        for name, inside in value.items():
            general = _general(escaped(name))
            _walk(inside, (f"{place}/{general}", f"{shown}/{_masked(general)}"), known, found)
    elif place not in known and not is_nothing(value):
        found[shown] = None


def _masked(name: str) -> str:
    return name if name == "*" or _FIELD_NAME.fullmatch(name) else MASK


def _refuse(name: str) -> object:
    raise ValueError(name)


def _whole_number(digits: str) -> int | Decimal:
    """Return a number; one longer than Python reads as a decimal."""
    return int(digits) if len(digits) <= _MOST_DIGITS else Decimal(digits)


def _decimal(digits: str) -> Decimal:
    """Return a number with all its digits; an impossible one as infinity, which no field takes."""
    try:
        return Decimal(digits)
    except ArithmeticError:
        return Decimal("Infinity")
