"""Numbers of earlier reports, by which a reporter says itself that reports belong together."""

import re
from typing import Final

from tipline.domain.identifiers.identifier import Identifier, IdentifierKind
from tipline.domain.identifiers.text.folding import ascii_digits, fold

_NUMBER: Final = re.compile(r"(?:no\.?|nr\.?|#)?\s*(\d+)")


def normal_form(number: str | int) -> Identifier | None:
    """Return the number in ASCII digits without zeros before it; None if it is no number."""
    stated = _NUMBER.fullmatch(fold(str(number)))
    value = ascii_digits(stated[1]).lstrip("0") if stated else ""
    return Identifier(IdentifierKind.PRIOR_REPORT, "", value) if value else None


def display_form(identifier: Identifier) -> str:
    """Return the number."""
    return identifier.value


def known_common(identifier: Identifier) -> bool:
    """Tell whether the number is a filler: one digit many times, as in 99999999."""
    return len(identifier.value) > 1 and len(set(identifier.value)) == 1
