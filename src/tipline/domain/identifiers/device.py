"""Device identifiers by type: IMEI, advertising ids, hardware addresses and what services make."""

import re
from functools import cache
from typing import Final

from tipline.domain.identifiers.account import is_placeholder
from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.tables.device_types import DEVICE_TYPES, DIGITS_ONLY
from tipline.domain.identifiers.tables.placeholders import DEVICES
from tipline.domain.identifiers.text.folding import ascii_digits, fold, settled

_SEPARATORS: Final = re.compile(r"[\s:.,;/\\_{}()\[\]<>\"'\u2010-\u2015-]+")
_MAC: Final = re.compile("[0-9a-f]{12}")


def normal_form(value: str, kind: str) -> Identifier | None:
    """Return a device id without separators, within its type; None if nothing is left.

    `kind` is free text; known types go by one name, others by their own.
    """
    scope = _type(kind)
    kept = ascii_digits(fold(value)) if scope in DIGITS_ONLY else settled(_joined, fold(value))
    return Identifier(IdentifierKind.DEVICE, scope, kept) if kept else None


def display_form(identifier: Identifier) -> str:
    """Return the id, a hardware address in pairs; the type is its scope."""
    if identifier.scope == "mac" and _MAC.fullmatch(identifier.value):
        return ":".join(identifier.value[at : at + 2] for at in range(0, 12, 2))
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether many devices tell this id: all zeros, emulators, `unknown`."""
    return identifier.value in DEVICES or is_placeholder(identifier.value)


def _type(kind: str) -> str:
    return settled(_type_once, fold(kind)) or ""


def _type_once(kind: str) -> str:
    name = _joined(kind)
    return _aliases().get(name, name)


def _joined(text: str) -> str:
    return fold(_SEPARATORS.sub("", text))


@cache
def _aliases() -> dict[str, str]:
    return {alias: name for name, aliases in DEVICE_TYPES.items() for alias in aliases}
